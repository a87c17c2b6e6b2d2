"""`python -m bench.generator 100k PATH`: a file of realistic releases, one a line, always the same for a seed."""

import sys
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import msgspec

from bench.releases import first_release, later_release

SEED = 20260105
CHUNK = 1_000  # processes
LATER_EVERY = 10


def generate(path: Path, contracts: int, seed: int = SEED, processes: int = 2) -> int:
    """Write the releases of so many contracting processes, a tenth of which have a later release; how many releases.

    Later releases stand far behind the first one of their process. Memory does not grow with the file.
    """
    chunks = range(0, contracts, CHUNK)
    path.parent.mkdir(parents=True, exist_ok=True)
    with get_context("spawn").Pool(processes) as pool, path.open("wb") as file:
        for lines in pool.imap(partial(_chunk, contracts, seed), chunks):
            file.write(lines)
    return contracts + contracts // LATER_EVERY


def size_of(text: str) -> int:
    """10k, 100k, 1m or a plain number."""
    scale = {"k": 1_000, "m": 1_000_000}.get(text[-1].lower())
    return int(text[:-1]) * scale if scale else int(text)


def _chunk(total: int, seed: int, start: int) -> bytes:
    return b"".join(_lines(total, seed, range(start, min(start + CHUNK, total))))


def _lines(total: int, seed: int, numbers: range) -> Iterator[bytes]:
    for number in numbers:
        yield msgspec.json.encode(first_release(number, total, seed)) + b"\n"
        if number % LATER_EVERY == LATER_EVERY - 1:
            earlier = int(number * Random(seed + number).uniform(0.4, 0.95))
            yield msgspec.json.encode(later_release(earlier, number, total, seed)) + b"\n"


def main() -> None:
    contracts, path = size_of(sys.argv[1]), Path(sys.argv[2])
    started = time.perf_counter()
    releases = generate(path, contracts)
    size, seconds = path.stat().st_size, time.perf_counter() - started
    print(f"{releases:,} releases, {size / 1e6:,.0f} MB, {size / releases:,.0f} bytes each, {seconds:.1f} s")


if __name__ == "__main__":
    main()

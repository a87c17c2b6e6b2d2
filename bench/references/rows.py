"""What the bare scripts keep of a release: twenty columns, of which one is its hash, and the release compressed."""

import hashlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson
import zstandard

Row = tuple[Any, ...]

TEXTS = (
    *(
        "ocid",
        "release_id",
        "date",
        "tag",
        "title",
        "description",
        "parties",
        "buyer_id",
        "buyer",
        "supplier",
        "region",
    ),
    *("locality", "category", "method", "state", "currency", "signed", "ends"),
)
COLUMNS = (*TEXTS, "amount", "hash", "body")
INDEXED = ("ocid", "buyer_id", "supplier", "date", "region", "amount")
SEARCHED = slice(TEXTS.index("title"), TEXTS.index("parties") + 1)
BATCH, DICTIONARY = 4 << 20, 64 << 10  # bytes
SAMPLE, AHEAD = 2_000, 3  # lines, batches

compressor: zstandard.ZstdCompressor  # of the second process


def rows(path: Path, workers: int = 1) -> Iterator[list[Row]]:
    """Batches of rows in the order of `COLUMNS`, made by other processes while the caller writes the one before."""
    with path.open("rb") as file:
        body = zstandard.train_dictionary(DICTIONARY, list(islice(file, SAMPLE))).as_bytes()
    pending: deque[Future[list[Row]]] = deque()
    with ProcessPoolExecutor(workers, get_context("fork"), _prepare, (body,)) as pool:
        for span in _spans(path):
            pending.append(pool.submit(_batch, path, *span))
            if len(pending) > AHEAD:
                yield pending.popleft().result()
        yield from (batch.result() for batch in pending)


def _spans(path: Path) -> Iterator[tuple[int, int]]:
    """Where batches of whole lines begin and how long they are."""
    start, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while start < size:
            file.seek(start + BATCH)
            file.readline()
            yield start, file.tell() - start
            start = file.tell()


def _prepare(dictionary: bytes) -> None:
    global compressor  # noqa: PLW0603
    compressor = zstandard.ZstdCompressor(level=3, dict_data=zstandard.ZstdCompressionDict(dictionary))


def _batch(path: Path, start: int, length: int) -> list[Row]:
    with path.open("rb") as file:
        file.seek(start)
        return [_row(line) for line in file.read(length).splitlines()]


def _row(line: bytes) -> Row:
    release = orjson.loads(line)
    tender, buyer, parties = release["tender"], release["buyer"], release["parties"]
    contract = release.get("contracts", ({},))[0]
    value = contract.get("value") or tender["value"]
    address = parties[0]["address"]
    return (
        release["ocid"],
        release["id"],
        release["date"],
        release["tag"][-1],
        tender["title"],
        tender["description"],
        " ".join(party["name"] for party in parties),
        buyer["id"],
        buyer["name"],
        parties[1]["name"] if len(parties) > 1 else None,
        address["region"],
        address.get("locality"),
        tender["mainProcurementCategory"],
        tender["procurementMethod"],
        contract.get("status"),
        value.get("currency"),
        contract.get("dateSigned"),
        contract.get("period", {}).get("endDate"),
        value["amount"] if isinstance(value["amount"], int | float) else None,
        hashlib.blake2b(line, digest_size=16).digest(),
        compressor.compress(line),
    )

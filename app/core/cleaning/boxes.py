"""ISO base media files (ISO/IEC 14496-12: MP4, QuickTime) as the boxes they consist of."""

from collections.abc import Iterator
from dataclasses import dataclass

CONTAINERS = frozenset(
    {"moov", "moov/trak", "moov/trak/edts", "moov/trak/mdia", "moov/trak/mdia/minf", "moov/trak/mdia/minf/stbl"}
)
HEADER = 8  # bytes: a size and a kind


@dataclass(frozen=True, slots=True)
class Box:
    """`path`: the kinds of what it stands in and its own, as in `moov/trak`. What it holds is `data[body:end]`."""

    path: str
    start: int
    body: int
    end: int

    @property
    def kind(self) -> str:
        return self.path[-4:]


def boxes(data: bytes, at: int = 0, end: int | None = None, within: str = "") -> Iterator[Box]:
    """Every box, a container before what is in it. Raises ValueError unless they fill the file, and each its container,
    to the byte."""
    end = len(data) if end is None else end
    while at < end:
        box = _box(data, at, end, within)
        yield box
        if box.path in CONTAINERS:
            yield from boxes(data, box.body, box.end, box.path + "/")
        at = box.end


def _box(data: bytes, at: int, end: int, within: str) -> Box:
    size, body = int.from_bytes(data[at : at + 4]), at + HEADER
    if size == 1:  # a length of 64 bits follows
        size, body = int.from_bytes(data[body : body + 8]), body + 8
    elif size == 0 and not within:  # up to the end of the file
        size = end - at
    if not body <= at + size <= end:
        raise ValueError(f"no box at {at}")
    return Box(within + data[at + 4 : at + HEADER].decode("latin-1"), at, body, at + size)

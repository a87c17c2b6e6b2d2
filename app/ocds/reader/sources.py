"""Blocks of bytes of what comes in, unpacked from gzip where it is packed."""

import gzip
import io
import zlib
from typing import Protocol

from app.ocds.problems import ProblemCode

BLOCK = 256 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_UNPACKED_FREELY = 64 * 1024 * 1024
_LARGEST_RATIO = 300  # real data packs ten- to fiftyfold, a bomb a thousandfold


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class DamagedSource(Exception):
    """The rest of the source cannot be read."""

    def __init__(self, code: ProblemCode, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


class Allowance:
    """How many bytes may come out of so many packed ones."""

    def __init__(self, packed: int = 0) -> None:
        self.packed = packed
        self._unpacked = 0

    @property
    def is_spent(self) -> bool:
        return self._unpacked > _UNPACKED_FREELY + _LARGEST_RATIO * self.packed

    def spend(self, size: int) -> None:
        """Raises DamagedSource when more came out than can be meant well."""
        self._unpacked += size
        if self.is_spent:
            raise DamagedSource(ProblemCode.UNPACKS_TOO_LARGE, str(self._unpacked))


class Source:
    """A stream by blocks; it is not closed. `allowance`: of the archive it stands in."""

    def __init__(self, stream: Readable, allowance: Allowance | None = None) -> None:
        head = read_head(stream, len(_GZIP_MAGIC))
        self._is_packed = head == _GZIP_MAGIC
        self._allowance = allowance or Allowance()
        plain = io.BufferedReader(Rejoined(head, stream, None if allowance else self._allowance))
        self._stream = gzip.GzipFile(fileobj=plain, mode="rb") if self._is_packed else plain

    def block(self) -> bytes:
        """The next bytes; none at the end. Raises DamagedSource."""
        try:
            data = self._stream.read1(BLOCK)
        except EOFError:
            raise DamagedSource(ProblemCode.TRUNCATED_GZIP) from None
        except (gzip.BadGzipFile, zlib.error):
            raise DamagedSource(ProblemCode.DAMAGED_GZIP) from None
        if self._is_packed:
            self._allowance.spend(len(data))
        return data


class Rejoined(io.RawIOBase):
    """A source whose first bytes were read already. `earning`: grows by what is read."""

    def __init__(self, head: bytes, rest: Readable, earning: Allowance | None = None) -> None:
        self._head, self._rest, self._earning = head, rest, earning

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        if self._earning:
            self._earning.packed += len(data)
        return len(data)


def read_head(stream: Readable, size: int) -> bytes:
    """The first `size` bytes, or all when there are fewer."""
    head = b""
    while len(head) < size and (part := stream.read(size - len(head))):
        head += part
    return head

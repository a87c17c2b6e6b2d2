"""The lines of a file, unpacked from gzip where it is packed."""

import gzip
import io
import re
import zlib
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from app.ocds.problems import ProblemCode

_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_NOT_BLANK = re.compile(rb"[^ \t\r\n]")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class DamagedSource(Exception):
    """The rest of the source cannot be read."""

    def __init__(self, code: ProblemCode, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or what is left of it from byte `start` on, where its `nth` value begins (counted from 1)."""

    number: int
    text: bytes
    start: int = 0
    nth: int = 1

    @property
    def place(self) -> str:
        return f"line {self.number}" if self.nth == 1 else f"line {self.number}, value {self.nth}"

    def after(self, end: int) -> "Line":
        return Line(self.number, self.text, end, self.nth + 1)

    @property
    def first(self) -> bytes:
        """The first byte that is not blank."""
        match = _NOT_BLANK.search(self.text, self.start)
        return match[0] if match else b""


class Lines:
    """Lines one by one; what is not used can be put back. Raises DamagedSource."""

    def __init__(self, source: Readable, limit: int) -> None:
        """`limit`: the most bytes a line may have."""
        head = source.read(len(_GZIP_MAGIC))
        stream = io.BufferedReader(_Rejoined(head, source))
        self._stream = gzip.GzipFile(fileobj=stream) if head == _GZIP_MAGIC else stream
        self._limit = limit
        self._back: deque[Line] = deque()
        self._damage: DamagedSource | None = None
        self.number = 0

    def next(self) -> Line | None:
        """The next line that is not blank."""
        while line := (self._back.popleft() if self._back else self._read()):
            if line.first:
                return line
        return None

    def put_back(self, *lines: Line) -> None:
        self._back.extendleft(reversed(lines))

    def at_end(self) -> bool:
        """Whether nothing follows. Damage that does follow is raised by the next call of `next`."""
        try:
            line = self.next()
        except DamagedSource as damage:
            self._damage = damage
            return False
        if line:
            self.put_back(line)
        return line is None

    def _read(self) -> Line | None:
        if self._damage:
            raise self._damage
        try:
            text = self._stream.readline(self._limit + 1)
        except EOFError:
            raise DamagedSource(ProblemCode.TRUNCATED_GZIP) from None
        except (gzip.BadGzipFile, zlib.error):
            raise DamagedSource(ProblemCode.DAMAGED_GZIP) from None
        if not text:
            return None
        self.number += 1
        if len(text) > self._limit:
            raise DamagedSource(ProblemCode.VALUE_TOO_LARGE, str(self._limit))
        return Line(self.number, text.removeprefix(_BOM))


class _Rejoined(io.RawIOBase):
    """A source whose first bytes were read already."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = self._head or self._rest.read(len(buffer))
        self._head = b""
        buffer[: len(data)] = data
        return len(data)

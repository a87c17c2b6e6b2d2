"""A window read line by line, for values that are broken: lines can be put back."""

import re
from collections import deque

import msgspec

from app.ocds.reader.window import Window

_BOM = b"\xef\xbb\xbf"
_NOT_BLANK = re.compile(rb"[^ \t\r\n]")


class Line(msgspec.Struct, frozen=True):
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
    """Lines one by one; one longer than the window's limit comes in parts. Raises DamagedSource."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._back: deque[Line] = deque()

    @property
    def are_waiting(self) -> bool:
        """Whether lines were put back: they come before what stands in the window."""
        return bool(self._back)

    def next(self) -> Line | None:
        """The next line that is not blank."""
        while line := (self._back.popleft() if self._back else self._read()):
            if line.first:
                return line
        return None

    def put_back(self, *lines: Line) -> None:
        self._back.extendleft(line for line in reversed(lines) if line.first)

    def give_back(self, *lines: Line) -> None:
        """These lines, and all that were put back, stand in the window again."""
        text = b"".join(line.text[line.start :] for line in (*lines, *self._back))
        self._back.clear()
        self._window.put_back(text, lines[0].number, lines[0].nth)

    def _read(self) -> Line | None:
        window = self._window
        number, nth, end = window.number, window.nth, window.line_end()
        start = window.at
        if start == end:
            return None
        text = window.text[start:end].removeprefix(_BOM)
        window.advance(end)
        return Line(number, text, nth=nth)

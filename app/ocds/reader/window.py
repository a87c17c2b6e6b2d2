"""What of a source is at hand: bytes that are looked at before they are used."""

import re
from typing import Final

from app.ocds.problems import ProblemCode
from app.ocds.reader.flaws import Flaw, flaw_of
from app.ocds.reader.sources import DamagedSource, Source

BLANKS: Final = b" \t\r\n"
_CLOSED_BY_ITSELF = b'{["'  # a number could go on
_CUT_OFF = Flaw(ProblemCode.TRUNCATED)
_REST_OF_LINE = re.compile(rb"[ \t\r]*\n")
_BLANK = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)*")


class Window:
    """`text` from `at` on is not used yet; it stands on line `number` as its `nth` value (both from 1)."""

    def __init__(self, source: Source, limit: int) -> None:
        """`limit`: the most bytes of one value."""
        self.text, self.at, self.number, self.nth = b"", 0, 1, 1
        self.limit = limit
        self._source: Source | None = source
        self._damage: DamagedSource | None = None

    @property
    def place(self) -> str:
        return f"line {self.number}" if self.nth == 1 else f"line {self.number}, value {self.nth}"

    @property
    def left(self) -> int:
        return len(self.text) - self.at

    def more(self) -> bool:
        """Have more bytes after those at hand; False at the end. Raises DamagedSource."""
        parts = [self.text[self.at :]]
        wanted = max(1, min(self.left, self.limit + 1 - self.left))  # doubling keeps the cost linear
        try:
            while wanted > 0 and not self._damage and self._source and (block := self._source.block()):
                parts.append(block)
                wanted -= len(block)
        except DamagedSource as damage:
            self._damage = damage
        if len(parts) > 1:
            self.text, self.at = b"".join(parts), 0
        elif self._damage:
            raise self._damage
        return len(parts) > 1

    def first(self) -> bytes:
        """The next byte that is not blank, where `at` then stands; none at the end. Raises DamagedSource."""
        while True:
            match = _BLANK.match(self.text, self.at)
            self.advance(match.end() if match else self.at)
            if self.left > len(b"\xef\xbb") or not self.more():
                return self.text[self.at : self.at + 1]

    def advance(self, end: int) -> None:
        """What stands before byte `end` is used."""
        if breaks := self.text.count(b"\n", self.at, end):
            self.number += breaks
            self.nth = 1
        self.at = end

    def cut(self, end: int) -> bytes:
        """Use the value that ends before byte `end`, and the rest of its line if that is blank."""
        text = self.text[self.at : end].rstrip(BLANKS)
        self.advance(self.at + len(text))
        self.nth += 1
        if blank := _REST_OF_LINE.match(self.text, self.at):
            self.advance(blank.end())
        return text

    def line_end(self) -> int:
        """The byte after the line, or after as much of a longer one as is at hand. Raises DamagedSource."""
        while (end := self.text.find(b"\n", self.at) + 1) == 0:
            if self.left > self.limit or not self.more():
                return len(self.text)
        return end

    def value(self) -> bytes | Flaw:
        """Use the value that begins at `at`; or why it cannot be, and nothing is used.

        TRUNCATED: the source ends before it does; VALUE_TOO_LARGE: it is longer than the limit. Raises
        DamagedSource.
        """
        while True:
            flaw = self._flaw()
            is_whole = flaw is None or flaw.is_followed
            size = flaw.byte if flaw and flaw.is_followed else self.left
            if size > self.limit and (is_whole or flaw == _CUT_OFF):
                return Flaw(ProblemCode.VALUE_TOO_LARGE, str(self.limit))
            if flaw is None or is_whole:
                return self.cut(self.at + size)
            if flaw != _CUT_OFF or not self.more():
                return flaw

    def _flaw(self) -> Flaw | None:
        """What is wrong with what is at hand; what may go on after it is cut off."""
        flaw = flaw_of(memoryview(self.text)[self.at :])
        if not flaw:
            return None if self.text[self.at] in _CLOSED_BY_ITSELF else _CUT_OFF
        is_cut = flaw.code is ProblemCode.TRUNCATED or (
            flaw.code is ProblemCode.SYNTAX_ERROR and flaw.byte >= self.left
        )
        return _CUT_OFF if is_cut else flaw

    def put_back(self, text: bytes, number: int, nth: int) -> None:
        """`text`, used from line `number` on, is not used after all."""
        self.text, self.at = text + self.text[self.at :], 0
        self.number, self.nth = number, nth

    def close(self) -> None:
        """Nothing more is wanted of the source."""
        self.text, self.at, self._source, self._damage = b"", 0, None, None

"""Text that is not UTF-8 is read as ISO-8859-1, in which every byte is a letter."""

import codecs
from collections import deque

from app.ocds.problems import Problem, ProblemCode

_MEGABYTE = 1024 * 1024


class Encoding:
    """Of one file, value by value; that it is a guess is told once."""

    def __init__(self) -> None:
        self._is_told = False

    def utf8(self, text: bytes, where: str) -> tuple[bytes, tuple[Problem, ...]]:
        """The text in UTF-8, and what is to be told."""
        if is_utf8(text):
            return text, ()
        is_told, self._is_told = self._is_told, True
        guess = Problem(ProblemCode.ENCODING_GUESSED, where, "ISO-8859-1")
        return text.decode("iso-8859-1").encode(), () if is_told else (guess,)


def is_utf8(text: bytes) -> bool:
    """Whether it is; a large text is checked in parts, as decoding it whole would take its size again."""
    if text.isascii():
        return True
    parts = (text[start : start + _MEGABYTE] for start in range(0, len(text), _MEGABYTE))
    try:
        if len(text) <= _MEGABYTE:
            text.decode()
        else:
            deque(codecs.iterdecode(parts, "utf-8"), maxlen=0)
    except UnicodeDecodeError:
        return False
    return True

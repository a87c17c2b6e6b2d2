"""Values that are not simply there: broken ones beside good ones, and what is nearly JSON.

What is broken costs as little as possible: a broken line among good ones, or a broken value between good ones,
is one problem; what stood before a cut has been told.
"""

import re
from typing import Final

import msgspec

from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.flaws import STRING, TOKEN, Flaw, flaw_of, loosely
from app.ocds.reader.lines import Line, Lines
from app.ocds.reader.window import Window

_BEFORE_OPENER = (b",", b":", b"[")
_OPENERS: Final = (b"{", b"[")
_WORD_OR_STRING = re.compile(rb'[^\s",:{}\[\]]+|' + STRING.pattern)


class Value(msgspec.Struct, frozen=True):
    """The bytes of one JSON value; `line` is "line 12", or "" when the file holds nothing else.

    `members`: of an object, each not decoded yet, when that is known already. `is_loose`: it was not strict JSON
    and is here in a form that is.
    """

    text: bytes
    line: str
    members: dict[str, msgspec.Raw] | None = None
    is_loose: bool = False


class Large(msgspec.Struct, frozen=True):
    """A value longer than the limit begins in the window: whoever gets this uses it up before the next."""

    line: str


def next_by_lines(lines: Lines, limit: int) -> Value | Large | Problem | None:
    """The value that begins on the next line; None at the end. Raises DamagedSource."""
    line = lines.next()
    if line is None:
        return None
    if len(line.text) - line.start <= limit and flaw_of(memoryview(line.text)[line.start :]) is None:
        return Value(line.text[line.start :], line.place)
    if _is_cut(line):
        lines.give_back(line)
        line = lines.next() or line
    return _gathered(lines, line, limit)


def _is_cut(line: Line) -> bool:
    """Whether the last value on a line too long to be read whole may go on in the next part of it."""
    return line.start > 0 and not line.text.endswith(b"\n") and _closed(line.text, line.start, 0)[0] is None


def next_by_brackets(window: Window) -> bytes | None:
    """Use the broken value that begins in the window, up to the bracket that closes it; None if none does."""
    while True:
        end = _end_in(window)
        if end and (end < len(window.text) or not window.more()):
            return window.cut(end)
        if not end and (window.left > window.limit or not window.more()):
            return None


def _end_in(window: Window) -> int | None:
    if window.text.startswith(_OPENERS, window.at):
        return _closed(window.text, window.at, 0)[0]
    match = _WORD_OR_STRING.match(window.text, window.at)
    return match.end() if match else None


def _gathered(lines: Lines, line: Line, limit: int) -> Value | Large | Problem:
    """The value that begins on this line and ends on a later one, or before the line does."""
    taken, depth, size = [line], 0, len(line.text) - line.start
    while True:
        end, depth = _end(line, depth)
        if (size if end is None else size - len(line.text) + end) > limit:
            lines.give_back(*taken)
            return Large(taken[0].place)
        if end is not None:
            lines.put_back(line.after(end))
            return _checked(taken, end)
        following = lines.next() if depth else None
        if following is None:
            return _broken(taken)
        if _cannot_follow(following, line):
            lines.put_back(*(part for part in taken[1:] if _stands_alone(part)), following)
            return _broken(taken)
        line = following
        taken.append(line)
        size += len(line.text)


def _end(line: Line, depth: int) -> tuple[int | None, int]:
    """The byte after the bracket that closes the value, if it is on this line, and how many stay open."""
    if depth:  # most lines of a value only need their brackets counted
        bare = STRING.sub(b"", line.text)
        closed = bare.count(b"}") + bare.count(b"]")
        if depth > closed:
            return None, depth - closed + bare.count(b"{") + bare.count(b"[")
    return _closed(line.text, line.start, depth)


def _closed(text: bytes, start: int, depth: int) -> tuple[int | None, int]:
    for token in TOKEN.finditer(text, start):
        bracket = text[token.start()]
        if bracket != ord('"'):
            depth += 1 if bracket in b"{[" else -1
        if depth <= 0 and bracket != ord('"'):
            return token.end(), 0
    return None, depth


def _cannot_follow(line: Line, before: Line) -> bool:
    """Whether a new value begins at the margin where none can: what came before it is broken, not spread.

    So a cut line of JSON Lines does not swallow the good ones after it.
    """
    return line.text.startswith(_OPENERS) and not before.text.rstrip().endswith(_BEFORE_OPENER)


def _stands_alone(line: Line) -> bool:
    return line.text.startswith(b"{") and flaw_of(line.text) is None


def _checked(taken: list[Line], end: int) -> Value | Problem:
    """What stands from the start of the first line to byte `end` of the last."""
    parts = _parts(taken, end)
    text = b"".join(parts)
    flaw = flaw_of(text)
    if flaw is None:
        return Value(text, taken[0].place)
    loose = None if flaw.code is ProblemCode.NESTED_TOO_DEEP else loosely(text)
    if loose is not None:
        return Value(loose, taken[0].place, is_loose=True)
    return Problem(flaw.code, _place_of(flaw, taken, parts), flaw.detail)


def _broken(taken: list[Line]) -> Problem:
    """What is wrong with a value that has no end."""
    parts = _parts(taken, len(taken[-1].text))
    flaw = flaw_of(b"".join(parts)) or Flaw(ProblemCode.SYNTAX_ERROR)
    return Problem(flaw.code, _place_of(flaw, taken, parts), flaw.detail)


def _parts(taken: list[Line], end: int) -> list[bytes]:
    first, *rest = taken
    if not rest:
        return [first.text[first.start : end]]
    return [first.text[first.start :], *(line.text for line in rest[:-1]), rest[-1].text[:end]]


def _place_of(flaw: Flaw, taken: list[Line], parts: list[bytes]) -> str:
    """The line on which the flaw stands; of what is cut off, the line on which it begins."""
    byte = flaw.byte
    for line, part in zip(taken, parts, strict=True):
        if byte <= len(part):
            return line.place
        byte -= len(part)
    return taken[-1].place

"""From bytes to complete JSON values, one at a time, whatever stands between them.

A file may be one value, values line by line (JSON Lines), or values one after the other, spread over lines or
not. Memory holds one value. What is broken costs as little as possible: a broken line among good ones, or a
broken value between good ones, is one problem; what stood before a cut has been told.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.lines import DamagedSource, Line, Lines, Readable

# A string of JSON cannot contain a line break; one that does not end on its line takes the rest of it.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_TOKEN = re.compile(_STRING.pattern + rb"|[{}\[\]]", re.DOTALL)
_LARGEST_LOOSE = 64 * 1024 * 1024  # bytes; the lenient way takes ten times as much memory
_BEFORE_OPENER = (b",", b":", b"[")
_CUT_OFF = "Input data was truncated"  # as msgspec says it
_MESSAGE = re.compile(r"(?:JSON is malformed: )?(?P<what>.*?)(?: \(byte (?P<byte>\d+)\))?")


@dataclass(frozen=True, slots=True)
class Value:
    """The bytes of one JSON value; `line` is "line 12", or "" when the file holds nothing else.

    `is_loose`: it was not strict JSON and is here in a form that is.
    """

    text: bytes
    line: str
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class _Flaw:
    code: ProblemCode
    detail: str = ""
    byte: int = 0


def values(source: Readable, limit: int) -> Iterator[Value | Problem]:
    """The JSON values of a file, and its problems. No value or line may be larger than `limit` bytes."""
    lines = Lines(source, limit)
    try:
        yield from _values(lines, limit)
    except DamagedSource as damage:
        yield Problem(damage.code, f"line {max(lines.number, 1)}", damage.detail, fatal=True)


def _values(lines: Lines, limit: int) -> Iterator[Value | Problem]:
    line = lines.next()
    if line is None:
        return
    found = _next(lines, line, limit)
    if isinstance(found, Problem) and line.first not in (b"{", b"["):
        yield Problem(ProblemCode.NOT_JSON, found.where, found.detail, fatal=True)
        return
    yield replace(found, line="") if isinstance(found, Value) and lines.at_end() else found
    while line := lines.next():
        yield _next(lines, line, limit)


def _next(lines: Lines, line: Line, limit: int) -> Value | Problem:
    if _flaw(memoryview(line.text)[line.start :]) is None:
        return Value(line.text[line.start :], line.place)
    return _gathered(lines, line, limit)


def _gathered(lines: Lines, line: Line, limit: int) -> Value | Problem:
    """The value that begins on this line and ends on a later one, or before the line does."""
    taken, depth, size = [line], 0, 0
    while True:
        end, depth = _end(line, depth)
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
        if size > limit:
            raise DamagedSource(ProblemCode.VALUE_TOO_LARGE, str(limit))


def _end(line: Line, depth: int) -> tuple[int | None, int]:
    """The byte after the bracket that closes the value, if it is on this line, and how many stay open."""
    if depth:  # most lines of a value only need their brackets counted
        bare = _STRING.sub(b"", line.text)
        closed = bare.count(b"}") + bare.count(b"]")
        if depth > closed:
            return None, depth - closed + bare.count(b"{") + bare.count(b"[")
    for token in _TOKEN.finditer(line.text, line.start):
        bracket = line.text[token.start()]
        if bracket != ord('"'):
            depth += 1 if bracket in b"{[" else -1
            if depth <= 0:
                return token.end(), 0
    return None, depth


def _cannot_follow(line: Line, before: Line) -> bool:
    """Whether a new value begins at the margin where none can: what came before it is broken, not spread.

    So a cut line of JSON Lines does not swallow the good ones after it.
    """
    return line.text.startswith((b"{", b"[")) and not before.text.rstrip().endswith(_BEFORE_OPENER)


def _stands_alone(line: Line) -> bool:
    return line.text.startswith(b"{") and _flaw(line.text) is None


def _checked(taken: list[Line], end: int) -> Value | Problem:
    """What stands from the start of the first line to byte `end` of the last."""
    parts = _parts(taken, end)
    text = b"".join(parts)
    flaw = _flaw(text)
    if flaw is None:
        return Value(text, taken[0].place)
    loose = None if flaw.code is ProblemCode.NESTED_TOO_DEEP else _loosely(text)
    if loose is not None:
        return Value(loose, taken[0].place, is_loose=True)
    return Problem(flaw.code, _place_of(flaw, taken, parts), flaw.detail)


def _broken(taken: list[Line]) -> Problem:
    """What is wrong with a value that has no end."""
    parts = _parts(taken, len(taken[-1].text))
    flaw = _flaw(b"".join(parts)) or _Flaw(ProblemCode.SYNTAX_ERROR)
    return Problem(flaw.code, _place_of(flaw, taken, parts), flaw.detail)


def _parts(taken: list[Line], end: int) -> list[bytes]:
    first, *rest = taken
    if not rest:
        return [first.text[first.start : end]]
    return [first.text[first.start :], *(line.text for line in rest[:-1]), rest[-1].text[:end]]


def _flaw(text: bytes | memoryview) -> _Flaw | None:
    """Why the text is not one JSON value; None when it is."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except RecursionError:
        return _Flaw(ProblemCode.NESTED_TOO_DEEP)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        match = _MESSAGE.fullmatch(str(error))
        what, byte = (match["what"], int(match["byte"] or 0)) if match else (str(error), 0)
        return _Flaw(ProblemCode.TRUNCATED if what == _CUT_OFF else ProblemCode.SYNTAX_ERROR, what, byte)
    return None


def _loosely(text: bytes) -> bytes | None:
    """Strict JSON from what only NaN, control characters or halves of characters keep from being it."""
    if len(text) > _LARGEST_LOOSE:
        return None
    try:
        read = json.loads(text, parse_constant=lambda _: None, strict=False)
        return json.dumps(read, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return None


def _place_of(flaw: _Flaw, taken: list[Line], parts: list[bytes]) -> str:
    """The line on which the flaw stands; of what is cut off, the line on which it begins."""
    byte = flaw.byte
    for line, part in zip(taken, parts, strict=True):
        if byte <= len(part):
            return line.place
        byte -= len(part)
    return taken[-1].place

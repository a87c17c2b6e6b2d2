"""From bytes to complete JSON values, one at a time, whatever stands between them.

A file may be one value, values line by line (JSON Lines), or values one after the other, spread over lines or
not. Memory holds one value, and one that is too large for it is left to be taken apart where it stands.
"""

from collections.abc import Iterator

import msgspec

from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.careful import Large, Value, next_by_lines
from app.ocds.reader.lines import Lines
from app.ocds.reader.sources import DamagedSource
from app.ocds.reader.window import BLANKS, Window

Framed = Value | Large | Problem

_OPENERS = (b"{", b"[")
_object = msgspec.json.Decoder(dict[str, msgspec.Raw])


def values(window: Window) -> Iterator[Framed]:
    """The JSON values of a file, and its problems."""
    try:
        yield from _values(window, Lines(window))
    except DamagedSource as damage:
        yield Problem(damage.code, window.place, damage.detail, fatal=True)


def _values(window: Window, lines: Lines) -> Iterator[Framed]:
    first = window.first()
    found = _next(window, lines) if first else None
    if isinstance(found, Problem | Large) and first not in _OPENERS:
        yield _not_json(found)
        return
    if found:
        yield _alone(found) if isinstance(found, Large) or _nothing_follows(window, lines) else found
    while found := _next(window, lines):
        yield found


def _next(window: Window, lines: Lines) -> Framed | None:
    if lines.are_waiting:
        return next_by_lines(lines, window.limit)
    return _on_one_line(window) or _spread(window) or next_by_lines(lines, window.limit)


def _on_one_line(window: Window) -> Value | None:
    """The object that is the next line, which most are; None when that is something else."""
    start, end = window.at, window.text.find(b"\n", window.at)
    if not 0 < end - start <= window.limit:
        return None
    text = window.text[start:end].strip(BLANKS)
    try:
        members = _object.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    value = Value(text, window.place, members)
    window.at, window.number, window.nth = end + 1, window.number + 1, 1
    return value


def _spread(window: Window) -> Value | Large | None:
    """The object or array that begins here, wherever it ends; None when there is none, or it is broken."""
    try:
        if window.first() not in _OPENERS:
            return None
        place = window.place
        text = window.value()
    except DamagedSource:
        return None  # raised again when all that is at hand was used
    if isinstance(text, bytes):
        return Value(text, place)
    return Large(place) if text.code is ProblemCode.VALUE_TOO_LARGE else None


def _nothing_follows(window: Window, lines: Lines) -> bool:
    """Damage that follows is raised by what is read next."""
    try:
        return not lines.are_waiting and not window.first()
    except DamagedSource:
        return False


def _not_json(found: Problem | Large) -> Problem:
    where, detail = (found.where, found.detail) if isinstance(found, Problem) else (found.line, "")
    return Problem(ProblemCode.NOT_JSON, where, detail, fatal=True)


def _alone(found: Framed) -> Framed:
    return found if isinstance(found, Problem) else msgspec.structs.replace(found, line="")

"""Reading files of procurement data: a lazy iterator of releases found and problems met.

    for event in read(stream): ...    # Found or Problem, in the order of the file

Understood: release packages, record packages, releases and records of OCDS 1.0 and 1.1, and arrays of those;
as one JSON value, JSON Lines or concatenated JSON; gzip or plain; UTF-8 with or without BOM, or ISO-8859-1.

Good releases are never lost to bad ones beside them. A file of one JSON value that is broken or cut off is
unusable as a whole; of a file of many only the broken ones are lost. Of two equal keys the last counts.
NaN is read as null and half a character as "?", and a problem says so.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from app.ocds.problems import Problem, ProblemCode, Unusable
from app.ocds.reader.framing import values
from app.ocds.reader.lines import Readable
from app.ocds.reader.packages import releases_in
from app.ocds.reader.releases import Found, fingerprint

__all__ = ["MAX_VALUE_BYTES", "Found", "fingerprint", "read", "read_path"]

_MEGABYTE = 1024 * 1024
MAX_VALUE_BYTES = 512 * _MEGABYTE
_HOPELESS_AFTER = 1000  # problems before anything of OCDS

# Problems that any file may have. If a file has no others, the first in this order says why it is unusable.
_NOT_YET_OCDS = (
    ProblemCode.NOT_JSON,
    ProblemCode.TRUNCATED_GZIP,
    ProblemCode.DAMAGED_GZIP,
    ProblemCode.VALUE_TOO_LARGE,
    ProblemCode.NESTED_TOO_DEEP,
    ProblemCode.TRUNCATED,
    ProblemCode.SYNTAX_ERROR,
    ProblemCode.NOT_OCDS,
    ProblemCode.LOOSE_JSON,
    ProblemCode.ENCODING_GUESSED,
)


def read(source: Readable, *, name: str = "", max_value_bytes: int = MAX_VALUE_BYTES) -> Iterator[Found | Problem]:
    """Releases and problems of a binary stream, read once and not closed.

    Each Found is followed by the problems inside it. Raises Unusable, and tells no problems before, when the
    file holds nothing in the shape of OCDS.
    """
    waiting: list[Problem] = []
    is_ocds = False
    for event in _events(source, max_value_bytes):
        if is_ocds:
            yield event
        elif isinstance(event, Problem) and event.code in _NOT_YET_OCDS:
            waiting.append(event)
            if len(waiting) >= _HOPELESS_AFTER:
                break
        else:
            is_ocds = True
            yield from waiting
            yield event
    if not is_ocds:
        raise _unusable(waiting, name)


def read_path(path: Path, *, max_value_bytes: int = MAX_VALUE_BYTES) -> Iterator[Found | Problem]:
    """`read` for a file."""
    with path.open("rb") as stream:
        yield from read(stream, name=path.name, max_value_bytes=max_value_bytes)


def _events(source: Readable, limit: int) -> Iterator[Found | Problem]:
    guessed = False
    for value in values(source, limit):
        if isinstance(value, Problem):
            yield value
            continue
        if value.is_loose:
            yield Problem(ProblemCode.LOOSE_JSON, value.line or "/")
        text = value.text
        if not _is_utf8(text):
            text = text.decode("iso-8859-1").encode()
            if not guessed:
                yield Problem(ProblemCode.ENCODING_GUESSED, value.line or "/", "ISO-8859-1")
            guessed = True
        yield from releases_in(text, value.line)


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(text), _MEGABYTE):
            decoder.decode(text[start : start + _MEGABYTE], start + _MEGABYTE >= len(text))
    except UnicodeDecodeError:
        return False
    return True


def _unusable(waiting: list[Problem], name: str) -> Unusable:
    """The weightiest reason why, and where it was first met."""
    for code in _NOT_YET_OCDS:
        for problem in waiting:
            if problem.code is code:
                return Unusable(problem.where, code, problem.detail, name)
    return Unusable("/", ProblemCode.EMPTY_FILE, "", name)

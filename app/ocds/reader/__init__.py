"""Reading files of procurement data: a lazy iterator of releases found and problems met.

    for event in read(stream): ...    # Found or Problem, in the order of the file

or in two stages, of which the first cuts the file up and the second, most of the work, can be done elsewhere:

    for piece in pieces(stream): ...  # Piece or Problem
    for event in examine(piece): ...  # Found or Problem

Understood: release packages, record packages, releases and records of OCDS 1.0 and 1.1, and arrays of those;
as one JSON value, JSON Lines or concatenated JSON; plain, gzip, or zip, of which every file is read by name;
UTF-8 with or without BOM, or ISO-8859-1. Memory does not grow with the file.

Good releases are never lost to bad ones beside them. A file of one JSON value that is broken or cut off is
unusable as a whole; of a file of many only the broken ones are lost. One value larger than MAX_VALUE_BYTES is read
release by release: only its broken releases are lost, or what is missing behind the place where it is cut off, and
what its package says of itself behind its releases. Of two equal keys the last counts. NaN is read as null and half
a character as "?", and a problem says so.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.ocds.problems import Problem, ProblemCode, Unusable
from app.ocds.reader.archives import ZIP_MAGIC, Member, members
from app.ocds.reader.careful import Value
from app.ocds.reader.encoding import Encoding, is_utf8
from app.ocds.reader.framing import values
from app.ocds.reader.large import LargeValue
from app.ocds.reader.links import Follow, Links
from app.ocds.reader.packages import Event, is_release, releases_in
from app.ocds.reader.releases import Found, Origin, Piece, examine, fingerprint, inside
from app.ocds.reader.sources import DamagedSource, Readable, Rejoined, Source, read_head
from app.ocds.reader.window import Window

__all__ = ["MAX_VALUE_BYTES", "Follow", "Found", "Piece", "examine", "fingerprint", "pieces", "read", "read_path"]

MAX_VALUE_BYTES = 12 * 1024 * 1024
_HOPELESS_AFTER = 1000  # problems before anything of OCDS

# Problems that any file may have. If a file has no others, the first in this order says why it is unusable.
_NOT_YET_OCDS = (
    ProblemCode.NOT_JSON,
    ProblemCode.ENCRYPTED,
    ProblemCode.DAMAGED_ZIP,
    ProblemCode.UNPACKS_TOO_LARGE,
    ProblemCode.TRUNCATED_GZIP,
    ProblemCode.DAMAGED_GZIP,
    ProblemCode.VALUE_TOO_LARGE,
    ProblemCode.NESTED_TOO_DEEP,
    ProblemCode.TRUNCATED,
    ProblemCode.REST_MISSING,
    ProblemCode.REST_UNREADABLE,
    ProblemCode.SYNTAX_ERROR,
    ProblemCode.NOT_OCDS,
    ProblemCode.EMPTY_FILE,
    ProblemCode.LOOSE_JSON,
    ProblemCode.ENCODING_GUESSED,
)
_OTHER_FILES = (ProblemCode.NOT_JSON, ProblemCode.NOT_OCDS, ProblemCode.EMPTY_FILE)  # may lie in an archive


def pieces(
    source: Readable, *, name: str = "", follow: Follow | None = None, max_value_bytes: int = MAX_VALUE_BYTES
) -> Iterator[Piece | Problem]:
    """What should be releases, and the problems, of a binary stream, read once and not closed.

    `follow`: gives the JSON text at the address of a linked release, None when it cannot; without it the links of
    records are only told. No release may have more than `max_value_bytes`. Raises Unusable, and tells no problems
    before, when the file holds nothing in the shape of OCDS.
    """
    links = Links(follow)
    head = read_head(source, len(ZIP_MAGIC[0]))
    if head in ZIP_MAGIC:
        yield from _useful(_in_archive(members(head, source), max_value_bytes, links), name)
    else:
        window = Window(Source(Rejoined(head, source)), max_value_bytes)
        yield from _useful(_in_file(window, links), name, _HOPELESS_AFTER)


def read(
    source: Readable, *, name: str = "", follow: Follow | None = None, max_value_bytes: int = MAX_VALUE_BYTES
) -> Iterator[Found | Problem]:
    """`pieces`, each examined at once: a Found is followed by the problems inside it."""
    for piece in pieces(source, name=name, follow=follow, max_value_bytes=max_value_bytes):
        if isinstance(piece, Problem):
            yield piece
        else:
            yield from examine(piece)


def read_path(path: Path, *, max_value_bytes: int = MAX_VALUE_BYTES) -> Iterator[Found | Problem]:
    """`read` for a file."""
    with path.open("rb") as stream:
        yield from read(stream, name=path.name, max_value_bytes=max_value_bytes)


def _useful(events: Iterator[Event], name: str, patience: int | None = None) -> Iterator[Event]:
    """The events, if any is of OCDS; `patience`: how many may come before one is. Raises Unusable."""
    waiting: list[Problem] = []
    for event in events:
        if isinstance(event, Problem) and event.code in _NOT_YET_OCDS:
            waiting.append(event)
            if len(waiting) == patience:
                break
        else:
            yield from waiting
            yield event
            yield from events
            return
    raise _unusable(waiting, name)


def _in_file(window: Window, links: Links, file: str = "") -> Iterator[Event]:
    encoding = Encoding()
    for value in values(window):
        if isinstance(value, Value):
            origin = Origin(value.line, file=file)
            if value.members and is_release(value.members) and is_utf8(value.text):
                yield Piece(value.text, origin)  # most are; only a short way keeps up with the rest of an import
            else:
                yield from _in_value(value, origin, encoding, links)
        elif isinstance(value, Problem):
            yield replace(value, where=inside(file, value.where)) if file else value
        else:
            yield from LargeValue(window, encoding, links).releases(Origin(value.line, file=file))


def _in_value(value: Value, origin: Origin, encoding: Encoding, links: Links) -> Iterator[Event]:
    if value.is_loose:
        yield Problem(ProblemCode.LOOSE_JSON, origin.where)
    text, told = encoding.utf8(value.text, origin.where)
    yield from told
    yield from releases_in(text, origin, links)


def _in_archive(files: Iterator[Member | Problem], limit: int, links: Links) -> Iterator[Event]:
    try:
        for file in files:
            if isinstance(file, Problem):
                yield file
            else:
                yield from _in_member(file, limit, links)
    except DamagedSource as damage:
        yield Problem(damage.code, "/", damage.detail, fatal=True)


def _in_member(member: Member, limit: int, links: Links) -> Iterator[Event]:
    """A file of an archive that is of no use is one problem of the archive."""
    try:
        window = Window(Source(member.stream, member.allowance), limit)
        yield from _useful(_in_file(window, links, member.name), member.name, _HOPELESS_AFTER)
    except Unusable as refusal:
        is_fatal = refusal.why_code not in _OTHER_FILES
        where = member.name if refusal.where == "/" else refusal.where
        yield Problem(refusal.why_code, where, refusal.detail, fatal=is_fatal)
    except DamagedSource as damage:
        yield Problem(damage.code, member.name, damage.detail, fatal=True)


def _unusable(waiting: list[Problem], name: str) -> Unusable:
    """The weightiest reason why, and where it was first met."""
    for code in _NOT_YET_OCDS:
        for problem in waiting:
            if problem.code is code:
                return Unusable(problem.where, code, problem.detail, name)
    return Unusable("/", ProblemCode.EMPTY_FILE, "", name)

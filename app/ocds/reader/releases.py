"""One release at a time: cut out of its file as a Piece, later examined and taken as Found, or refused.

Examining is pure and takes most of the time; pieces pickle cheaply, so another process can do it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from app.contracts.release import Fault, decode
from app.contracts.release.fields import Text, Texts, When, struct
from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.versions import is_versioned, newest_values

Kind = Literal["release", "compiled", "versioned"]

_DEEPEST_RELEASE = 64
_CONTAINERS = (dict, list)


class Package(msgspec.Struct, frozen=True):
    """What a package says of itself."""

    version: str | None = None
    publisher: str | None = None
    licence: str | None = None
    uri: str | None = None
    published_at: datetime | None = None


class Origin(msgspec.Struct, frozen=True):
    """Where something stands: the file of an archive, the line, the JSON pointer; and in which package."""

    line: str
    path: str = ""
    package: Package = Package()
    file: str = ""

    def below(self, *steps: str | int) -> "Origin":
        path = "/".join([self.path, *map(str, steps)])
        return Origin(self.line, path, self.package, self.file)

    @property
    def where(self) -> str:
        return inside(self.file, ", ".join(filter(None, (self.line, self.path))) or "/")


class Piece(msgspec.Struct, frozen=True):
    """One object that should be a release. `text`: its JSON as it stood in the file, but always UTF-8.

    `kind`: what its record calls it; a versioned release may also pass as "release".
    """

    text: bytes
    origin: Origin
    kind: Kind = "release"


class _Label(msgspec.Struct, frozen=True):
    """What a release says of itself."""

    ocid: Text = None
    id: Text = None
    date: When = None
    tag: Texts = ()


class Found(msgspec.Struct, frozen=True):
    """A release that can be used. `raw`: as it stood in the file. `where`: "line 12", "/releases/3" or both.

    `release_id` and `date` may be derived (a problem says so); `date` is None when nothing dates the release.
    `version`: of the package, else as the release looks.
    """

    raw: dict[str, Any]
    ocid: str
    release_id: str
    date: datetime | None
    tags: tuple[str, ...]
    where: str
    version: str
    publisher: str | None = None
    licence: str | None = None
    package_uri: str | None = None
    published_at: datetime | None = None


def inside(file: str, where: str) -> str:
    """A place in a file of an archive."""
    if not file:
        return where
    return file if where == "/" else f"{file}: {where}"


def fingerprint(raw: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the release as JSON with sorted keys and no blanks: equal for equal content."""
    return hashlib.sha256(msgspec.json.encode(raw, order="sorted")).hexdigest()


def is_ocid(value: object) -> bool:
    """Whether a release with this ocid can be taken."""
    return isinstance(value, str) and bool(value.replace("\0", "").strip())


def examine(piece: Piece) -> Iterator[Found | Problem]:
    """As `take`, and then what is wrong inside the release."""
    for event in take(piece):
        yield event
        if isinstance(event, Found):
            for fault in decode(event.raw)[1]:
                yield inner_problem(fault, piece, event.ocid)


def inner_problem(fault: Fault, piece: Piece, ocid: str) -> Problem:
    """A fault at its place in the file."""
    return Problem(fault.code, piece.origin.below(*fault.path.split("/")[1:]).where, fault.detail, ocid)


def take(piece: Piece) -> Iterator[Found | Problem]:
    """The release and then what it lacks as a whole; only a problem when it cannot be read or has no ocid."""
    raw = _decoded(piece)
    if isinstance(raw, Problem):
        yield raw
    elif not is_ocid(ocid := raw.get("ocid")):
        missing = ocid is None or isinstance(ocid, str)
        yield Problem(ProblemCode.MISSING_OCID if missing else ProblemCode.OCID_NOT_TEXT, piece.origin.where)
    elif piece.kind == "versioned" or is_versioned(raw):
        yield from _taken(newest_values(raw), piece)
        yield Problem(ProblemCode.VERSIONED_RELEASE_USED, piece.origin.where, "", str(ocid))
    else:
        yield from _taken(raw, piece)


def _decoded(piece: Piece) -> dict[str, Any] | Problem:
    try:
        raw = msgspec.json.decode(piece.text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return Problem(ProblemCode.RELEASE_UNREADABLE, piece.origin.where, str(error))
    except RecursionError:
        return Problem(ProblemCode.NESTED_TOO_DEEP, piece.origin.where)
    if not isinstance(raw, dict):
        return Problem(ProblemCode.NOT_A_RELEASE, piece.origin.where)
    if _may_be_deep(piece.text) and _is_deep(raw):
        return Problem(ProblemCode.NESTED_TOO_DEEP, piece.origin.where)
    return raw


def _may_be_deep(text: bytes) -> bool:
    return text.count(b"{") + text.count(b"[") > _DEEPEST_RELEASE


def _is_deep(release: dict[str, Any]) -> bool:
    """Deeper than any real release, so deep that later steps could fail."""
    level: list[Any] = [release]
    for _ in range(_DEEPEST_RELEASE):
        level = [
            member
            for part in level
            for member in (part.values() if type(part) is dict else part)
            if type(member) in _CONTAINERS
        ]
        if not level:
            return False
    return True


def _taken(raw: dict[str, Any], piece: Piece) -> Iterator[Found | Problem]:
    label = struct(_Label, raw, "", [])
    found = _found(raw, label, piece)
    yield found
    yield from _gaps(found, label)


def _found(raw: dict[str, Any], release: "_Label", piece: Piece) -> Found:
    package = piece.origin.package
    return Found(
        raw=raw,
        ocid=release.ocid or "",
        release_id=release.id or f"sha256-{fingerprint(raw)[:16]}",
        date=release.date or package.published_at,
        tags=("compiled",) if piece.kind == "compiled" else release.tag,
        where=piece.origin.where,
        version=package.version or ("1.1" if "parties" in raw else "1.0"),
        publisher=package.publisher,
        licence=package.licence,
        package_uri=package.uri,
        published_at=package.published_at,
    )


def _gaps(found: Found, release: "_Label") -> Iterator[Problem]:
    if release.id is None:
        yield Problem(ProblemCode.MISSING_ID, found.where, found.release_id, found.ocid)
    if release.date is None:
        yield Problem(ProblemCode.MISSING_DATE, found.where, "", found.ocid)
    if not release.tag:
        yield Problem(ProblemCode.MISSING_TAG, found.where, "", found.ocid)

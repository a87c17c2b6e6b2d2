"""From a JSON value to the releases in it: packages, records, releases and arrays of those, of 1.0 and 1.1.

A package is taken apart without decoding its releases. Whether a release of a record can be used is judged by
its ocid alone.
"""

from collections.abc import Iterator

from msgspec import Raw
from msgspec.structs import replace

from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.links import Links
from app.ocds.reader.opening import Members, array_in, decoded, described, facts_of, opened
from app.ocds.reader.releases import Kind, Origin, Piece

Event = Piece | Problem

DEEPEST_ARRAY = 8
_SECTIONS = {"planning", "tender", "awards", "contracts"}
_RELEASE_MARKS = {"id", "date", "tag", "initiationType"} | _SECTIONS
_OF_RECORD = {"releases", "compiledRelease", "versionedRelease"}


def releases_in(text: bytes | Raw, origin: Origin, links: Links, depth: int = 0) -> Iterator[Event]:
    """The releases of one JSON value and its problems, each at its place below `origin`."""
    value = opened(text)
    if isinstance(value, list) and value and depth < DEEPEST_ARRAY:
        for index, entry in enumerate(value):
            yield from releases_in(entry, origin.below(index), links, depth + 1)
    elif isinstance(value, dict):
        yield from _releases_of(text, value, origin, links)
    else:
        yield Problem(ProblemCode.NOT_OCDS, origin.where)


def _releases_of(text: bytes | Raw, members: Members, origin: Origin, links: Links) -> Iterator[Event]:
    names = members.keys()
    if is_release(members):
        yield from release(text, origin)
    elif "ocid" in names and not names.isdisjoint(_OF_RECORD):
        yield from _record(members, origin, links)
    elif "ocid" not in names and any(array_in(members, name) is not None for name in ("releases", "records")):
        yield from _package(members, replace(origin, package=described(members)), links)
    elif "tag" in names and not names.isdisjoint(_SECTIONS):
        yield from release(text, origin)
    else:
        yield Problem(ProblemCode.NOT_OCDS, origin.where)


def is_release(members: Members) -> bool:
    """Whether an object is one, and names its process."""
    names = members.keys()
    return "ocid" in names and names.isdisjoint(_OF_RECORD) and not names.isdisjoint(_RELEASE_MARKS)


def release(text: bytes | Raw, origin: Origin, kind: Kind = "release") -> Iterator[Event]:
    """What stands where a release should."""
    text = bytes(text)
    yield Piece(text, origin, kind) if text.startswith(b"{") else Problem(ProblemCode.NOT_A_RELEASE, origin.where)


def record(text: bytes | Raw, origin: Origin, links: Links) -> Iterator[Event]:
    """What stands where a record should."""
    members = opened(text)
    if isinstance(members, dict):
        yield from _record(members, origin, links)
    else:
        yield Problem(ProblemCode.NOT_A_RELEASE, origin.where)


def _package(members: Members, origin: Origin, links: Links) -> Iterator[Event]:
    releases, records = array_in(members, "releases") or [], array_in(members, "records") or []
    if not releases and not records:
        yield Problem(ProblemCode.EMPTY_PACKAGE, origin.where)
    for index, raw in enumerate(releases):
        yield from release(raw, origin.below("releases", index))
    for index, raw in enumerate(records):
        yield from record(raw, origin.below("records", index), links)


def _record(members: Members, origin: Origin, links: Links) -> Iterator[Event]:
    """Its releases, if any can be used; else its compiled release; else its versioned one, newest values."""
    not_followed = usable = 0
    for index, raw in enumerate(array_in(members, "releases") or []):
        place = origin.below("releases", index)
        url = _link(raw)
        if url is None:
            usable += facts_of(raw).is_usable
            yield from release(raw, place)
        elif links.are_followed:
            for event in _linked(decoded(url), decoded(members.get("ocid")), place, links):
                usable += isinstance(event, Piece)
                yield event
        else:
            not_followed += 1
    if not_followed:
        yield Problem(ProblemCode.LINKED_RELEASES_NOT_FOLLOWED, origin.where, str(not_followed))
    if not usable:
        yield from _merged(members, origin, has_links=bool(not_followed))


def _linked(url: object, ocid: str, origin: Origin, links: Links) -> Iterator[Event]:
    """The releases of a process that a link leads to."""
    picked, package = links.releases(url, ocid) if isinstance(url, str) else ([], origin.package)
    for text in picked:
        yield Piece(text, replace(origin, package=package))
    if not picked:
        yield Problem(ProblemCode.LINK_NOT_READ, origin.where, str(url))


def _merged(members: Members, origin: Origin, has_links: bool) -> Iterator[Event]:
    """The one release that stands for all: the record has none of its own that can be used."""
    if isinstance(opened(members.get("compiledRelease")), dict):
        yield from release(members["compiledRelease"], origin.below("compiledRelease"), "compiled")
    elif isinstance(opened(members.get("versionedRelease")), dict):
        yield from release(members["versionedRelease"], origin.below("versionedRelease"), "versioned")
    elif not has_links:
        yield Problem(ProblemCode.EMPTY_RECORD, origin.where)


def _link(raw: Raw) -> Raw | None:
    """The address that stands in a record instead of a release."""
    members = opened(raw)
    return members.get("url") if isinstance(members, dict) and "ocid" not in members else None

"""From a JSON value to the releases in it: packages, records, releases and arrays of those, of 1.0 and 1.1.

A package is taken apart without decoding its releases; those are decoded one at a time.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import Raw

from app.contracts.release.fields import Text, When, struct
from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.releases import Found, Origin, take
from app.ocds.reader.versions import is_versioned, newest_values

Members = dict[str, Raw]
Event = Found | Problem

_SECTIONS = {"planning", "tender", "awards", "contracts"}
_RELEASE_MARKS = {"id", "date", "tag", "initiationType"} | _SECTIONS
_OF_RECORD = {"releases", "compiledRelease", "versionedRelease"}
_DEEPEST_ARRAY = 8
_DEEPEST_RELEASE = 64


class _Publisher(msgspec.Struct):
    name: Text = None


class _Head(msgspec.Struct, rename="camel"):
    """What a package says of itself."""

    uri: Text = None
    version: Text = None
    license: Text = None
    published_date: When = None
    publisher: _Publisher | None = None


def releases_in(text: bytes, line: str) -> Iterator[Event]:
    """The releases of one JSON value and its problems, each at its place below `line`."""
    yield from _any(Raw(text), Origin(line), 0)


def _any(raw: Raw, origin: Origin, depth: int) -> Iterator[Event]:
    value = _opened(raw)
    if isinstance(value, list) and value and depth < _DEEPEST_ARRAY:
        for index, entry in enumerate(value):
            yield from _any(entry, origin.below(index), depth + 1)
    elif isinstance(value, dict):
        yield from _object(raw, value, origin)
    else:
        yield Problem(ProblemCode.NOT_OCDS, origin.where)


def _object(raw: Raw, members: Members, origin: Origin) -> Iterator[Event]:
    names = members.keys()
    is_package = any(_list(members, name) is not None for name in ("releases", "records"))
    if is_package and "ocid" not in names:
        yield from _package(members, _described(members, origin))
    elif "ocid" in names and names & _OF_RECORD:
        yield from _record(members, origin)
    elif ("ocid" in names and names & _RELEASE_MARKS) or ("tag" in names and names & _SECTIONS):
        yield from _release(raw, origin)
    else:
        yield Problem(ProblemCode.NOT_OCDS, origin.where)


def _package(members: Members, origin: Origin) -> Iterator[Event]:
    releases, records = _list(members, "releases") or [], _list(members, "records") or []
    if not releases and not records:
        yield Problem(ProblemCode.EMPTY_PACKAGE, origin.where)
    for index, raw in enumerate(releases):
        yield from _release(raw, origin.below("releases", index))
    for index, raw in enumerate(records):
        place = origin.below("records", index)
        record = _opened(raw)
        if isinstance(record, dict):
            yield from _record(record, place)
        else:
            yield Problem(ProblemCode.NOT_A_RELEASE, place.where)


def _record(members: Members, origin: Origin) -> Iterator[Event]:
    """Its releases, if any can be taken; else its compiled release; else its versioned one, newest values."""
    linked = taken = 0
    for index, raw in enumerate(_list(members, "releases") or []):
        if _is_link(raw):
            linked += 1
            continue
        for event in _release(raw, origin.below("releases", index)):
            taken += isinstance(event, Found)
            yield event
    if linked:
        yield Problem(ProblemCode.LINKED_RELEASES_NOT_FOLLOWED, origin.where, str(linked))
    if not taken:
        yield from _merged(members, origin, bool(linked))


def _merged(members: Members, origin: Origin, has_links: bool) -> Iterator[Event]:
    """The one release that stands for all: the record has none of its own that can be used."""
    if isinstance(_opened(members.get("compiledRelease")), dict):
        for event in _release(members["compiledRelease"], origin.below("compiledRelease")):
            yield msgspec.structs.replace(event, tags=("compiled",)) if isinstance(event, Found) else event
    elif isinstance(_opened(members.get("versionedRelease")), dict):
        yield from _release(members["versionedRelease"], origin.below("versionedRelease"), is_version=True)
    elif not has_links:
        yield Problem(ProblemCode.EMPTY_RECORD, origin.where)


def _release(raw: Raw, origin: Origin, is_version: bool = False) -> Iterator[Event]:
    release = _decoded_release(raw, origin)
    if isinstance(release, Problem):
        yield release
        return
    is_version = is_version or is_versioned(release)
    release = newest_values(release) if is_version else release
    yield from take(release, origin)
    if is_version:
        yield Problem(ProblemCode.VERSIONED_RELEASE_USED, origin.where, "", str(release.get("ocid") or ""))


def _decoded_release(raw: Raw, origin: Origin) -> dict[str, Any] | Problem:
    try:
        release = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return Problem(ProblemCode.RELEASE_UNREADABLE, origin.where, str(error))
    except RecursionError:
        return Problem(ProblemCode.NESTED_TOO_DEEP, origin.where)
    if not isinstance(release, dict):
        return Problem(ProblemCode.NOT_A_RELEASE, origin.where)
    return Problem(ProblemCode.NESTED_TOO_DEEP, origin.where) if _is_deep(release) else release


def _is_deep(release: dict[str, Any]) -> bool:
    """Deeper than any real release, so deep that later steps could fail."""
    level: list[Any] = [release]
    for _ in range(_DEEPEST_RELEASE):
        members = [member for part in level for member in (part.values() if isinstance(part, dict) else part)]
        level = [member for member in members if isinstance(member, dict | list)]
    return bool(level)


def _described(members: Members, origin: Origin) -> Origin:
    """The origin with what the package says of itself, as far as it can be read."""
    names = ("uri", "version", "license", "publishedDate", "publisher")
    head = struct(_Head, {name: _decoded(members.get(name)) for name in names}, "", [])
    return replace(
        origin,
        version=head.version,
        publisher=head.publisher.name if head.publisher else None,
        licence=head.license,
        package_uri=head.uri,
        published_at=head.published_date,
    )


def _is_link(raw: Raw) -> bool:
    members = _opened(raw)
    return isinstance(members, dict) and "url" in members and "ocid" not in members


def _list(members: Members, name: str) -> list[Raw] | None:
    value = _opened(members.get(name))
    return value if isinstance(value, list) else None


def _opened(raw: Raw | None) -> Members | list[Raw] | None:
    """One level of a value: an object or an array of values not decoded yet; None for all else."""
    kinds: Any = dict[str, Raw] | list[Raw]
    try:
        opened: Members | list[Raw] | None = msgspec.json.decode(raw, type=kinds) if raw is not None else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return opened


def _decoded(raw: Raw | None) -> Any:
    try:
        return msgspec.json.decode(raw) if raw is not None else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None

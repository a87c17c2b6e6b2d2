"""One release taken, or refused, with what was wrong."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from app.contracts.release import Release, decode
from app.ocds.problems import Problem, ProblemCode


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the file something stands, and what its package says of itself."""

    line: str
    path: str = ""
    version: str | None = None
    publisher: str | None = None
    licence: str | None = None
    package_uri: str | None = None
    published_at: datetime | None = None

    def below(self, *steps: str | int) -> "Origin":
        return replace(self, path="/".join([self.path, *map(str, steps)]))

    @property
    def where(self) -> str:
        return ", ".join(filter(None, (self.line, self.path))) or "/"


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


def fingerprint(raw: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the release as JSON with sorted keys and no blanks: equal for equal content."""
    return hashlib.sha256(msgspec.json.encode(raw, order="sorted")).hexdigest()


def take(raw: dict[str, Any], origin: Origin) -> Iterator[Found | Problem]:
    """The release and then what is wrong in it; only a problem when it has no ocid to belong to."""
    ocid = raw.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip():
        missing = ocid is None or isinstance(ocid, str)
        yield Problem(ProblemCode.MISSING_OCID if missing else ProblemCode.OCID_NOT_TEXT, origin.where)
        return
    release, faults = decode(raw)
    found = _found(raw, release, origin)
    yield found
    yield from _gaps(found, release)
    for fault in faults:
        yield Problem(fault.code, origin.below(*fault.path.split("/")[1:]).where, fault.detail, found.ocid)


def _found(raw: dict[str, Any], release: Release, origin: Origin) -> Found:
    return Found(
        raw=raw,
        ocid=release.ocid or "",
        release_id=release.id or f"sha256-{fingerprint(raw)[:16]}",
        date=release.date or origin.published_at,
        tags=release.tag,
        where=origin.where,
        version=origin.version or ("1.1" if "parties" in raw else "1.0"),
        publisher=origin.publisher,
        licence=origin.licence,
        package_uri=origin.package_uri,
        published_at=origin.published_at,
    )


def _gaps(found: Found, release: Release) -> Iterator[Problem]:
    if release.id is None:
        yield Problem(ProblemCode.MISSING_ID, found.where, found.release_id, found.ocid)
    if release.date is None:
        yield Problem(ProblemCode.MISSING_DATE, found.where, "", found.ocid)
    if not release.tag:
        yield Problem(ProblemCode.MISSING_TAG, found.where, "", found.ocid)

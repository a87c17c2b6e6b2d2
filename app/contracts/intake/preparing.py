"""What can be done to a release before the database is asked: pure, so it may run in another process."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from app.bodies.rules import PlaceName
from app.contracts.archive import compressor
from app.contracts.intake.facts import Facts, facts_of
from app.contracts.release import merge_reporting
from app.contracts.release.merging import is_compiled_by_itself


class Incoming(msgspec.Struct, frozen=True):
    """One release on its way in. `body`: compressed. `facts`: what the register says if it is all that is known."""

    ocid: str
    release_id: str
    released_at: datetime | None
    tags: tuple[str, ...]
    fingerprint: bytes
    body: bytes
    facts: Facts


class Preparation:
    """Prepares releases. `places`: all places, for those that have to be inferred."""

    def __init__(self, places: tuple[PlaceName, ...], dictionary: bytes | None = None) -> None:
        self._places, self._compressor = places, compressor(dictionary)

    def prepare(
        self,
        raw: dict[str, Any],
        *,
        ocid: str | None = None,
        text: bytes | None = None,
        release_id: str | None = None,
        released_at: datetime | None = None,
        canonical: bytes | None = None,
    ) -> Incoming:
        """`text`: the release as it stood in the file, kept as it is. `canonical`: as `canonical_json` has it, if it
        is at hand. The others: where the release lacks them."""
        tags, canonical = raw.get("tag"), canonical or canonical_json(raw)
        return Incoming(
            ocid=ocid or raw["ocid"],
            release_id=release_id or str(raw.get("id") or ""),
            released_at=released_at,
            tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
            fingerprint=digest(canonical),
            body=self._compressor.compress(text or msgspec.json.encode(raw)),
            facts=self._alone(raw, canonical),
        )

    def facts(self, releases: list[dict[str, Any]]) -> Facts:
        """What the register says of the process of these releases."""
        merged, lost = merge_reporting(releases)
        return facts_of(merged, lost, self._places)

    def _alone(self, raw: dict[str, Any], canonical: bytes) -> Facts:
        """As `facts`; most releases need no merge to stand alone, and it takes longer than all the rest."""
        return facts_of(raw, (), self._places) if is_compiled_by_itself(raw, canonical) else self.facts([raw])


def fingerprint(raw: Mapping[str, Any]) -> bytes:
    """16 bytes that only equal content gives: of SHA-256 over the release as JSON with sorted keys and no blanks."""
    return digest(canonical_json(raw))


def canonical_json(raw: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(raw, order="sorted")


def digest(canonical: bytes) -> bytes:
    return hashlib.sha256(canonical).digest()[:16]

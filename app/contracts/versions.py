"""Reads of a contract's versions: how each came about, what changed, how the contract grew."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.contracts.comparison import Change, Growths, compare, growth_over
from app.contracts.models import Contract, ContractVersion, Release
from app.contracts.queries import compiled_of, list_versions
from app.contracts.story import tell
from app.core.database import db

MOST_COMPARED = 30  # versions, the newest, that are merged to see how a contract grew


class Arrived(NamedTuple):
    """A release that made a version."""

    id: str
    date: datetime | None
    tags: list[str]
    source: str


@dataclass(frozen=True)
class Told:
    """A version as its page shows it: what made it, and what changed from the one before."""

    number: int
    made_at: datetime
    releases: list[Arrived]
    changes: tuple[Change, ...]


def told_version(contract: Contract, version: ContractVersion) -> Told:
    before = next((row for row in list_versions(contract) if row.number < version.number), None)
    changes = compare(compiled_of(contract, before), compiled_of(contract, version)) if before else ()
    return Told(version.number, version.made_at, _arrived(contract)[version.number], changes)


def changed_since(contract: Contract, version: ContractVersion) -> tuple[Change, ...]:
    """What differs between that version and the contract as it is now."""
    return compare(compiled_of(contract, version), compiled_of(contract))


def growths_of(contract: Contract) -> Growths | None:
    """How amount and end date went through the versions; None while there is only one."""
    versions = list_versions(contract)[:MOST_COMPARED]
    if len(versions) < 2:
        return None
    told = [(row.number, row.made_at, tell(compiled_of(contract, row))) for row in reversed(versions)]
    return growth_over(told)


def _arrived(contract: Contract) -> dict[int, list[Arrived]]:
    found: dict[int, list[Arrived]] = defaultdict(list)
    columns = (Release.version, Release.release_id, Release.released_at, Release.tags, Release.source)
    query = select(*columns).where(Release.contract_id == contract.id)
    for number, release_id, date, tags, source in db.session.execute(query.order_by(Release.released_at, Release.id)):
        found[number].append(Arrived(release_id, date, tags, source))
    return found

"""What the network watches and what it does not: by aimag, by public body, by category; and where to look next."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.bodies.models import PublicBody
from app.bodies.queries import list_places
from app.contracts.models import Assignment, Contract, RegisterCount
from app.contracts.suggestions import Facts, Suggestion, weigh
from app.contracts.terms import CATEGORIES
from app.core import clock
from app.core.database import db
from app.findings.models import Observation

YEAR = timedelta(days=365)
MOST = 10  # suggestions
LARGEST = 200  # contracts of the whole register that are weighed, the largest first


@dataclass(frozen=True)
class Watched:
    """`registered`: contracts in the register as of the last import, None when not counted; of those under monitoring:
    all, those assigned now, those visited within a year."""

    subject: Any
    registered: int | None
    monitored: int
    assigned: int
    visited: int


@dataclass(frozen=True)
class Coverage:
    places: list[Watched]
    bodies: list[Watched]
    categories: list[Watched]


def coverage() -> Coverage:
    """Of every first-level unit and category, and of bodies with monitored contracts; the least watched on top."""
    rows = db.session.execute(
        select(Contract.id, Contract.place_id, Contract.buyer_id, Contract.category).where(
            Contract.state == "monitored"
        )
    ).all()
    places, sides = list_places(), (_assigned(), _visited())
    outer = {place.id: place.parent_id or place.id for place in places}
    units = [place for place in places if place.parent_id is None]
    buyers = select(PublicBody).where(PublicBody.id.in_({row.buyer_id for row in rows if row.buyer_id}))
    tables = (
        ("place", {place.id: place for place in units}, {row.id: outer.get(row.place_id) for row in rows}),
        ("body", {body.id: body for body in db.session.scalars(buyers)}, {row.id: row.buyer_id for row in rows}),
        ("category", CATEGORIES, {row.id: row.category for row in rows}),
    )
    return Coverage(*(_table(name, subjects, keys, sides) for name, subjects, keys in tables))


def _table(
    name: str, subjects: dict[Any, Any], keys: dict[int, Any], sides: tuple[Collection[int], ...]
) -> list[Watched]:
    """`keys`: of each contract under monitoring, by its id; `sides`: ids of those assigned, and of those visited."""
    counted = {row.value: row.count for row in db.session.scalars(select(RegisterCount).filter_by(filter=name))}
    numbers = [Counter(keys.get(number) for number in side) for side in (keys, *sides)]
    found = [
        Watched(subject, counted.get(str(key)), *(counter[key] for counter in numbers))
        for key, subject in subjects.items()
    ]
    return sorted(found, key=lambda row: (row.monitored > 0, row.visited > 0, -(row.registered or 0)))


def _assigned() -> set[int]:
    return set(db.session.scalars(select(Assignment.contract_id).where(Assignment.state == "assigned")))


def _visited() -> set[int]:
    since = clock.now() - YEAR
    return set(db.session.scalars(select(Observation.contract_id).where(Observation.received_at >= since)))


def suggestions() -> list[tuple[Contract, Suggestion]]:
    """Contracts under monitoring that nobody is asked to look at, and the largest of the register, by their points."""
    assigned, visited = _assigned(), _visited()
    free = select(Contract).where(Contract.state == "monitored", Contract.id.not_in(assigned))
    largest = select(Contract).where(Contract.state == "registered").order_by(Contract.size.desc(), Contract.id.desc())
    rows = [*db.session.scalars(free.order_by(Contract.id).limit(LARGEST)), *db.session.scalars(largest.limit(LARGEST))]
    places = select(Contract.place_id).where(Contract.id.in_(assigned), Contract.place_id.is_not(None))
    busy = set(filter(None, db.session.scalars(places)))
    weighed = [(row, weigh(_facts(row, visited), clock.today(), busy)) for row in rows]
    return sorted(weighed, key=lambda pair: (-pair[1].points, pair[0].id))[:MOST]


def _facts(row: Contract, visited: Collection[int]) -> Facts:
    amount = row.amount if row.currency == "MNT" else None
    return Facts(amount, row.starts_on, row.ends_on, row.place_id, row.id in visited)

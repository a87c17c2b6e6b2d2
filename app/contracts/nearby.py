"""What a monitor sees to do near them: their assignments, and contracts there that nobody looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.bodies.models import Place
from app.bodies.nearness import UNKNOWN, Nearness, nearness
from app.bodies.queries import find_home
from app.contracts.models import Assignment, ConflictOfInterest, Contract
from app.contracts.queries import OPEN_ASSIGNMENT
from app.core.database import db

FEW = 5
NEAR = 200  # kilometres that somebody may go for a contract without being asked
SHOWN = (joinedload(Contract.place).joinedload(Place.parent), joinedload(Contract.buyer))


@dataclass(frozen=True)
class ToDo:
    assignment: Assignment
    nearness: Nearness
    is_overdue: bool


def list_to_do(monitor: User, today: date) -> list[ToDo]:
    """What a monitor is asked to look at: what is overdue, then the nearest, then what is due first."""
    query = select(Assignment).where(Assignment.monitor_id == monitor.id, Assignment.state == "assigned")
    shown = [joinedload(Assignment.contract).options(*SHOWN)]
    home = find_home(monitor.id)
    found = [
        ToDo(row, nearness(home, row.contract.place), row.due_on is not None and row.due_on < today)
        for row in db.session.scalars(query.options(*shown))
    ]
    return sorted(found, key=_order)


def _order(row: ToDo) -> tuple[Any, ...]:
    return not row.is_overdue, row.nearness, row.assignment.due_on or date.max, row.assignment.id


def list_unwatched_near(monitor: User) -> list[tuple[Contract, Nearness]]:
    """A few contracts under monitoring near somebody's home that nobody was asked to look at, the nearest first."""
    home = find_home(monitor.id)
    if home is None:
        return []
    near = dict(_near(home, db.session.scalars(select(Place))))
    query = select(Contract.id, Contract.place_id).where(
        Contract.state == "monitored",
        Contract.place_id.in_(near),
        Contract.id.not_in(select(Assignment.contract_id).where(Assignment.state.in_(OPEN_ASSIGNMENT))),
        Contract.id.not_in(select(ConflictOfInterest.contract_id).where(ConflictOfInterest.user_id == monitor.id)),
    )
    rows = db.session.execute(query.order_by(Contract.ends_on.nulls_last(), Contract.id)).all()
    chosen = sorted(rows, key=lambda row: near[row.place_id])[:FEW]
    contracts = {row.id: row for row in _shown(row.id for row in chosen)}
    return [(contracts[row.id], near[row.place_id]) for row in chosen]


def _near(home: Place, places: Iterable[Place]) -> Iterable[tuple[int, Nearness]]:
    for place in places:
        found = nearness(home, place)
        if found < UNKNOWN and found.kilometres <= NEAR:
            yield place.id, found


def _shown(ids: Iterable[int]) -> list[Contract]:
    return list(db.session.scalars(select(Contract).where(Contract.id.in_(list(ids))).options(*SHOWN)))

"""Who was asked to look at what, and what became of it: what a lead sees of all assignments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from app.bodies.models import Place
from app.contracts.models import Assignment, ConflictOfInterest, Contract
from app.core.database import db
from app.core.paging import Page, paginate

STANDINGS = {
    "open": _l("Assigned"),
    "overdue": _l("Overdue"),
    "done": _l("Done"),
    "declined": _l("Declined"),
    "conflict": _l("Conflict of interest declared"),
    "recalled": _l("Recalled"),
}
TONES = {"open": "waiting", "overdue": "bad", "done": "done", "conflict": "warn"}


@dataclass(frozen=True)
class Asked:
    """An assignment and its standing, one of `STANDINGS`."""

    assignment: Assignment
    standing: str


@dataclass(frozen=True)
class Wanted:
    """Which assignments; None: whoever's, wherever, of every subnetwork. A place brings along what lies in it."""

    standing: str | None = None
    monitor_id: int | None = None
    place_id: int | None = None
    body_id: int | None = None
    subnetwork_ids: Sequence[int] | None = None


def list_asked(wanted: Wanted, today: date, page: int) -> Page:
    """Open ones first, what is due first among them; then the newest."""
    query = select(Assignment).join(Assignment.contract).where(*_conditions(wanted, today))
    shown = contains_eager(Assignment.contract)
    query = query.options(shown.joinedload(Contract.place), shown.joinedload(Contract.buyer))
    query = query.options(joinedload(Assignment.monitor))
    order = Assignment.state != "assigned", Assignment.due_on.nulls_last(), Assignment.id.desc()
    found = paginate(query.order_by(*order), page)
    barred = _barred(found.items)
    rows = [Asked(row, _standing(row, barred, today)) for row in found.items]
    return replace(found, items=rows)


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    asked = []
    if wanted.standing:
        asked.append(_standings(today)[wanted.standing])
    if wanted.monitor_id is not None:
        asked.append(Assignment.monitor_id == wanted.monitor_id)
    if wanted.place_id is not None:
        within = select(Place.id).where(or_(Place.id == wanted.place_id, Place.parent_id == wanted.place_id))
        asked.append(Contract.place_id.in_(within))
    if wanted.body_id is not None:
        asked.append(Contract.buyer_id == wanted.body_id)
    if wanted.subnetwork_ids is not None:
        asked.append(Contract.subnetwork_id.in_(wanted.subnetwork_ids))
    return asked


def _standings(today: date) -> dict[str, ColumnElement[bool]]:
    """As `_standing` tells them, except that what is overdue is open too."""
    barred = exists().where(
        ConflictOfInterest.user_id == Assignment.monitor_id, ConflictOfInterest.contract_id == Assignment.contract_id
    )
    is_open, is_declined = Assignment.state == "assigned", Assignment.state == "declined"
    return {
        "open": is_open,
        "overdue": is_open & (Assignment.due_on < today),
        "done": Assignment.state == "done",
        "declined": is_declined & ~barred,
        "conflict": is_declined & barred,
        "recalled": Assignment.state == "recalled",
    }


def _barred(rows: Sequence[Assignment]) -> set[tuple[Any, ...]]:
    """(monitor, contract) of those rows whose monitor declared a conflict of interest."""
    pair = tuple_(ConflictOfInterest.user_id, ConflictOfInterest.contract_id)
    pairs = [(row.monitor_id, row.contract_id) for row in rows]
    query = select(ConflictOfInterest.user_id, ConflictOfInterest.contract_id).where(pair.in_(pairs))
    return {tuple(found) for found in db.session.execute(query)}


def _standing(row: Assignment, barred: set[tuple[Any, ...]], today: date) -> str:
    """A conflict of interest that was declared ends the open assignment as declined."""
    if row.state == "declined" and (row.monitor_id, row.contract_id) in barred:
        return "conflict"
    if row.state == "assigned":
        return "overdue" if row.due_on and row.due_on < today else "open"
    return row.state

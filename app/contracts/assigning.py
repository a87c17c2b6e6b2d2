"""Asking a monitor to look at every contract of a place or of a public body at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.bodies.models import Place
from app.contracts import service
from app.contracts.models import Assignment, ConflictOfInterest, Contract
from app.contracts.queries import OPEN_ASSIGNMENT
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Missing

MOST = 200  # contracts on one page; a monitor is not asked for more at once


@dataclass(frozen=True)
class Candidate:
    """A contract that the monitor may be asked to look at, or why not."""

    contract: Contract
    obstacle: Any = None


def list_candidates(
    monitor: User, *, place_id: int | None, body_id: int | None, subnetwork_ids: Sequence[int] | None
) -> list[Candidate]:
    """Contracts under monitoring in a place (what lies in it too) and of a body, those that end first on top.

    None: wherever, whoever's, of every subnetwork. At most `MOST`.
    """
    query = select(Contract).where(Contract.state == "monitored").options(joinedload(Contract.place))
    if place_id is not None:
        within = select(Place.id).where(or_(Place.id == place_id, Place.parent_id == place_id))
        query = query.where(Contract.place_id.in_(within))
    if body_id is not None:
        query = query.where(Contract.buyer_id == body_id)
    if subnetwork_ids is not None:
        query = query.where(Contract.subnetwork_id.in_(subnetwork_ids))
    found = db.session.scalars(query.order_by(Contract.ends_on.nulls_last(), Contract.id).limit(MOST))
    obstacles = _obstacles(monitor)
    return [Candidate(contract, obstacles.get(contract.id)) for contract in found]


def _obstacles(monitor: User) -> dict[int, Any]:
    """By contract, why this monitor cannot be asked."""
    mine = Assignment.monitor_id == monitor.id, Assignment.state.in_(OPEN_ASSIGNMENT)
    asked = db.session.scalars(select(Assignment.contract_id).where(*mine))
    barred = db.session.scalars(select(ConflictOfInterest.contract_id).where(ConflictOfInterest.user_id == monitor.id))
    return {
        **dict.fromkeys(asked, _l("The contract is assigned to this monitor already.")),
        **dict.fromkeys(barred, _l("This monitor declared a conflict of interest for this contract.")),
    }


def assign_many(
    contracts: Iterable[Contract],
    monitor: User,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
    instructions: str | None = None,
) -> list[Assignment]:
    """Ask a monitor to look at each of these; who was asked meanwhile is not asked twice.

    Returns the new assignments. Raises as `service.assign`, and Missing for "contracts" when none is chosen.
    """
    made, chosen = [], list(contracts)
    if not chosen:
        raise Missing("contracts", _l("Choose at least one contract."))
    for contract in chosen:
        try:
            made.append(service.assign(contract, monitor, actor, at, due_on, instructions))
        except Missing:  # asked, or barred, since the page was opened
            continue
    return made

"""Down to what a reviewer narrows the queue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.bodies.models import Place, PublicBody
from app.contracts.models import Contract
from app.core.actors import Actor
from app.core.database import db
from app.findings.models import Observation
from app.partnership.models import Membership


@dataclass(frozen=True)
class Narrowing:
    """None means all. `place_id`: of the contract, with all that lies in it; `body_id`: its buyer; `stage`: a code;
    `organisation_id`: for which the monitor stands now; `held`: a code of `terms.HELD`; `sent_before`: came last."""

    place_id: int | None = None
    body_id: int | None = None
    stage: str | None = None
    organisation_id: int | None = None
    held: str | None = None
    sent_before: datetime | None = None


WHOLE = Narrowing()


def narrowed(query: Select[Any], to: Narrowing, reader: Actor) -> Select[Any]:
    """`reader`: whose *mine* is meant."""
    if of_contract := _of_contract(to):
        query = query.where(Observation.contract_id.in_(select(Contract.id).where(*of_contract)))
    if to.stage:
        query = query.where(Observation.stage == to.stage)
    if to.organisation_id:
        stands = and_(Membership.organisation_id == to.organisation_id, Membership.until_on.is_(None))
        query = query.where(Observation.monitor_id.in_(select(Membership.user_id).where(stands)))
    if to.held == "mine":
        query = query.where(Observation.reviewed_by_id == reader.actor_id)
    if to.held == "free":
        query = query.where(Observation.state != "in_review")
    if to.sent_before:
        query = query.where(Observation.sent_at <= to.sent_before)
    return query


def _of_contract(to: Narrowing) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if to.place_id:
        within = select(Place.id).where(or_(Place.id == to.place_id, Place.parent_id == to.place_id))
        found.append(Contract.place_id.in_(within))
    if to.body_id:
        found.append(Contract.buyer_id == to.body_id)
    return found


def list_watched_bodies() -> list[PublicBody]:
    """Buyers of contracts that a subnetwork watches, in alphabetical order."""
    watched = select(Contract.buyer_id).where(Contract.subnetwork_id.is_not(None))
    return list(db.session.scalars(select(PublicBody).where(PublicBody.id.in_(watched)).order_by(PublicBody.sort_key)))

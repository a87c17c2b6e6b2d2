"""Sealed originals that somebody asked for, as those may see them who have a say: decided here, for every page."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from app.contracts.models import ConflictOfInterest, Contract
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.findings.models import Evidence, Observation, SealedOpening
from app.partnership.models import Membership


def get_opening(opening_id: int, reader: Actor) -> SealedOpening:
    opening: SealedOpening | None = db.session.scalar(_visible(reader).where(SealedOpening.id == opening_id))
    if opening is None:
        raise NotFound()
    return opening


def list_requested(reader: Actor) -> list[SealedOpening]:
    """Those that wait for a second person, the oldest first; the reader's own among them."""
    query = _visible(reader).where(SealedOpening.state == "requested")
    return list(db.session.scalars(query.order_by(SealedOpening.asked_at, SealedOpening.id)))


def page_of_decided(reader: Actor, page: int) -> Page:
    """The others, the newest first."""
    query = _visible(reader).where(SealedOpening.state != "requested")
    return paginate(query.order_by(SealedOpening.decided_at.desc(), SealedOpening.id.desc()), page)


def count_to_decide(reader: Actor) -> int:
    """How many wait for this person, who did not ask for them."""
    return _count(
        _visible(reader).where(SealedOpening.state == "requested", SealedOpening.asked_by_id != reader.actor_id)
    )


def count_to_open(reader: Actor, at: datetime) -> int:
    """How many this person asked for and may open now."""
    return _count(
        _visible(reader).where(
            SealedOpening.state == "approved",
            SealedOpening.asked_by_id == reader.actor_id,
            SealedOpening.expires_at > at,
        )
    )


def openings_of(observation: Observation) -> list[SealedOpening]:
    """Whatever was asked about its originals, the oldest first."""
    query = select(SealedOpening).join(Evidence).where(Evidence.observation_id == observation.id)
    return list(db.session.scalars(query.order_by(SealedOpening.asked_at, SealedOpening.id)))


def _visible(reader: Actor) -> Select[Any]:
    """Not of one's own observations, nor where a conflict bars; of one's own subnetworks unless one acts in all."""
    barred = exists().where(
        ConflictOfInterest.user_id == reader.actor_id, ConflictOfInterest.contract_id == Contract.id
    )
    query = select(SealedOpening).join(SealedOpening.evidence).join(Evidence.observation).join(Observation.contract)
    query = query.options(contains_eager(SealedOpening.evidence).contains_eager(Evidence.observation))
    query = query.where(~barred, Observation.monitor_id != reader.actor_id)
    if reader.can("subnetworks.all"):
        return query
    own = select(Membership.subnetwork_id).where(Membership.user_id == reader.actor_id, Membership.until_on.is_(None))
    return query.where(or_(Contract.subnetwork_id.is_(None), Contract.subnetwork_id.in_(own)))


def _count(query: Select[Any]) -> int:
    return db.session.scalar(query.with_only_columns(func.count(SealedOpening.id))) or 0

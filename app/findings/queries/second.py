"""Second looks: who may give one, what is drawn, where two reviewers disagree."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from app.contracts.models import ConflictOfInterest, Contract
from app.core.actors import Actor
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.findings.models import Finding, FindingHand, FindingObservation, Observation
from app.findings.second_models import SecondReview
from app.partnership.models import Membership


def get_second_review(number: int) -> SecondReview:
    row = db.session.get(SecondReview, number)
    if row is None:
        raise NotFound()
    return row


def find_second_review(observation: Observation) -> SecondReview | None:
    """Of the version that stands."""
    return db.session.scalar(
        select(SecondReview).filter_by(observation_id=observation.id, revision=observation.revision)
    )


def get_second_review_of(observation: Observation) -> SecondReview:
    """As `find_second_review`; NotFound where the lot did not fall on it."""
    row = find_second_review(observation)
    if row is None:
        raise NotFound()
    return row


def list_open_second_reviews(observation: Observation) -> list[SecondReview]:
    """Those of any version that wait, or on which two reviewers disagree."""
    query = select(SecondReview).filter_by(observation_id=observation.id)
    return list(db.session.scalars(query.where(SecondReview.state.in_(("drawn", "differed")))))


def had_a_part(person_id: int | None, observation: Observation) -> bool:
    """Whether this person did anything to the observation that the audit chain knows, its monitor did, or had a hand in
    a finding that rests on it: each knows that it was accepted, or wants it so."""
    part = or_(Observation.monitor_id == person_id, _acted(person_id), _builds_on(person_id))
    return bool(db.session.scalar(select(part).where(Observation.id == observation.id)))


def builds_on(person_id: int | None, observation: Observation) -> bool:
    """Whether this person stated or cross-checked a finding that rests on it, or had a hand in one."""
    return bool(db.session.scalar(select(_builds_on(person_id)).where(Observation.id == observation.id)))


def is_disputed(observation: Observation) -> bool:
    """Whether two reviewers disagree about the version that stands, and nobody ended it."""
    row = find_second_review(observation)
    return row is not None and row.state == "differed"


def disagreed(person_id: int | None, observation: Observation) -> bool:
    """Whether this person is one of two who disagreed about the version that stands."""
    row = find_second_review(observation)
    return row is not None and row.verdict not in (None, row.first_verdict) and person_id in sides_of(row)


def sides_of(row: SecondReview) -> tuple[int | None, int | None]:
    return row.first_by_id, row.decided_by_id


def page_of_drawn(reader: Actor, page: int) -> Page:
    """What this person may look at again, drawn longest ago first."""
    return paginate(_to_look_at(reader).order_by(SecondReview.drawn_at, SecondReview.id), page)


def count_drawn(reader: Actor) -> int:
    return _count(_to_look_at(reader))


def page_of_differing(reader: Actor, page: int) -> Page:
    """Disagreements that this person is told of, those that nobody ended first, then the newest."""
    query = _told(reader).where(
        SecondReview.decided_at.is_not(None), SecondReview.verdict != SecondReview.first_verdict
    )
    return paginate(
        query.order_by(SecondReview.settled_at.is_not(None), SecondReview.decided_at.desc(), SecondReview.id), page
    )


def count_differing(reader: Actor) -> int:
    """How many of them nobody ended."""
    return _count(_told(reader).where(SecondReview.state == "differed"))


def _to_look_at(reader: Actor) -> Select[Any]:
    return _readable(reader).where(
        SecondReview.state == "drawn",
        Observation.monitor_id != reader.actor_id,
        ~_acted(reader.actor_id),
        ~_builds_on(reader.actor_id),
    )


def _acted(person_id: int | None) -> Any:
    return exists().where(
        AuditEntry.subject_kind == Observation.__tablename__,
        AuditEntry.subject_id == Observation.id,
        AuditEntry.actor_id == person_id,
    )


def _builds_on(person_id: int | None) -> Any:
    hand = exists().where(FindingHand.finding_id == Finding.id, FindingHand.user_id == person_id)
    return exists().where(
        FindingObservation.observation_id == Observation.id,
        Finding.id == FindingObservation.finding_id,
        or_(Finding.author_id == person_id, Finding.checked_by_id == person_id, hand),
    )


def _told(reader: Actor) -> Select[Any]:
    """Of one's own verdicts, first or second; of one's subnetworks, or of all when one acts in all."""
    query = _readable(reader)
    if reader.can("subnetworks.all"):
        return query
    own = select(Membership.subnetwork_id).where(Membership.user_id == reader.actor_id, Membership.until_on.is_(None))
    sides = or_(SecondReview.first_by_id == reader.actor_id, SecondReview.decided_by_id == reader.actor_id)
    return query.where(or_(sides, Contract.subnetwork_id.is_(None), Contract.subnetwork_id.in_(own)))


def _readable(reader: Actor) -> Select[Any]:
    """None of a contract from which a declared conflict bars the reader."""
    barred = exists().where(
        and_(ConflictOfInterest.user_id == reader.actor_id, ConflictOfInterest.contract_id == Contract.id)
    )
    query = select(SecondReview).join(SecondReview.observation).join(Observation.contract)
    loaded = contains_eager(SecondReview.observation).contains_eager(Observation.contract)
    return query.options(loaded).where(~barred)


def _count(query: Select[Any]) -> int:
    return db.session.scalar(query.with_only_columns(func.count(SecondReview.id))) or 0

"""Reads of findings."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.contracts.models import ConflictOfInterest, Contract
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.findings.models import Finding, FindingHand, FindingObservation, Observation
from app.findings.terms import NOT_STATED, SERIOUS
from app.partnership.models import Membership
from app.partnership.queries import organisations_of


@dataclass(frozen=True)
class FindingFilters:
    """What a list of findings is narrowed to; None means all. `to_check_by`: what this person may check."""

    state: str | None = None
    severity: int | None = None
    contract_id: int | None = None
    body_id: int | None = None
    subject_ids: tuple[int, ...] | None = None
    to_check_by: Actor | None = None


EVERY_FINDING = FindingFilters()


def get_finding(finding_id: int) -> Finding:
    finding = db.session.get(Finding, finding_id)
    if finding is None:
        raise NotFound()
    return finding


def list_findings(filters: FindingFilters = EVERY_FINDING, page: int = 1) -> Page:
    """Findings that fit every given filter, the newest first."""
    whole = (joinedload(Finding.contract), joinedload(Finding.body))
    query = _matching(filters).options(*whole)
    return paginate(query.order_by(Finding.stated_at.desc(), Finding.id.desc()), page)


def count_to_check(person: Actor) -> int:
    """How many findings this person may cross-check."""
    query = select(func.count()).select_from(Finding).where(*_for_the_eyes_of(person))
    return db.session.scalar(query) or 0


def findings_of(contract: Contract) -> list[Finding]:
    """Every finding about a contract, the newest first."""
    query = select(Finding).where(Finding.contract_id == contract.id)
    return list(db.session.scalars(query.order_by(Finding.stated_at.desc(), Finding.id.desc())))


def findings_resting_on(observation: Observation) -> list[Finding]:
    """Those that were merged left it to the one into which they went."""
    rests = Finding.id == FindingObservation.finding_id
    query = select(Finding).join(FindingObservation, rests)
    return list(
        db.session.scalars(query.where(FindingObservation.observation_id == observation.id, Finding.state != "merged"))
    )


def _matching(filters: FindingFilters) -> Select[Any]:
    query = select(Finding)
    for column, value in (
        (Finding.state, filters.state),
        (Finding.severity, filters.severity),
        (Finding.contract_id, filters.contract_id),
        (Finding.body_id, filters.body_id),
    ):
        query = query.where(column == value) if value is not None else query
    if filters.subject_ids is not None:
        query = query.where(Finding.id.in_(filters.subject_ids))
    if filters.to_check_by is not None:
        query = query.where(*_for_the_eyes_of(filters.to_check_by))
    return query


def _for_the_eyes_of(person: Actor) -> list[ColumnElement[bool]]:
    """The guards of the passage `check`, as conditions of a query."""
    saw_it = exists().where(
        FindingObservation.finding_id == Finding.id,
        FindingObservation.observation_id == Observation.id,
        Observation.monitor_id == person.actor_id,
    )
    barred = exists().where(
        ConflictOfInterest.user_id == person.actor_id, ConflictOfInterest.contract_id == Finding.contract_id
    )
    kin = exists().where(
        FindingObservation.finding_id == Finding.id,
        FindingObservation.observation_id == Observation.id,
        Membership.user_id == Observation.monitor_id,
        Membership.until_on.is_(None),
        Membership.organisation_id.in_(organisations_of(person.actor_id)),
    )
    hand = exists().where(FindingHand.finding_id == Finding.id, FindingHand.user_id == person.actor_id)
    conditions = [Finding.state == "drafted", Finding.author_id != person.actor_id, ~hand, ~saw_it, ~barred]
    conditions.append(or_(Finding.severity < SERIOUS, ~kin))
    if not person.can("subnetworks.all"):
        mine = select(Membership.subnetwork_id).where(
            Membership.user_id == person.actor_id, Membership.until_on.is_(None)
        )
        own = or_(Contract.subnetwork_id.is_(None), Contract.subnetwork_id.in_(mine))
        conditions.append(exists().where(Contract.id == Finding.contract_id, own))
    return conditions


def has_settled_finding(observation_id: int) -> bool:
    """Whether a finding that was cross-checked rests on the observation."""
    settled = exists().where(
        FindingObservation.observation_id == observation_id,
        FindingObservation.finding_id == Finding.id,
        Finding.state.notin_(NOT_STATED),
    )
    return bool(db.session.scalar(select(settled)))

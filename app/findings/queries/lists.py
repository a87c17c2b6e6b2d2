"""Lists of observations: a monitor's own, the queue of reviewers, those a finding may rest on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.contracts.models import ConflictOfInterest, Contract
from app.core import clock
from app.core.actors import Actor
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.paging import Page, paginate
from app.findings.models import Finding, FindingObservation, Observation, ObservationRevision
from app.findings.queries.observations import missing_from, near_duplicates

# Tabs of the queue: what a reviewer looks for, and the states that hold it.
TABS = {
    "waiting": ("receiving", "received", "in_review"),
    "needs_information": ("needs_information",),
    "accepted": ("accepted",),
    "rejected": ("rejected",),
    "duplicate": ("duplicate",),
}
VERDICTS = ("ask", "accept", "reject", "mark_duplicate")


def list_mine(monitor: Actor) -> list[Observation]:
    """Everything the person logged, the newest first."""
    query = select(Observation).where(Observation.monitor_id == monitor.actor_id)
    query = query.options(joinedload(Observation.contract)).order_by(Observation.id.desc())
    return list(db.session.scalars(query))


def last_reasons(observations: Iterable[Observation]) -> dict[int, str]:
    """The reason of the latest verdict on each, by its id."""
    query = select(AuditEntry.subject_id, AuditEntry.reason).where(
        AuditEntry.subject_kind == Observation.__tablename__,
        AuditEntry.subject_id.in_([row.id for row in observations]),
        AuditEntry.verb.in_(VERDICTS),
    )
    return {row_id: reason or "" for row_id, reason in db.session.execute(query.order_by(AuditEntry.id))}


def _pairs(query: Any) -> dict[Any, Any]:
    """What a query of two columns finds, as a mapping from the first to the second."""
    return {row[0]: row[1] for row in db.session.execute(query)}


@dataclass(frozen=True)
class Waiting:
    """A row of the queue. `days`: since it came in last; `missing`: what would have to be asked for."""

    observation: Observation
    days: int
    missing: list[Any]
    near: list[Observation]


def list_queue(reader: Actor, tab: str, subnetwork_ids: Sequence[int] | None, page: int) -> Page:
    """A page of `Waiting`, the oldest first; None: of every subnetwork. Barred contracts are out."""
    sent_at = _sent_at()
    query = _readable(reader, subnetwork_ids).where(Observation.state.in_(TABS[tab]))
    query = query.options(
        joinedload(Observation.contract),
        joinedload(Observation.monitor),
        selectinload(Observation.answers),
        selectinload(Observation.documents),
        selectinload(Observation.goods),
        selectinload(Observation.evidence),
    )
    found = paginate(query.order_by(sent_at, Observation.id), page)
    times: dict[int, datetime] = _pairs(select(Observation.id, sent_at).where(_among(found.items)))
    near = near_duplicates(found.items)
    rows = [Waiting(row, _days_since(times[row.id]), missing_from(row), near[row.id]) for row in found.items]
    return Page(rows, found.total, found.page, found.per_page)


def _days_since(instant: datetime) -> int:
    return (clock.today() - clock.local_day(instant)).days


def count_queue(reader: Actor, subnetwork_ids: Sequence[int] | None) -> dict[str, int]:
    """How many observations each tab of the queue holds."""
    rows = _readable(reader, subnetwork_ids).with_only_columns(Observation.state, func.count())
    numbers = Counter(_pairs(rows.group_by(Observation.state)))
    return {tab: sum(numbers[state] for state in states) for tab, states in TABS.items()}


def _readable(reader: Actor, subnetwork_ids: Sequence[int] | None) -> Select[Any]:
    barred = exists().where(
        ConflictOfInterest.user_id == reader.actor_id,
        ConflictOfInterest.contract_id == Observation.contract_id,
    )
    query = select(Observation).join(Observation.contract).where(~barred)
    return query if subnetwork_ids is None else query.where(Contract.subnetwork_id.in_(subnetwork_ids))


def _sent_at() -> ColumnElement[Any]:
    last = select(func.max(ObservationRevision.sent_at)).where(ObservationRevision.observation_id == Observation.id)
    return func.coalesce(last.scalar_subquery(), Observation.received_at, Observation.created_at)


def _among(rows: Sequence[Observation]) -> ColumnElement[bool]:
    return Observation.id.in_([row.id for row in rows])


def list_accepted(contract_id: int) -> list[Observation]:
    """Accepted observations of a contract, the earliest visit first."""
    query = select(Observation).where(Observation.contract_id == contract_id, Observation.state == "accepted")
    return list(db.session.scalars(query.order_by(Observation.visited_on, Observation.id)))


def list_without_finding(reader: Actor, subnetwork_ids: Sequence[int] | None) -> dict[Contract, list[Observation]]:
    """Accepted observations on which no standing finding rests, by contract."""
    stated = exists().where(
        FindingObservation.observation_id == Observation.id,
        FindingObservation.finding_id == Finding.id,
        Finding.state != "dropped",
    )
    query = _readable(reader, subnetwork_ids).where(Observation.state == "accepted", ~stated)
    by_contract: dict[Contract, list[Observation]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(Observation.contract_id, Observation.visited_on, Observation.id)):
        by_contract[row.contract].append(row)
    return dict(by_contract)


def observations_of(contract: Contract) -> list[Observation]:
    """What reviewers may see of a contract: everything that was ever sent, the newest visit first."""
    query = select(Observation).where(
        Observation.contract_id == contract.id,
        or_(
            Observation.state.notin_(("draft", "withdrawn")),
            and_(Observation.state == "withdrawn", Observation.received_at.is_not(None)),
        ),
    )
    return list(db.session.scalars(query.order_by(Observation.visited_on.desc(), Observation.id.desc())))

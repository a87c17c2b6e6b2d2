"""The queue of reviewers: what waits, what stands in its way, what comes next. A page takes a fixed number of reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.contracts.models import ConflictOfInterest, Contract, ContractVersion
from app.core import clock
from app.core.actors import Actor
from app.core.database import db
from app.core.paging import Page, paginate
from app.findings.models import WAITING, Observation
from app.findings.queries.narrowing import WHOLE, Narrowing, narrowed
from app.findings.queries.near import Near, near_duplicates
from app.findings.queries.observations import missing_from
from app.findings.rules import REVIEW_DAYS, ReviewTime, review_time_of
from app.partnership.models import Membership

# Tabs of the queue: what a reviewer looks for, and the states that hold it.
TABS = {
    "waiting": ("receiving", "received", "in_review"),
    "needs_information": ("needs_information",),
    "accepted": ("accepted",),
    "rejected": ("rejected",),
    "duplicate": ("duplicate",),
}


@dataclass(frozen=True)
class Waiting:
    """A row of the queue. `days`: since it came last; `missing`: what would have to be asked for; `has_changed`: the
    contract, since the monitor saw it; `conflict`: why its monitor declared one for this contract; `is_offered`: to the
    reader, to decide about it together with others."""

    observation: Observation
    days: int
    missing: list[Any]
    near: list[Near]
    has_changed: bool
    conflict: str | None
    is_offered: bool

    @property
    def is_plain(self) -> bool:
        """Nothing about it warns: neither gaps, nor a likeness, a newer contract or a conflict of its monitor."""
        return not (self.missing or self.near or self.has_changed or self.conflict)


def list_queue(
    reader: Actor,
    tab: str,
    subnetwork_ids: Sequence[int] | None,
    page: int,
    total: int | None = None,
    to: Narrowing = WHOLE,
) -> Page:
    """A page of `Waiting`, the oldest first; None: of every subnetwork. Barred contracts are out.

    `total`: as `count_queue` counted them, if it did.
    """
    query = narrowed(_of_tab(readable(reader, subnetwork_ids), tab), to, reader).options(*_ROW)
    found = paginate(query.order_by(Observation.sent_at, Observation.id), page, total=total)
    return replace(found, items=told(reader, found.items))


_ROW = (
    joinedload(Observation.contract),
    joinedload(Observation.monitor),
    joinedload(Observation.reviewed_by),
    selectinload(Observation.answers),
    selectinload(Observation.documents),
    selectinload(Observation.goods),
    selectinload(Observation.evidence),
)


def told(reader: Actor, rows: Sequence[Observation]) -> list[Waiting]:
    """What the queue tells of these observations, in their order."""
    near, changed, conflicts, own = near_duplicates(rows), _changed(rows), _conflicts(rows), _networks_of(reader)
    return [
        Waiting(
            row,
            _days_since(row.sent_at),
            missing_from(row),
            near[row.id],
            row.id in changed,
            conflicts.get(row.id),
            _is_offered(row, reader, own),
        )
        for row in rows
    ]


def _is_offered(row: Observation, reader: Actor, own: set[int]) -> bool:
    """Whether to offer it; whether it may be decided, the lifecycle says."""
    is_free = row.state == "received" or (row.state == "in_review" and row.reviewed_by_id == reader.actor_id)
    network = row.contract.subnetwork_id
    is_own = network is None or network in own or reader.can("subnetworks.all")
    return is_free and is_own and row.monitor_id != reader.actor_id and reader.can("observations.review")


def _networks_of(reader: Actor) -> set[int]:
    own = select(Membership.subnetwork_id).where(Membership.user_id == reader.actor_id, Membership.until_on.is_(None))
    return set(db.session.scalars(own.where(Membership.subnetwork_id.is_not(None))))


def list_whole(ids: Sequence[int]) -> list[Observation]:
    """These observations as they are now, with all that the queue tells of them."""
    query = select(Observation).where(Observation.id.in_(ids)).options(*_ROW).order_by(Observation.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)).unique())


def _of_tab(query: Select[Any], tab: str) -> Select[Any]:
    return query.where(WAITING if tab == "waiting" else Observation.state.in_(TABS[tab]))


def _days_since(instant: datetime) -> int:
    return (clock.today() - clock.local_day(instant)).days


def _changed(rows: Sequence[Observation]) -> set[int]:
    """Ids of those whose contract has a newer version than their monitor saw."""
    seen, newer = aliased(ContractVersion), aliased(ContractVersion)
    query = select(Observation.id).join(seen, seen.id == Observation.contract_version_id)
    query = query.join(newer, and_(newer.contract_id == Observation.contract_id, newer.number > seen.number))
    return set(db.session.scalars(query.where(_among(rows))))


def _conflicts(rows: Sequence[Observation]) -> dict[int, str]:
    """What the monitor of each declared about its contract, by the observation's id."""
    declared = and_(
        ConflictOfInterest.user_id == Observation.monitor_id, ConflictOfInterest.contract_id == Observation.contract_id
    )
    query = select(Observation.id, ConflictOfInterest.reason).join(ConflictOfInterest, declared).where(_among(rows))
    return {row.id: row.reason for row in db.session.execute(query)}


def conflict_of(observation: Observation) -> str | None:
    """What its monitor declared about the contract; None if nothing."""
    return _conflicts([observation]).get(observation.id)


def _among(rows: Sequence[Observation]) -> ColumnElement[bool]:
    return Observation.id.in_([row.id for row in rows]) if rows else false()


def count_queue(reader: Actor, subnetwork_ids: Sequence[int] | None, to: Narrowing = WHOLE) -> dict[str, int]:
    """How many observations each tab of the queue holds."""
    return _by_tab(narrowed(readable(reader, subnetwork_ids), to, reader))


def count_barred(reader: Actor, subnetwork_ids: Sequence[int] | None, to: Narrowing = WHOLE) -> int:
    """How many wait that this reader does not see, having declared a conflict of interest."""
    query = _within(select(Observation), subnetwork_ids).where(Observation.contract_id.in_(_barred(reader)))
    return _by_tab(narrowed(query, to, reader))["waiting"]


def _by_tab(query: Select[Any]) -> dict[str, int]:
    rows = query.with_only_columns(Observation.state, func.count()).group_by(Observation.state)
    numbers = Counter({row[0]: row[1] for row in db.session.execute(rows)})
    return {tab: sum(numbers[state] for state in states) for tab, states in TABS.items()}


def next_waiting(
    reader: Actor, subnetwork_ids: Sequence[int] | None, beside: Observation | None = None
) -> tuple[Observation | None, int]:
    """(the oldest that this person can take up, how many there are): neither their own nor in another one's hands."""
    query = readable(reader, subnetwork_ids).where(
        Observation.id != (beside.id if beside else 0),
        WAITING,
        or_(
            Observation.state == "received",
            and_(Observation.state == "in_review", Observation.reviewed_by_id == reader.actor_id),
        ),
        Observation.monitor_id != reader.actor_id,
    )
    count = db.session.scalar(query.with_only_columns(func.count())) or 0
    first = query.order_by(Observation.sent_at, Observation.id).limit(1)
    return db.session.scalar(first), count


def review_time(at: datetime) -> ReviewTime | None:
    """How long the network took for what it decided in the last `REVIEW_DAYS` days; None when it decided nothing.

    From the moment an observation came in whole to its first verdict (accepted, rejected, duplicate): if the network
    had to ask back, that counts too.
    """
    query = select(Observation.received_at, Observation.decided_at).where(
        Observation.decided_at.between(at - timedelta(REVIEW_DAYS), at), Observation.received_at.is_not(None)
    )
    return review_time_of(row.decided_at - row.received_at for row in db.session.execute(query))


def readable(reader: Actor, subnetwork_ids: Sequence[int] | None) -> Select[Any]:
    """Observations of these subnetworks, without the contracts from which a conflict bars the reader."""
    return _within(select(Observation), subnetwork_ids).where(Observation.contract_id.notin_(_barred(reader)))


def _barred(reader: Actor) -> Select[Any]:
    return select(ConflictOfInterest.contract_id).where(ConflictOfInterest.user_id == reader.actor_id)


def _within(query: Select[Any], subnetwork_ids: Sequence[int] | None) -> Select[Any]:
    if subnetwork_ids is None:
        return query
    return query.where(
        Observation.contract_id.in_(select(Contract.id).where(Contract.subnetwork_id.in_(subnetwork_ids)))
    )

"""Keeping the cases of the present, and their tallies: a worker counts again what the audit chain says was touched.

Whatever changes a number leaves an entry in the chain, so each minute the contracts of the new entries are counted
again. What leaves none (days that pass, contracts that an import moved to another body or place) is seen once a day,
when everything is. A page says when it was counted; a fault in counting stops nobody's work.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, delete, distinct, exists, extract, func, insert, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql import literal

from app.bodies.models import Place
from app.contracts.models import Contract
from app.core import clock
from app.core.audit import AuditEntry
from app.core.bulk import chunks
from app.core.database import commit, db
from app.core.queue import every_minute
from app.findings.models import Finding, Observation
from app.findings.second_models import SecondReview
from app.measures.tallies import Key, settle
from app.measures.terms import SCOPES
from app.partnership.models import ActionPoint, PlanLink
from app.responses.models import Commitment, Request, RequestFinding, ResponseItem
from app.workspace.cases import CASES, Columns
from app.workspace.models import PresentCase, PresentCount, PresentTally

BATCH = 500  # contracts that are counted in one transaction
KEY = (PresentCase.measure, PresentCase.scope, PresentCase.subject, PresentCase.value)

_PROMISES = select(Commitment.action_point_id, Finding.contract_id).join(Commitment.item).join(ResponseItem.finding)
# (id, contract) of everything whose entries can change a number, by kind.
TOUCHING: dict[str, Any] = {
    Contract.__tablename__: select(Contract.id, Contract.id.label("contract_id")),
    Observation.__tablename__: select(Observation.id, Observation.contract_id),
    SecondReview.__tablename__: select(SecondReview.id, Observation.contract_id).join(SecondReview.observation),
    Finding.__tablename__: select(Finding.id, Finding.contract_id),
    Request.__tablename__: select(RequestFinding.request_id, Finding.contract_id).join(
        Finding, Finding.id == RequestFinding.finding_id
    ),
    ActionPoint.__tablename__: _PROMISES,
}


@every_minute
def count_present() -> None:
    """Bring the tallies up to date, batch by batch, each committed by itself."""
    keep_up(BATCH)
    commit()


def keep_up(batch: int | None = None) -> None:
    """Count again what was touched since the last time, or everything on a new day. `batch`: commit after so many."""
    count, today = _held(), clock.today()
    entries, is_new_day = _length(), count.whole_on != today
    for some in chunks(_all() if is_new_day else touched_since(count.entries), batch or BATCH):
        recount(some, today)
        if batch:
            commit()
    count = _held()
    count.entries, count.counted_at, count.whole_on = max(entries, count.entries), clock.now(), today


def touched_since(entry: int) -> list[int]:
    """Contracts of which the audit chain tells something after that entry."""
    found: set[int] = set()
    for kind, query in TOUCHING.items():
        told = query.subquery()
        new = select(AuditEntry.subject_id).where(AuditEntry.id > entry, AuditEntry.subject_kind == kind)
        found |= set(db.session.scalars(select(told.c.contract_id).where(told.c[0].in_(new))))
    return sorted(found)


def recount(contract_ids: Iterable[int], today: date) -> None:
    """Replace what these contracts contribute."""
    ids = list(contract_ids)
    _held()
    changes: Counter[Key] = Counter()
    for row in db.session.execute(counted_alone(ids)):
        changes[row[:-1]] -= row[-1]
    gone = delete(PresentCase).where(PresentCase.contract_id.in_(ids))
    db.session.execute(gone, execution_options={"synchronize_session": False})
    for code in CASES:
        for scope in ("whole", *SCOPES):
            _put(code, scope, ids, today)
    for row in db.session.execute(counted_alone(ids)):
        changes[row[:-1]] += row[-1]
    settle(PresentTally, changes)


def counted_alone(contract_ids: Any, *conditions: Any) -> Any:
    """(measure, scope, subject, value, how many units): of units that have no case on any other contract."""
    other = aliased(PresentCase)
    same = (getattr(other, column.key) == column for column in (*KEY, PresentCase.unit))
    elsewhere = exists().where(*same, other.contract_id.not_in(contract_ids))
    query = select(*KEY, func.count(distinct(PresentCase.unit))).group_by(*KEY)
    return query.where(PresentCase.contract_id.in_(contract_ids), ~elsewhere, *conditions)


def _all() -> list[int]:
    """Contracts that have a case, or may have one."""
    seen, found = select(Observation.contract_id), select(Finding.contract_id)
    return list(db.session.scalars(seen.union(found, select(PresentCase.contract_id)).order_by("contract_id")))


def _held() -> PresentCount:
    """The row of `PresentCount`, for this transaction alone."""
    query = select(PresentCount).with_for_update().execution_options(populate_existing=True)
    row: PresentCount | None = db.session.scalar(query)
    if row is None:
        row = PresentCount(id=1)
        db.session.add(row)
        db.session.flush()
    return row


def _length() -> int:
    """Of the audit chain. Entries become visible in their order: whoever writes one waits for the one before."""
    return db.session.scalar(select(func.max(AuditEntry.id))) or 0


def _put(code: str, scope: str, contract_ids: list[int], today: date) -> None:
    cases = CASES[code](today).subquery().c
    measure = cases.measure if "measure" in cases else literal(code)
    query, subject = _scoped(cases, scope)
    rows = query.with_only_columns(
        measure, literal(scope), subject, cases.value, cases.unit, cases.contract_id, func.min(cases.finding_id)
    )
    rows = rows.where(subject.is_not(None), cases.contract_id.in_(contract_ids))
    rows = rows.group_by(measure, subject, cases.value, cases.unit, cases.contract_id)
    columns = [column.key for column in (*KEY, PresentCase.unit, PresentCase.contract_id, PresentCase.finding_id)]
    db.session.execute(insert(PresentCase).from_select(columns, rows))


def _scoped(cases: Columns, scope: str) -> tuple[Select[Any], Any]:
    """The cases with the column of what they are by."""
    query = select(cases.unit).join(Contract, Contract.id == cases.contract_id)
    subject: Any = {"whole": cast(0, Integer), "subnetwork": Contract.subnetwork_id, "body": cases.body_id}.get(scope)
    if scope == "place":
        query, subject = query.join(Place, Place.id == Contract.place_id), func.coalesce(Place.parent_id, Place.id)
    elif scope == "focus":
        query, subject = query.join(PlanLink, _links(cases)), PlanLink.focus_area_id
    elif scope in {"year", "half"}:
        year, month = (cast(extract(part, cases.on_day), Integer) for part in ("year", "month"))
        subject = year if scope == "year" else year * 10 + case((month <= 6, 1), else_=2)
    return query, subject


def _links(cases: Columns) -> Any:
    """Of a finding its own focus areas, of an observation those of its contract."""
    own = and_(PlanLink.subject_kind == "finding", PlanLink.subject_id == cases.finding_id)
    of_contract = and_(
        cases.finding_id.is_(None), PlanLink.subject_kind == "contract", PlanLink.subject_id == cases.contract_id
    )
    return or_(own, of_contract)

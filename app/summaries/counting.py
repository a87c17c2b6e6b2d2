"""Keeping the public cases and their tallies right, in the transaction that publishes or takes back.

A page then reads tallies alone, however many findings are published. Called by `publishing`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select

from app.bodies.models import Place
from app.contracts.models import Contract
from app.core.database import db
from app.measures.tallies import Key, settle
from app.responses.models import Request, RequestFinding
from app.summaries.cases import Case, Face, cases_of
from app.summaries.models import PublishedCase, PublishedFinding, PublishedTally, SummaryVersion

BY_REQUEST = ("reply-rate", "in-time", "first-reply", "substantive-reply")
BATCH = 500  # findings


def recount(finding_ids: Collection[int]) -> None:
    """Replace what the findings, and the requests on them, contribute. A request is read from all its findings."""
    asked = select(RequestFinding.request_id).where(RequestFinding.finding_id.in_(finding_ids))
    numbers = set(db.session.scalars(select(Request.number).where(Request.id.in_(asked))))
    siblings = set(db.session.scalars(select(RequestFinding.finding_id).where(RequestFinding.request_id.in_(asked))))
    old = or_(
        and_(PublishedCase.measure.in_(BY_REQUEST), PublishedCase.unit.in_(numbers)),
        and_(PublishedCase.measure.not_in(BY_REQUEST), PublishedCase.finding_id.in_(finding_ids)),
    )
    changes = _taken(old)
    faces = list(_faces(siblings | set(finding_ids)))
    new = [case for case in cases_of(faces) if _concerns(case, numbers, finding_ids)]
    _put(new, changes)
    settle(PublishedTally, changes)


def recount_all() -> None:
    """For a database whose findings were published before there were tallies."""
    ids = list(db.session.scalars(select(PublishedFinding.finding_id).order_by(PublishedFinding.finding_id)))
    for start in range(0, len(ids), BATCH):
        recount(ids[start : start + BATCH])


def is_counted() -> bool:
    """Whether there is nothing to count, or something was counted."""
    published = db.session.scalar(select(PublishedFinding.finding_id).limit(1))
    return published is None or db.session.scalar(select(PublishedTally.measure).limit(1)) is not None


def _concerns(case: Case, numbers: Collection[str], finding_ids: Collection[int]) -> bool:
    return case.unit in numbers if case.measure in BY_REQUEST else case.finding_id in finding_ids


def _taken(old: ColumnElement[bool]) -> Counter[Key]:
    """Delete cases; how many of each tally went."""
    key = (PublishedCase.measure, PublishedCase.scope, PublishedCase.subject, PublishedCase.value)
    gone: Counter[Key] = Counter()
    for measure, scope, subject, value, number in db.session.execute(
        select(*key, func.count()).where(old).group_by(*key)
    ):
        gone[(measure, scope, subject, value)] = -number
    db.session.execute(delete(PublishedCase).where(old), execution_options={"synchronize_session": False})
    return gone


def _put(cases: Iterable[Case], changes: Counter[Key]) -> None:
    rows: list[dict[str, Any]] = []
    for case in cases:
        for scope, subject in case.scopes:
            changes[(case.measure, scope, subject, case.value)] += 1
            fields = {"measure": case.measure, "scope": scope, "subject": subject, "unit": case.unit}
            rows.append({**fields, "value": case.value, "finding_id": case.finding_id})
    if rows:
        db.session.execute(insert(PublishedCase), rows)


def _faces(finding_ids: Collection[int]) -> Iterator[Face]:
    """Those of the findings that are public now."""
    unit = func.coalesce(Place.parent_id, Place.id)
    cutoff = SummaryVersion.document["cutoff_on"].as_string()
    query = (
        select(PublishedFinding.document, cutoff, unit, Contract.subnetwork_id)
        .join(SummaryVersion, SummaryVersion.id == PublishedFinding.version_id)
        .join(Contract, Contract.id == PublishedFinding.contract_id)
        .outerjoin(Place, Place.id == Contract.place_id)
    )
    query = query.where(PublishedFinding.finding_id.in_(finding_ids)).order_by(PublishedFinding.finding_id)
    for part, day, place_id, subnetwork_id in db.session.execute(query):
        yield Face(part, date.fromisoformat(day), place_id, subnetwork_id)

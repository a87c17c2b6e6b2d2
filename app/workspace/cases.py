"""What each measure counts in the network's present state: one query for each, of the same columns.

Columns: `unit` (the id of a request, finding, commitment, observation or second look), `value` (0 or 1, or days),
`contract_id`, `body_id`, `finding_id` (None for observations), `on_day` (the day the period goes by). A request on
several findings is several rows of one unit. Nothing is grouped, so that a few contracts are counted as fast among a
million as alone.
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from app.contracts.models import Contract
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.days import days_between
from app.findings.models import Finding, Observation
from app.findings.second_models import SecondReview
from app.findings.states import VERDICTS as DECIDED
from app.findings.terms import FIXED, NOT_STATED
from app.measures.terms import SUBSTANTIVE
from app.partnership.models import ActionPoint
from app.responses.models import Commitment, Request, RequestFinding, Response, ResponseItem, Verification
from app.responses.rules import RANK

Columns = Any
VERDICTS = ("accept", "reject", "mark_duplicate")
REJECTED_FOR = "rejected-for:"  # then the cause, or nothing where nobody said


def _first(*conditions: Any) -> Any:
    """The first day of a reply that fits, of a request."""
    query = select(func.min(Response.answered_on)).join(ResponseItem).where(Response.request_id == Request.id)
    return query.where(*conditions).correlate(Request).scalar_subquery()


def _requests(value: Any) -> Select[Any]:
    query = select(
        Request.id.label("unit"),
        value.label("value"),
        Finding.contract_id,
        Request.body_id,
        Finding.id.label("finding_id"),
        Request.received_on.label("on_day"),
    )
    query = query.join(RequestFinding, RequestFinding.request_id == Request.id)
    query = query.join(Finding, Finding.id == RequestFinding.finding_id)
    return query.where(Request.state.in_(("delivered", "answered")), Request.received_on.is_not(None))


def _due(today: date, in_time: bool) -> Select[Any]:
    first, last = _first(), func.coalesce(Request.extended_until, Request.due_on)
    good = first <= last if in_time else first.is_not(None)
    return _requests(case((good, 1), else_=0)).where(or_(first.is_not(None), last < today))


def _days(_today: date, conditions: tuple[Any, ...] = ()) -> Select[Any]:
    first = _first(*conditions)
    return _requests(days_between(Request.received_on, first)).where(first.is_not(None))


def _problems(unit: Any, value: Any, body_id: Any = None) -> Select[Any]:
    received = (
        select(func.min(Request.received_on))
        .join(RequestFinding, RequestFinding.request_id == Request.id)
        .where(RequestFinding.finding_id == Finding.id)
        .correlate(Finding)
        .scalar_subquery()
    )
    query = select(
        unit.label("unit"),
        value.label("value"),
        Finding.contract_id,
        (body_id if body_id is not None else Finding.body_id).label("body_id"),
        Finding.id.label("finding_id"),
        received.label("on_day"),
    )
    return query.where(Finding.severity > 0, Finding.state.not_in(NOT_STATED))


def _look(voice: str) -> tuple[Any, Any]:
    """The last look of that voice at a finding, and the condition that joins it."""
    look, other = aliased(Verification), aliased(Verification)
    newest = select(other.id).where(other.finding_id == Finding.id, other.voice == voice)
    newest = newest.order_by(other.looked_on.desc(), other.id.desc()).limit(1).correlate(Finding)
    return look, look.id == newest.scalar_subquery()


def _with_fix(query_of: Callable[[Any], Select[Any]]) -> Select[Any]:
    """As `responses.rules.verified_outcome`: the monitor's look, unless a re-check on that day or later found worse."""
    (monitor, is_monitor), (recheck, is_recheck) = _look("monitor"), _look("recheck")
    rank, before = case(RANK, value=recheck.outcome), case(RANK, value=monitor.outcome)
    worse: ColumnElement[bool] = and_(recheck.looked_on >= monitor.looked_on, rank < before)
    fixed = and_(monitor.outcome.in_(FIXED), or_(recheck.id.is_(None), ~worse))
    return query_of(case((fixed, 1), else_=0)).outerjoin(monitor, is_monitor).outerjoin(recheck, is_recheck)


def _fixed(_today: date) -> Select[Any]:
    return _with_fix(lambda value: _problems(Finding.id, value).select_from(Finding))


def _reported(_today: date) -> Select[Any]:
    of_it = ResponseItem.finding_id == Finding.id
    done = select(func.min(case((ActionPoint.state == "done", 1), else_=0))).select_from(ResponseItem)
    done = done.join(Commitment, Commitment.item_id == ResponseItem.id).join(Commitment.action_point).where(of_it)
    said = exists().where(of_it, ResponseItem.fixed_on.is_not(None))
    promised = func.coalesce(done.correlate(Finding).scalar_subquery(), 0)
    return _problems(Finding.id, case((said, 1), else_=promised)).select_from(Finding)


def _kept(today: date) -> Select[Any]:
    """By the body that promised: where a question was sent on, that is another than the finding's."""
    promiser = select(Response.id.label("response_id"), Request.body_id).join(Request).subquery()

    def promises(value: Any) -> Select[Any]:
        query = _problems(Commitment.id, value, promiser.c.body_id).select_from(Finding)
        query = query.join(ResponseItem, ResponseItem.finding_id == Finding.id)
        query = query.join(promiser, promiser.c.response_id == ResponseItem.response_id)
        return query.join(Commitment, Commitment.item_id == ResponseItem.id)

    return _with_fix(promises).where(Commitment.promised_on <= today)


def _observations(value: Any) -> Select[Any]:
    query = select(
        Observation.id.label("unit"),
        value.label("value"),
        Observation.contract_id,
        Contract.buyer_id.label("body_id"),
        cast(null(), Integer).label("finding_id"),
        Observation.visited_on.label("on_day"),
    )
    return query.join(Contract, Contract.id == Observation.contract_id)


def _review(_today: date) -> Select[Any]:
    query = _observations(days_between(Observation.received_at, Observation.decided_at))
    return query.where(Observation.received_at.is_not(None), Observation.decided_at.is_not(None))


def _rejected(_today: date) -> Select[Any]:
    query = _observations(case((Observation.state == "rejected", 1), else_=0))
    return query.where(Observation.state.in_(DECIDED))


def _rejected_for(_today: date) -> Select[Any]:
    """One measure for each cause."""
    measure = literal(REJECTED_FOR).concat(func.coalesce(Observation.rejected_for, ""))
    return _observations(literal(1)).add_columns(measure.label("measure")).where(Observation.state == "rejected")


def _agreed(_today: date) -> Select[Any]:
    query = select(
        SecondReview.id.label("unit"),
        case((SecondReview.verdict == SecondReview.first_verdict, 1), else_=0).label("value"),
        Observation.contract_id,
        Contract.buyer_id.label("body_id"),
        cast(null(), Integer).label("finding_id"),
        Observation.visited_on.label("on_day"),
    )
    query = query.join(Observation, Observation.id == SecondReview.observation_id)
    return query.join(Contract, Contract.id == Observation.contract_id).where(SecondReview.decided_at.is_not(None))


CASES: dict[str, Callable[[date], Select[Any]]] = {
    "reply-rate": partial(_due, in_time=False),
    "in-time": partial(_due, in_time=True),
    "first-reply": _days,
    "substantive-reply": partial(_days, conditions=(ResponseItem.position.in_(SUBSTANTIVE),)),
    "fix-rate": _fixed,
    "reported-fix-rate": _reported,
    "commitments-kept": _kept,
    "review-time": _review,
    "rejected-share": _rejected,
    REJECTED_FOR: _rejected_for,
    "agreement-rate": _agreed,
}


def _reason() -> Any:
    """Of the last decision on an observation."""
    query = select(AuditEntry.reason).where(
        AuditEntry.subject_kind == Observation.__tablename__,
        AuditEntry.subject_id == Observation.id,
        AuditEntry.verb.in_(VERDICTS),
    )
    return query.order_by(AuditEntry.id.desc()).limit(1).correlate(Observation).scalar_subquery()


NOTES: dict[str, tuple[Any, Any]] = {
    "requests": (Request.id, Request.number),
    "findings": (Finding.id, Finding.title_mn),
    "commitments": (Commitment.id, Commitment.text),
    "observations": (Observation.id, _reason()),
    "second_reviews": (SecondReview.id, cast(SecondReview.observation_id, String)),
}


def notes_on(kind: str, units: Collection[int]) -> dict[int, str]:
    """What a list says of each unit, in words. `kind`: a code of `measures.terms.UNITS`."""
    key, note = NOTES[kind]
    rows = db.session.execute(select(key, note).where(key.in_(units)))
    return {row[0]: row[1] for row in rows}

"""What each measure counts in the network's present state: one query for each, of the same columns.

Columns: `unit` (a request, finding, commitment, observation or second look), `value` (0 or 1, or days), `contract_id`,
`body_id`, `finding_id` (None for observations), `on_day` (the day the period goes by), `note`; of observations also
`cause`, why it was rejected. A request on several findings is several rows of one unit.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, case, cast, func, null, or_, select

from app.contracts.models import Contract
from app.core.audit import AuditEntry
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


def _first(*conditions: Any) -> Any:
    """The first day of a reply that fits, by request."""
    query = select(Response.request_id, func.min(Response.answered_on).label("on_day")).join(ResponseItem)
    return query.where(*conditions).group_by(Response.request_id).subquery()


def _requests(value: Any) -> Select[Any]:
    query = select(
        Request.id.label("unit"),
        value.label("value"),
        Finding.contract_id,
        Request.body_id,
        Finding.id.label("finding_id"),
        Request.received_on.label("on_day"),
        Request.number.label("note"),
    )
    query = query.join(RequestFinding, RequestFinding.request_id == Request.id)
    query = query.join(Finding, Finding.id == RequestFinding.finding_id)
    return query.where(Request.state.in_(("delivered", "answered")), Request.received_on.is_not(None))


def _due(today: date, in_time: bool) -> Select[Any]:
    first, last = _first(), func.coalesce(Request.extended_until, Request.due_on)
    good = first.c.on_day <= last if in_time else first.c.on_day.is_not(None)
    query = _requests(case((good, 1), else_=0)).outerjoin(first, first.c.request_id == Request.id)
    return query.where(or_(first.c.on_day.is_not(None), last < today))


def _days(_today: date, conditions: tuple[Any, ...] = ()) -> Select[Any]:
    first = _first(*conditions)
    value = days_between(Request.received_on, first.c.on_day)
    return _requests(value).join(first, first.c.request_id == Request.id)


def _problems(unit: Any, value: Any, note: Any = None, body_id: Any = None) -> Select[Any]:
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
        (note if note is not None else Finding.title_mn).label("note"),
    )
    return query.where(Finding.severity > 0, Finding.state.not_in(NOT_STATED))


def _looks(voice: str) -> Any:
    """The last look of that voice at each finding."""
    newest = func.row_number().over(
        partition_by=Verification.finding_id, order_by=(Verification.looked_on.desc(), Verification.id.desc())
    )
    rank = case(RANK, value=Verification.outcome)
    query = select(Verification.finding_id, Verification.outcome, Verification.looked_on, rank.label("rank"))
    ranked = query.add_columns(newest.label("place")).where(Verification.voice == voice).subquery()
    return select(ranked).where(ranked.c.place == 1).subquery()


def _with_fix(query_of: Callable[[Any], Select[Any]]) -> Select[Any]:
    """As `responses.rules.verified_outcome`: the monitor's look, unless a re-check on that day or later found worse."""
    monitor, recheck = _looks("monitor"), _looks("recheck")
    worse: ColumnElement[bool] = and_(recheck.c.looked_on >= monitor.c.looked_on, recheck.c.rank < monitor.c.rank)
    fixed = and_(monitor.c.outcome.in_(FIXED), or_(recheck.c.finding_id.is_(None), ~worse))
    query = query_of(case((fixed, 1), else_=0)).outerjoin(monitor, monitor.c.finding_id == Finding.id)
    return query.outerjoin(recheck, recheck.c.finding_id == Finding.id)


def _fixed(_today: date) -> Select[Any]:
    return _with_fix(lambda value: _problems(Finding.id, value).select_from(Finding))


def _reported(_today: date) -> Select[Any]:
    done = func.min(case((ActionPoint.state == "done", 1), else_=0)).label("done")
    query = select(ResponseItem.finding_id, done).select_from(ResponseItem)
    query = query.join(Commitment, Commitment.item_id == ResponseItem.id).join(Commitment.action_point)
    promised = query.group_by(ResponseItem.finding_id).subquery()
    said = select(ResponseItem.finding_id).where(ResponseItem.fixed_on.is_not(None)).distinct().subquery()
    reported = case((said.c.finding_id.is_not(None), 1), else_=func.coalesce(promised.c.done, 0))
    cases = _problems(Finding.id, reported).select_from(Finding)
    cases = cases.outerjoin(promised, promised.c.finding_id == Finding.id)
    return cases.outerjoin(said, said.c.finding_id == Finding.id)


def _kept(today: date) -> Select[Any]:
    """By the body that promised: where a question was sent on, that is another than the finding's."""
    promiser = select(Response.id.label("response_id"), Request.body_id).join(Request).subquery()

    def promises(value: Any) -> Select[Any]:
        query = _problems(Commitment.id, value, Commitment.text, promiser.c.body_id).select_from(Finding)
        query = query.join(ResponseItem, ResponseItem.finding_id == Finding.id)
        query = query.join(promiser, promiser.c.response_id == ResponseItem.response_id)
        return query.join(Commitment, Commitment.item_id == ResponseItem.id)

    return _with_fix(promises).where(Commitment.promised_on <= today)


def _reason() -> Any:
    """Of the last decision on an observation; asked of the database only where a list shows it."""
    query = select(AuditEntry.reason).where(
        AuditEntry.subject_kind == "observation",
        AuditEntry.subject_id == Observation.id,
        AuditEntry.verb.in_(VERDICTS),
    )
    return query.order_by(AuditEntry.id.desc()).limit(1).correlate(Observation).scalar_subquery()


def _observations(value: Any) -> Select[Any]:
    query = select(
        Observation.id.label("unit"),
        value.label("value"),
        Observation.contract_id,
        Contract.buyer_id.label("body_id"),
        cast(null(), Integer).label("finding_id"),
        Observation.visited_on.label("on_day"),
        _reason().label("note"),
        Observation.rejected_for.label("cause"),
    )
    return query.join(Contract, Contract.id == Observation.contract_id)


def _review(_today: date) -> Select[Any]:
    query = _observations(days_between(Observation.received_at, Observation.decided_at))
    return query.where(Observation.received_at.is_not(None), Observation.decided_at.is_not(None))


def _rejected(_today: date) -> Select[Any]:
    query = _observations(case((Observation.state == "rejected", 1), else_=0))
    return query.where(Observation.state.in_(DECIDED))


def _agreed(_today: date) -> Select[Any]:
    query = select(
        SecondReview.id.label("unit"),
        case((SecondReview.verdict == SecondReview.first_verdict, 1), else_=0).label("value"),
        Observation.contract_id,
        Contract.buyer_id.label("body_id"),
        cast(null(), Integer).label("finding_id"),
        Observation.visited_on.label("on_day"),
        cast(SecondReview.observation_id, String).label("note"),
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
    "agreement-rate": _agreed,
}

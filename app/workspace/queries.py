"""What several features know together: what waits for a person, and everything linked to a part of the plan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.contracts.models import Contract, ContractSupplier, Supplier
from app.core import clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound
from app.findings.models import Finding, Observation
from app.findings.queries import count_differing, count_drawn, count_to_check, count_to_decide, count_to_open
from app.partnership.meetings import queries as meetings
from app.partnership.meetings.models import Meeting
from app.partnership.models import ActionPoint
from app.partnership.queries import linked_ids, subnetworks_of
from app.responses.models import Request, RequestFinding, Response
from app.responses.queries import count_overdue, count_unclear
from app.responses.queries.replies import count_new_replies
from app.responses.queries.revisits import count_stuck
from app.summaries.models import Summary
from app.tips.queries import count_waiting as count_waiting_tips


@dataclass(frozen=True)
class Linked:
    """What is linked to a part of the plan; None for a kind the reader may not read. Meetings: those they may read."""

    contracts: list[Contract] | None
    findings: list[Finding] | None
    responses: list[Response] | None
    meetings: list[Meeting]


READING = {Contract: "register.read", Finding: "findings.read", Response: "requests.read"}


def linked_to(reader: Actor, **end: int) -> Linked:
    """`focus_area_id=` or `action_point_id=`; each list the newest first."""
    contracts, findings, responses = (_rows(model, end) if reader.can(may) else None for model, may in READING.items())
    return Linked(contracts, findings, responses, meetings.meetings_linked(reader, **end))


def _rows(model: Any, end: dict[str, int]) -> list[Any]:
    ids = linked_ids(model.__tablename__, **end)
    return list(db.session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id.desc())))


SUBJECTS: dict[str, tuple[Any, str]] = {
    "contract": (Contract, "register.read"),
    "finding": (Finding, "findings.read"),
    "request": (Request, "requests.read"),
}
MOST_OFFERED = 40  # of a kind, the newest


def subjects_of_meeting(meeting: Meeting, reader: Actor) -> dict[str, list[Any]]:
    """What a meeting was about, by kind; only kinds that this person may read."""
    chosen = meetings.subjects_of(meeting)
    return {
        kind: list(db.session.scalars(select(model).where(model.id.in_(chosen[kind])).order_by(model.id)))
        for kind, (model, may) in SUBJECTS.items()
        if kind in chosen and reader.can(may)
    }


def subjects_for(meeting: Meeting, chosen: dict[str, list[int]]) -> dict[str, list[Any]]:
    """What a meeting with this body may be about: its monitored contracts, its findings, its requests; and what was
    chosen before."""
    offered: dict[str, Any] = {
        "contract": and_(Contract.buyer_id == meeting.body_id, Contract.state == "monitored"),
        "finding": and_(Finding.body_id == meeting.body_id, Finding.state != "dropped"),
        "request": Request.body_id == meeting.body_id,
    }
    return {kind: _offered(SUBJECTS[kind][0], fits, chosen.get(kind, [])) for kind, fits in offered.items()}


def _offered(model: Any, fits: Any, chosen: list[int]) -> list[Any]:
    newest = list(db.session.scalars(select(model).where(fits).order_by(model.id.desc()).limit(MOST_OFFERED)))
    missing = set(chosen) - {row.id for row in newest}
    return newest + list(db.session.scalars(select(model).where(model.id.in_(missing)).order_by(model.id.desc())))


def get_response(response_id: int) -> Response:
    """Raises NotFound."""
    if response := db.session.get(Response, response_id):
        return response
    raise NotFound()


def list_requests_about(contract: Contract) -> list[Request]:
    """Every request about findings of a contract, the newest first."""
    about = select(RequestFinding.request_id).join(Finding).where(Finding.contract_id == contract.id)
    return list(db.session.scalars(select(Request).where(Request.id.in_(about)).order_by(Request.id.desc())))


def count_waiting(person: User) -> dict[str, int]:
    """How much waits for this person, by kind; only kinds that concern them."""
    today = clock.today()
    found = {}
    if person.can("observations.log"):
        found["answers"] = _count(
            Observation, Observation.monitor_id == person.id, Observation.state == "needs_information"
        )
    if person.can("observations.review"):
        found["reviews"] = _count(
            Observation,
            Observation.state.in_(("received", "in_review")),
            Observation.monitor_id != person.id,
            Observation.contract_id.in_(_contracts_of(person)),
        )
        seldom = {"second_looks": count_drawn(person), "differing": count_differing(person)}
        found |= {kind: count for kind, count in seldom.items() if count}
    if person.can("originals.approve"):
        found["originals"] = count_to_decide(person)
    if person.can("originals.ask") and (ready := count_to_open(person, clock.now())):
        found["to_open"] = ready  # seldom any, and then for an hour
    if person.can("tips.handle"):
        found["tips"] = count_waiting_tips(person)
    if person.can("findings.check"):
        found["checks"] = count_to_check(person)
    if person.can("outcomes.assess"):
        found["replies"] = count_new_replies(person)
    if person.can("requests.manage"):
        found["letters"] = _count(Finding, Finding.state == "checked")
        found["deliveries"] = _count(Request, Request.state == "sent")
        found["overdue"] = count_overdue(today)
        found["referrals"] = count_unclear()
    if person.can("monitoring.manage"):
        found["revisits"] = count_stuck(person, today)
    if person.can("summaries.clear"):
        found["clearings"] = _count(
            Summary, Summary.state.in_(("right_of_reply", "cleared")), Summary.edited_by_id != person.id
        )
    if person.can("actions.work"):
        found["actions"] = _count(
            ActionPoint, ActionPoint.state.in_(("agreed", "under_way")), ActionPoint.due_on < today
        )
    return found


def _contracts_of(person: User) -> Any:
    query = select(Contract.id)
    if person.can("subnetworks.all"):
        return query
    return query.where(Contract.subnetwork_id.in_([network.id for network in subnetworks_of(person)]))


def _count(model: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


@dataclass(frozen=True)
class PartyRecord:
    """Of one body or supplier: findings, and of a body how it answered the requests that reached it. None for what it
    does not have or the reader may not read."""

    findings: list[Finding] | None
    requests: int | None
    answered: int | None
    overdue: int | None


MOST_FINDINGS = 50


def record_of_body(body: PublicBody, reader: Actor, today: date) -> PartyRecord:
    """Requests count once they were sent."""
    found = select(Finding).where(Finding.body_id == body.id).order_by(Finding.id.desc()).limit(MOST_FINDINGS)
    findings = list(db.session.scalars(found)) if reader.can("findings.read") else None
    if not reader.can("requests.read"):
        return PartyRecord(findings, None, None, None)
    sent = list(db.session.scalars(select(Request).where(Request.body_id == body.id, Request.sent_at.is_not(None))))
    answered = [request for request in sent if request.state == "answered"]
    overdue = [r for r in sent if r.state != "answered" and r.last_day and r.last_day < today]
    return PartyRecord(findings, len(sent), len(answered), len(overdue))


def record_of_supplier(supplier: Supplier, reader: Actor) -> PartyRecord:
    """Findings on its contracts. Requests go to bodies, so it has none."""
    supplied = select(ContractSupplier.contract_id).where(ContractSupplier.supplier_id == supplier.id)
    found = select(Finding).where(Finding.contract_id.in_(supplied)).order_by(Finding.id.desc()).limit(MOST_FINDINGS)
    return PartyRecord(list(db.session.scalars(found)) if reader.can("findings.read") else None, None, None, None)

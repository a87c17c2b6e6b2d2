"""Reads of reminders: what was sent about a request, what comes next, whom a case goes to."""

from datetime import date

from flask import current_app
from sqlalchemy import select

from app.accounts.models import User
from app.bodies.models import PublicBody
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.errors import NotFound
from app.partnership.queries import members_of
from app.responses.models import Request
from app.responses.notice_models import EscalationAddressee, NoticeMail, ReminderPause, RequestNotice
from app.responses.queries.requests import standing_findings
from app.responses.steps import ADDRESSEE, HEAD, Pace, Planned, plan
from app.responses.working_days import Calendar


def term_of(request: Request) -> int:
    """0, or 1 once the term was extended."""
    return int(request.extended_until is not None)


def subject_of_mail(mail_id: int) -> tuple[Request | None, str]:
    """The request of which a mail of ours speaks, and to whom it went; None and nothing for any other mail."""
    query = select(Request, NoticeMail.to_whom).join(RequestNotice, RequestNotice.request_id == Request.id)
    found = db.session.execute(query.join(NoticeMail).where(NoticeMail.mail_id == mail_id)).first()
    return (found[0], found[1]) if found else (None, "")


def list_notices(request: Request) -> list[RequestNotice]:
    """Every step done about the request, oldest first."""
    query = select(RequestNotice).where(RequestNotice.request_id == request.id)
    return list(db.session.scalars(query.order_by(RequestNotice.id)))


def done_steps(request: Request) -> set[str]:
    """Codes of the steps done in the present term."""
    return {row.step for row in list_notices(request) if row.term == term_of(request)}


def planned_steps(request: Request, calendar: Calendar) -> list[Planned]:
    """Every step of the present term, done or not; none while no clock runs."""
    if request.state != "delivered" or not (request.last_day and request.due_on and request.received_on):
        return []
    addressees = [row.id for row in path_of(request.body)]
    return plan(request.last_day, (request.due_on - request.received_on).days, addressees, calendar, pace())


def pace() -> Pace:
    """How this installation spaces its reminders: REMIND_DAYS_BEFORE and ESCALATE_EVERY_DAYS."""
    return Pace(current_app.config["REMIND_DAYS_BEFORE"], current_app.config["ESCALATE_EVERY_DAYS"])


def coming_steps(request: Request, calendar: Calendar) -> list[Planned]:
    """Steps that are still to be done, the next one first."""
    done = done_steps(request)
    return [step for step in planned_steps(request, calendar) if step.code not in done]


def pause_of(request: Request) -> ReminderPause | None:
    return db.session.get(ReminderPause, request.id, populate_existing=True)


def list_due_for_notice(today: date) -> list[int]:
    """Ids of requests that may owe a reminder: received, unanswered, not paused."""
    paused = select(ReminderPause.request_id)
    query = select(Request.id).where(
        Request.state == "delivered", Request.received_on <= today, Request.id.not_in(paused)
    )
    return list(db.session.scalars(query.order_by(Request.id)))


def list_addressees() -> list[EscalationAddressee]:
    """Those in use: of all bodies first, then body by body, each in order."""
    query = select(EscalationAddressee).where(EscalationAddressee.removed_at.is_(None))
    order = EscalationAddressee.body_id.nulls_first(), EscalationAddressee.position, EscalationAddressee.id
    return list(db.session.scalars(query.order_by(*order)))


def path_of(body: PublicBody) -> list[EscalationAddressee]:
    """Whom a case of this body goes to after its head: the body's own addressees, then those of all bodies."""
    rows = [row for row in list_addressees() if row.body_id in (None, body.id)]
    return sorted(rows, key=lambda row: row.body_id is None)


def get_addressee(addressee_id: int | None) -> EscalationAddressee:
    """In use or removed. Raises NotFound."""
    row = db.session.get(EscalationAddressee, addressee_id) if addressee_id else None
    if row is None:
        raise NotFound()
    return row


def addressees_told(request: Request) -> list[EscalationAddressee]:
    """Those in use to whom the case of the request went already, the first first."""
    ids = [int(row.step.partition(":")[2]) for row in list_notices(request) if row.step.startswith(ADDRESSEE)]
    found = [get_addressee(number) for number in dict.fromkeys(ids)]
    return [row for row in found if row.removed_at is None]


def head_told(request: Request) -> str | None:
    """The address of the head of the body, if the case went there already."""
    went = any(row.step == HEAD for row in list_notices(request))
    return request.body.head_email if went else None


def leads_of(request: Request) -> list[User]:
    """Leads of the subnetworks that monitor the contracts, whose accounts are open."""
    subnetworks = {row.contract.subnetwork for row in standing_findings(request) if row.contract.subnetwork}
    people = {member.user for network in subnetworks for member in members_of(network) if not member.until_on}
    return sorted((person for person in people if person.is_active and "lead" in person.roles), key=lambda row: row.id)


def coordinator_of(request: Request) -> User | None:
    """Who sent the letter, or who wrote it if that account is closed or nobody did; None if both are closed."""
    sent = select(User).join(AuditEntry, AuditEntry.actor_id == User.id)
    sent = sent.where(AuditEntry.subject_kind == Request.__tablename__, AuditEntry.subject_id == request.id)
    sender = db.session.scalars(sent.where(AuditEntry.verb == "send").order_by(AuditEntry.id.desc())).first()
    return next((person for person in (sender, request.author) if person and person.is_active), None)


def our_own(request: Request) -> list[tuple[str, User]]:
    """Who of the network is told about the request: "lead" or "coordinator", and the person; everybody once."""
    people = {lead.id: ("lead", lead) for lead in leads_of(request)}
    if coordinator := coordinator_of(request):
        people[coordinator.id] = ("coordinator", coordinator)
    return list(people.values())

"""Writes once the body has the letter: the clock starts, and may be extended once."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import clock, mail
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, WrongState
from app.findings import service as findings_service
from app.findings.models import Finding
from app.findings.states import FINDING
from app.responses import deadlines, links, queries, reply_letters
from app.responses.models import Request
from app.responses.policy import require, require_own
from app.responses.service.holding import hold, hold_whole
from app.responses.states import REQUEST
from app.responses.terms import PROOFS


def record_delivery(
    request: Request,
    actor: Actor,
    at: datetime,
    *,
    received_on: date,
    proof: str,
    registry_number: str | None = None,
) -> None:
    """The body has the letter: the clock starts, the due date and its arithmetic are frozen. Raises Invalid.

    Source of the start: the day on which the body received and registered the letter is day 0.
    """
    hold_whole(request)
    require_own(actor, request)
    REQUEST.check(request, "deliver", actor, received_on=received_on, proof=proof)
    _check_delivery(request, at, received_on, proof, registry_number)
    due = deadlines.due(queries.arithmetic(request.rule), received_on, queries.calendar())
    said = {"received_on": received_on.isoformat(), "proof": proof, "due_on": due.due_on.isoformat()}
    REQUEST.take(request, "deliver", actor, at, received_on=received_on, proof=proof, details=said)
    request.received_on, request.proof, request.registry_number = received_on, proof, registry_number or None
    request.due_on, request.explanation = due.due_on, deadlines.to_json(due)
    links.keep_open(request)
    for finding in _moved_by(request):
        if FINDING.find(finding.state, "notify"):
            findings_service.notify(finding, actor, at, request=request.number, received_on=received_on.isoformat())
    if actor.actor_id is None:
        reply_letters.tell_of_receipt(request, actor)


def _check_delivery(request: Request, at: datetime, received_on: date, proof: str, registry_number: str | None) -> None:
    errors: dict[str, Any] = {}
    if received_on > clock.local_day(at):
        errors["received_on"] = _l("This day is in the future.")
    elif request.sent_at and received_on < clock.local_day(request.sent_at):
        errors["received_on"] = _l("The request was sent after that day.")
    if proof not in PROOFS:
        errors["proof"] = _l("Not a valid choice.")
    elif proof == "registry" and not registry_number:
        errors["registry_number"] = _l("Enter the number under which the body registered the letter.")
    elif proof == "mail" and not _mail_was_accepted(request):
        errors["proof"] = _l("No mail server has accepted this letter yet.")
    if errors:
        raise Invalid(errors)


def _mail_was_accepted(request: Request) -> bool:
    mails = [attempt.mail_id for attempt in request.attempts if attempt.mail_id]
    query = select(mail.OutgoingMail.id).where(
        mail.OutgoingMail.id.in_(mails), mail.OutgoingMail.accepted_at.is_not(None)
    )
    return db.session.scalars(query).first() is not None


def acknowledge(
    request: Request, actor: Actor, at: datetime, *, received_on: date, registry_number: str | None = None
) -> None:
    """The body says through its link that it has the letter. Proof of delivery, if there was none yet."""
    if request.state == "sent":
        record_delivery(request, actor, at, received_on=received_on, proof="link", registry_number=registry_number)
    require(actor, "requests.manage", "requests.answer")
    require_own(actor, request)
    if request.state not in ("delivered", "answered"):
        raise WrongState(_l("Only a request that was sent can be acknowledged."))
    for finding in _moved_by(request):
        if finding.state == "notified":
            findings_service.acknowledge(finding, actor, at)


def _moved_by(request: Request) -> list[Finding]:
    """The findings whose state goes with this letter: none of one sent on, for it is the first body's."""
    return [] if queries.is_onward(request) else queries.standing_findings(request)


def extend(
    request: Request, actor: Actor, at: datetime, *, days: int, reason: str, asked_on: date | None = None
) -> None:
    """Extend the term once, by `days` of the kind of the rule. `asked_on`: when the body said so, in time."""
    hold(request)
    require_own(actor, request)
    REQUEST.check(request, "extend", actor, reason=reason)
    asked_on = asked_on or clock.local_day(at)
    _check_asked(request, asked_on, clock.local_day(at))
    rule, first = queries.arithmetic(request.rule), queries.due_date_of(request)
    if first is None:
        raise Missing("received_on", _l("Enter the day on which the body received the letter."))
    final = deadlines.extended(first, rule, queries.calendar(), by=days)
    said = {"days": days, "asked_on": asked_on.isoformat(), "until": final.due_on.isoformat()}
    REQUEST.take(request, "extend", actor, at, reason=reason, details=said)
    request.extended_until, request.extension_reason = final.due_on, reason
    request.explanation = deadlines.to_json(final)
    links.keep_open(request)
    reply_letters.tell_of_extension(request, actor)


def _check_asked(request: Request, asked_on: date, today: date) -> None:
    if request.received_on and not request.received_on <= asked_on <= today:
        raise Invalid({"asked_on": _l("Choose a day between receipt and today.")})
    if request.due_on and asked_on > request.due_on:
        raise Invalid({"asked_on": _l("The term had already run out on that day.")})

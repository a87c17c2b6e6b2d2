"""Reminders about due dates, once a day: each step of a request is done once, and noted with its mails."""

import logging
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, mail, queue
from app.core.actors import Actor, System
from app.core.database import commit, db, roll_back
from app.core.errors import Missing, Refused
from app.responses import notice_letters, queries
from app.responses.models import Request
from app.responses.notice_models import NoticeMail, ReminderPause, RequestNotice
from app.responses.policy import require
from app.responses.queries import notices
from app.responses.service.holding import hold
from app.responses.steps import Owed, Planned, owed
from app.responses.working_days import Calendar

SYSTEM = System()
log = logging.getLogger(__name__)


@queue.every_day
def remind_bodies() -> None:
    """Do what is owed today, each request in a transaction of its own: a fault in one stops no other, and it is tried
    again on the next run. Nothing on a day off."""
    at = clock.now()
    calendar = queries.calendar()
    if calendar.why_off(clock.local_day(at)):
        return
    for number in notices.list_due_for_notice(clock.local_day(at)):
        try:
            remind(queries.get_request(number), at, calendar)
            commit()
        except Exception:
            roll_back()
            log.exception("request %s could not be reminded of", number)


def remind(request: Request, at: datetime, calendar: Calendar) -> list[RequestNotice]:
    """The steps of one request whose day has come. The row is held: a second worker finds them done."""
    hold(request)
    if request.state != "delivered" or notices.pause_of(request):
        return []
    steps = notices.planned_steps(request, calendar)
    waiting = owed(steps, notices.done_steps(request), clock.local_day(at))
    return [_do(request, one, at) for one in waiting]


def _do(request: Request, one: Owed, at: datetime) -> RequestNotice:
    notice = RequestNotice(
        request_id=request.id,
        step=one.step.code,
        term=notices.term_of(request),
        due_on=request.last_day,
        at=at,
        superseded=not one.send,
    )
    db.session.add(notice)
    db.session.flush()
    if one.send:
        _write_mails(notice, request, one.step, at)
    verb = "escalate" if one.step.escalates else "remind"
    due_on = notice.due_on.isoformat()
    audit.record(SYSTEM, at, verb, request, step=one.step.code, due_on=due_on, mails=len(notice.mails))
    return notice


def _write_mails(notice: RequestNotice, request: Request, step: Planned, at: datetime) -> None:
    for letter in notice_letters.letters_of(request, step, at):
        written = mail.write(letter.address, letter.subject, letter.text)
        db.session.add(NoticeMail(notice=notice, mail_id=written.id, to_whom=letter.to_whom))
    db.session.flush()


def pause_reminders(request: Request, reason: str, actor: Actor, at: datetime) -> None:
    """Nothing is sent about this request until somebody lifts the pause. Raises Missing without a reason."""
    require(actor, "requests.manage")
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    hold(request)
    if notices.pause_of(request):
        raise Refused(_l("Reminders are paused already."))
    db.session.add(ReminderPause(request_id=request.id, reason=reason, by_id=actor.actor_id, since=at))
    audit.record(actor, at, "pause_reminders", request, reason=reason)


def resume_reminders(request: Request, actor: Actor, at: datetime) -> None:
    """Lift the pause; what fell due meanwhile is caught up by the next run."""
    require(actor, "requests.manage")
    hold(request)
    pause = notices.pause_of(request)
    if pause is None:
        raise Refused(_l("Reminders are not paused."))
    db.session.delete(pause)
    audit.record(actor, at, "resume_reminders", request)

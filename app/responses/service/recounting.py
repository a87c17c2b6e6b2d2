"""Counting due dates anew when the calendar changed: each case that moves is logged, and whom it concerns is told."""

from datetime import date, datetime
from typing import Any, NamedTuple

from app.core import audit, clock, mail
from app.core.actors import Actor
from app.core.database import db
from app.responses import deadlines, links, notice_letters, queries
from app.responses.models import Request
from app.responses.notice_models import NoticeMail, RequestNotice
from app.responses.queries import notices
from app.responses.service.holding import hold
from app.responses.steps import MOVED
from app.responses.working_days import Calendar


class Moved(NamedTuple):
    """A request whose last day moved. `had_passed`: it was over before, or is over now, on the day of the change."""

    request: Request
    before: date
    had_passed: bool


def hold_running() -> list[Request]:
    """Requests whose clock still matters, held before anything is logged: who acts on one of them does it in the same
    order, so nobody waits for the other in a circle."""
    for request in queries.list_running():
        hold(request)
    return queries.list_running()


def recount(requests: list[Request], actor: Actor, at: datetime, reason: str | None) -> list[Moved]:
    """Count these held requests by the calendar as it is now. Returns those whose last day moved."""
    calendar = queries.calendar()
    found = (_recount(request, calendar, actor, at, reason) for request in requests)
    return [moved for moved in found if moved]


def _recount(request: Request, calendar: Calendar, actor: Actor, at: datetime, reason: str | None) -> Moved | None:
    """Nothing changes, and nothing is logged, while the days and their arithmetic stay as they were."""
    old = queries.due_date_of(request)
    if old is None or not deadlines.recompute_needed(old, calendar):
        return None
    first, final = recounted(request, calendar)
    if _arithmetic(final) == _arithmetic(old):
        return None
    before = old.due_on
    passed = min(before, final.due_on) < clock.local_day(at)
    request.due_on, request.explanation = first.due_on, deadlines.to_json(final)
    request.extended_until = final.due_on if request.extended_until else None
    links.keep_open(request)
    said: dict[str, Any] = {"before": before.isoformat(), "after": final.due_on.isoformat(), "passed": passed}
    audit.record(actor, at, "recompute", request, reason=reason, calendar=calendar.version, **said)
    if final.due_on == before:
        return None
    _tell(request, before, at)
    return Moved(request, before, passed)


def _arithmetic(due_date: deadlines.DueDate) -> list[deadlines.Step]:
    return [step for step in due_date.steps if step.code != "calendar"]


def recounted(request: Request, calendar: Calendar) -> tuple[deadlines.DueDate, deadlines.DueDate]:
    """The first due date of a delivered request and its last one, counted anew by a calendar."""
    rule, old = queries.arithmetic(request.rule), queries.due_date_of(request)
    if old is None:
        raise ValueError(f"request {request.id} was never delivered")
    first = final = deadlines.due(rule, old.received_on, calendar)
    for step in old.steps:
        if step.code == "extended":
            final = deadlines.extended(first, rule, calendar, by=step.number)
    return first, final


def _tell(request: Request, before: date, at: datetime) -> None:
    """Mails to the body, the leads and the coordinator; while reminders are paused, to our own people alone."""
    count = sum(row.step.startswith(MOVED) for row in notices.list_notices(request))
    notice = RequestNotice(
        request_id=request.id,
        step=f"{MOVED}{count + 1}",
        term=notices.term_of(request),
        due_on=request.last_day,
        at=at,
    )
    db.session.add(notice)
    db.session.flush()
    for letter in notice_letters.letters_of_move(request, before, at):
        written = mail.write(letter.address, letter.subject, letter.text)
        db.session.add(NoticeMail(notice=notice, mail_id=written.id, to_whom=letter.to_whom))
    db.session.flush()

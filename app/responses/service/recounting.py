"""Counting due dates anew when the calendar changed: each case that moves is logged, and whom it concerns is told."""

from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, mail
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Stale
from app.responses import deadlines, links, notice_letters, queries
from app.responses.models import Request
from app.responses.notice_models import NoticeMail, RequestNotice
from app.responses.queries import notices
from app.responses.service.holding import hold
from app.responses.steps import MOVED
from app.responses.working_days import Calendar, digest


class Moved(NamedTuple):
    """A request whose last day moves. `had_passed`: it was over before, or is over now, on the day of the change."""

    request: Request
    before: date
    after: date
    had_passed: bool


class Unseen(Stale):
    """These due dates would move, and this person did not see it. `mark`: what to send back as `seen`."""

    def __init__(self, moves: list[Moved]) -> None:
        super().__init__(_l("Other due dates would move than those you were shown. Nothing is saved: look once more."))
        self.moves = moves
        self.mark = mark_of(moves)


def hold_running() -> list[Request]:
    """Requests whose clock still matters, held before anything is logged: who acts on one of them does it in the same
    order, so nobody waits for the other in a circle."""
    for request in queries.list_running():
        hold(request)
    return queries.list_running()


def shown_first(requests: list[Request], calendar: Calendar, seen: str, at: datetime) -> None:
    """Raises Unseen unless `seen` is the mark of what this calendar would move; one that moves nothing needs none."""
    moves = _foresee(requests, calendar, at)
    if moves and seen != mark_of(moves):
        raise Unseen(moves)


def mark_of(moves: list[Moved]) -> str:
    """Twelve hexadecimal digits that change with any request, day or passed term among the moves."""
    return digest([[row.request.id, row.before.isoformat(), row.after.isoformat(), row.had_passed] for row in moves])


def _foresee(requests: list[Request], calendar: Calendar, at: datetime) -> list[Moved]:
    """What `recount` would return by that calendar, those whose day has passed first. Writes nothing."""
    found = []
    for request in requests:
        old = queries.due_date_of(request)
        if old and deadlines.recompute_needed(old, calendar):
            found.append(_moved(request, old, recounted(request, calendar)[1], at))
    return sorted((row for row in found if row.after != row.before), key=lambda row: not row.had_passed)


def _moved(request: Request, old: deadlines.DueDate, final: deadlines.DueDate, at: datetime) -> Moved:
    passed = min(old.due_on, final.due_on) < clock.local_day(at)
    return Moved(request, old.due_on, final.due_on, passed)


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
    moved = _moved(request, old, final, at)
    request.due_on, request.explanation = first.due_on, deadlines.to_json(final)
    request.extended_until = final.due_on if request.extended_until else None
    links.keep_open(request)
    said: dict[str, Any] = {"before": moved.before.isoformat(), "after": moved.after.isoformat()}
    said["passed"] = moved.had_passed
    audit.record(actor, at, "recompute", request, reason=reason, calendar=calendar.version, **said)
    if moved.after == moved.before:
        return None
    _tell(request, moved.before, at)
    return moved


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

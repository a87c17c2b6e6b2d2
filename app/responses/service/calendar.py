"""Writes of the calendar: days that a decree moved, and years that somebody compared with their source."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.core import audit, clock, queue
from app.core.actors import Actor, System
from app.core.database import commit, db
from app.core.errors import Invalid, Missing, Stale
from app.responses import queries
from app.responses.models import CalendarCheck, CalendarException
from app.responses.policy import require
from app.responses.service.recounting import Moved, hold_running, recount, shown_first
from app.responses.working_days import YEARS, Calendar, Decree, outside


def add_exception(
    on: date, kind: str, *, name_mn: str, name_en: str, reason: str, seen: str, actor: Actor, at: datetime
) -> list[Moved]:
    """Enter a day that a decree moved (`reason` names it). Returns the requests whose last day moved.

    `seen`: the mark of the moves that the person saw. Raises Unseen, before anything is written, when it is another.
    A confirmed year in which it makes a difference is no longer confirmed: what was checked was another calendar.
    """
    require(actor, "rules.edit")
    running = hold_running()
    if on.year not in YEARS:
        raise Invalid({"on": outside()})
    if queries.find_exception(on):
        raise Invalid({"on": _l("This day is already in the list. Remove it first.")})
    exceptions = queries.calendar().exceptions | {on: Decree(kind, name_mn, name_en)}
    shown_first(running, Calendar(exceptions), seen, at)
    row = CalendarException(on=on, kind=kind, name_mn=name_mn, name_en=name_en, source=reason)
    db.session.add(row)
    audit.record(actor, at, "add", row, reason=reason, on=on.isoformat(), kind=kind)
    return recount(running, actor, at, reason)


def remove_exception(
    exception: CalendarException, reason: str, *, seen: str, actor: Actor, at: datetime
) -> list[Moved]:
    """Take an exception back, once the person saw what it moves. Returns the requests whose last day moved."""
    require(actor, "rules.edit")
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    running = hold_running()
    others = {on: decree for on, decree in queries.calendar().exceptions.items() if on != exception.on}
    shown_first(running, Calendar(others), seen, at)
    details = {"on": exception.on.isoformat(), "kind": exception.kind, "name_mn": exception.name_mn}
    audit.record(actor, at, "remove", exception, reason=reason, **details)
    db.session.delete(exception)
    db.session.flush()
    return recount(running, actor, at, reason)


def confirm_year(number: int, *, source: str, checked_on: date, seen: str, actor: Actor, at: datetime) -> CalendarCheck:
    """Say that the days off and worked Saturdays of a year are all entered, as `source` tells them.

    `seen`: the version of the year that the person compared. Raises Stale when it is another one now.
    """
    require(actor, "rules.edit")
    year = queries.get_year(number)
    if seen != year.version:
        raise Stale(_l("The calendar of this year changed since you opened the page. Compare it once more."))
    if checked_on > clock.local_day(at):
        raise Invalid({"checked_on": _l("This day is in the future.")})
    check = CalendarCheck(year=number, version=seen, source=source, checked_on=checked_on, by_id=actor.actor_id, at=at)
    db.session.add(check)
    audit.record(
        actor, at, "confirm_year", check, year=number, source=source, checked_on=checked_on.isoformat(), version=seen
    )
    return check


@queue.every_day
def recount_due_dates() -> None:
    """Catch what moves no exception of ours: public holidays that a new version of the package `holidays` corrects, and
    a delivery that was recorded at the moment in which somebody changed the calendar."""
    recount(hold_running(), System(), clock.now(), None)
    commit()

"""Writes of time rules and of the calendar. A new exception moves due dates that are still running."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing
from app.responses import deadlines, queries
from app.responses.models import CalendarException, Request, TimeRule
from app.responses.policy import require

ARITHMETIC = ("code", "term", "days", "extension", "last_day_rolls", "valid_from")


def add_rule(values: Mapping[str, Any], actor: Actor, at: datetime) -> TimeRule:
    """Enter a rule. `values` has the columns of `TimeRule`. Raises Invalid when rules of one code overlap."""
    require(actor, "rules.edit")
    rule = TimeRule(**values)
    _check(rule)
    db.session.add(rule)
    audit.record(actor, at, "add", rule, **_plain(values))
    return rule


def edit_rule(rule: TimeRule, values: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """Correct a rule. What requests already count by stays as it is: close that rule and enter a new one."""
    require(actor, "rules.edit")
    changed = {name: value for name, value in values.items() if getattr(rule, name) != value}
    if frozen := [name for name in ARITHMETIC if name in changed and queries.is_counted_by(rule)]:
        message = _l("Requests are counted by this rule. Close it and enter a new one.")
        raise Invalid(dict.fromkeys(frozen, message))
    for name, value in changed.items():
        setattr(rule, name, value)
    _check(rule)
    audit.record(actor, at, "edit", rule, **_plain(changed))


def close_rule(rule: TimeRule, last_on: date, reason: str, actor: Actor, at: datetime) -> None:
    """The rule holds for the last time on `last_on`; requests counted by it keep their due dates."""
    require(actor, "rules.edit")
    if last_on < rule.valid_from:
        raise Invalid({"last_on": _l("The rule did not hold yet on that day.")})
    rule.valid_to = last_on
    audit.record(actor, at, "close", rule, reason=reason, valid_to=last_on.isoformat())


def _check(rule: TimeRule) -> None:
    errors: dict[str, Any] = {}
    if rule.confirmed and not (rule.source and rule.checked_on):
        errors["confirmed"] = _l("A confirmed rule names its source and the day on which it was checked.")
    if rule.valid_to and rule.valid_to < rule.valid_from:
        errors["valid_to"] = _l("The end is before the start.")
    if any(_overlap(rule, other) for other in queries.list_rules() if other is not rule):
        errors["valid_from"] = _l("Another rule of this name holds in that time. Close it first.")
    if errors:
        raise Invalid(errors)


def _overlap(one: TimeRule, other: TimeRule) -> bool:
    return (
        one.code == other.code
        and one.valid_from <= (other.valid_to or date.max)
        and other.valid_from <= (one.valid_to or date.max)
    )


def add_exception(
    on: date, kind: str, *, name_mn: str, name_en: str, reason: str, actor: Actor, at: datetime
) -> list[Request]:
    """Enter a day that a decree moved (`reason` names it). Returns the requests whose due date changed."""
    require(actor, "rules.edit")
    if queries.find_exception(on):
        raise Invalid({"on": _l("This day is already in the list. Remove it first.")})
    row = CalendarException(on=on, kind=kind, name_mn=name_mn, name_en=name_en, source=reason)
    db.session.add(row)
    audit.record(actor, at, "add", row, reason=reason, on=on.isoformat(), kind=kind)
    return _recompute(actor, at, reason)


def remove_exception(exception: CalendarException, reason: str, actor: Actor, at: datetime) -> list[Request]:
    """Take an exception back. Returns the requests whose due date changed."""
    require(actor, "rules.edit")
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    details = {"on": exception.on.isoformat(), "kind": exception.kind, "name_mn": exception.name_mn}
    audit.record(actor, at, "remove", exception, reason=reason, **details)
    db.session.delete(exception)
    db.session.flush()
    return _recompute(actor, at, reason)


def _recompute(actor: Actor, at: datetime, reason: str) -> list[Request]:
    calendar = queries.calendar()
    return [row for row in queries.list_running() if _moved(row, calendar, actor, at, reason)]


def _moved(request: Request, calendar: deadlines.Calendar, actor: Actor, at: datetime, reason: str) -> bool:
    """Count a request again; False, and nothing changed, when its dates stay as they are."""
    first, final = recounted(request, calendar)
    due_on, until = first.due_on, final.due_on if request.extended_until else None
    if (due_on, until) == (request.due_on, request.extended_until):
        return False
    before = request.last_day
    request.due_on, request.extended_until = due_on, until
    request.explanation = deadlines.to_json(final)
    days = {"before": before.isoformat() if before else None, "after": final.due_on.isoformat()}
    audit.record(actor, at, "recompute", request, reason=reason, calendar=calendar.version, **days)
    return True


def recounted(request: Request, calendar: deadlines.Calendar) -> tuple[deadlines.DueDate, deadlines.DueDate]:
    """The first due date of a delivered request and its last one, counted anew by a calendar."""
    rule, old = queries.arithmetic(request.rule), queries.due_date_of(request)
    if old is None:
        raise ValueError(f"request {request.id} was never delivered")
    first = final = deadlines.due(rule, old.received_on, calendar)
    for step in old.steps:
        if step.code == "extended":
            final = deadlines.extended(first, rule, calendar, by=step.number)
    return first, final


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the audit chain: days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}

"""Writes of time rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid
from app.responses import queries
from app.responses.models import TimeRule
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


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the audit chain: days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}

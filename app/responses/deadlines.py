"""When a reply is due, and why: the arithmetic as data that is frozen with the finding and printed anywhere.

The day on which the body received and registered the letter is day 0; counting begins the day after. A
calendar rule counts every day. A working rule counts only working days: no weekend, no public holiday, no day
off by decree, but a weekend day that a decree made a working day counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from babel.dates import format_date
from flask_babel import get_locale, gettext as _, lazy_gettext as _l, ngettext

from app.core.errors import Refused
from app.responses.working_days import ONE_DAY, Calendar, outside


@dataclass(frozen=True)
class Rule:
    """What the arithmetic needs of a time rule. `term` and `extension` are in days of the kind `days`.

    `last_day_rolls`: a last day that is no working day moves to the next working day. Not so unless the law
    says it, because a law that names calendar days counts them all. (A working rule ends on a working day.)
    """

    code: str
    term: int
    days: Literal["calendar", "working"]
    extension: int = 0
    last_day_rolls: bool = False

    def __post_init__(self) -> None:
        if self.days not in ("calendar", "working") or self.term < 1 or self.extension < 0:
            raise ValueError(f"not a time rule: {self}")

    @property
    def needs_calendar(self) -> bool:
        """Whether a holiday or a decree can move a due date of this rule."""
        return self.days == "working" or self.last_day_rolls


class Step(NamedTuple):
    """One line of the arithmetic; `SENTENCES` tells what each code says.

    `number` is a count of days; `kind` that of a day off, that of a rule's days, or the calendar version.
    """

    code: str
    day: date
    number: int = 0
    kind: str = ""
    name_mn: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class DueDate:
    """A due date with the steps that lead to it, from `start` to `result` (to a second one if extended)."""

    due_on: date
    steps: tuple[Step, ...]

    @property
    def received_on(self) -> date:
        return self.steps[0].day


def due(rule: Rule, received_on: date, calendar: Calendar) -> DueDate:
    """The due date of a letter received on that day. Raises Refused outside the years of the calendar."""
    first = [Step("start", received_on), Step("rule", received_on, rule.term, rule.days)]
    return _explained(first, rule, calendar)


def extended(due_date: DueDate, rule: Rule, calendar: Calendar, by: int | None = None) -> DueDate:
    """The due date after its one extension, counted from the due date; `by` days if the body asks for fewer.

    Raises Refused when it was extended before, or by more than the rule allows.
    """
    number = rule.extension if by is None else by
    if any(step.code == "extended" for step in due_date.steps):
        raise Refused(_l("The term has been extended once already."))
    if not 1 <= number <= rule.extension:
        raise Refused(_l("The rule allows an extension of at most this many days: %(most)s.", most=rule.extension))
    return _explained([*due_date.steps, Step("extended", due_date.due_on, number, rule.days)], rule, calendar)


def _explained(steps: list[Step], rule: Rule, calendar: Calendar) -> DueDate:
    """Counts what the last step allows, from the day after it."""
    after, number = steps[-1].day, steps[-1].number
    count = _count_working if rule.days == "working" else _count_calendar
    counted = count(after, number, calendar)
    moved, due_on = _last_day(counted[-1].day, rule, calendar)
    end = [Step("calendar", due_on, kind=calendar.version), Step("result", due_on)]
    return DueDate(due_on, (*steps, *counted, *moved, *end))


def _count_calendar(after: date, number: int, _calendar: Calendar) -> list[Step]:
    return [Step("span", _plus(after, number), number)]


def _count_working(after: date, number: int, calendar: Calendar) -> list[Step]:
    steps, day, left = [], after, number
    while left:
        day = _plus(day, 1)
        if off := calendar.why_off(day):
            steps.append(Step("skipped", day, 0, *off))
            continue
        left -= 1
        if worked := calendar.why_worked(day):
            steps.append(Step("worked", day, 0, *worked))
    return [*steps, Step("counted", day, number)]


def _last_day(last: date, rule: Rule, calendar: Calendar) -> tuple[list[Step], date]:
    """What becomes of a last day that is not a working day: it moves on, or it is said that it stays."""
    off = calendar.why_off(last)
    if off and not rule.last_day_rolls:
        return [Step("kept", last, 0, *off)], last
    steps = []
    while off:
        steps.append(Step("rolled", last, 0, *off))
        last = _plus(last, 1)
        off = calendar.why_off(last)
    return steps, last


def _plus(day: date, number: int) -> date:
    try:
        return day + number * ONE_DAY
    except OverflowError:
        raise Refused(outside()) from None


def recompute_needed(old_explanation: DueDate, calendar: Calendar) -> bool:
    """Whether any part of a frozen explanation was counted by another calendar; the date need not change."""
    return any(step.code == "calendar" and step.kind != calendar.version for step in old_explanation.steps)


class TermState(StrEnum):
    """Computed from dates whenever it is shown, never stored."""

    WITHIN = "within"
    OVERDUE = "overdue"
    VERY_OVERDUE = "very_overdue"


def days_overdue(due_on: date, today: date) -> int:
    """Calendar days since the due date; 0 on the due date and before."""
    return max(0, (today - due_on).days)


def term_state(due_on: date, today: date, extended_until: date | None = None, *, received_on: date) -> TermState:
    """Very overdue is late by more than the term again: the days from receipt to the first due date."""
    late = days_overdue(extended_until or due_on, today)
    if not late:
        return TermState.WITHIN
    return TermState.VERY_OVERDUE if late > (due_on - received_on).days else TermState.OVERDUE


SENTENCES = {
    "start": _l("Received and registered on %(day)s: this is day 0."),
    "rule": _l("The rule gives %(days)s, counted from the next day."),
    "skipped": _l("%(day)s is not counted: %(name)s."),
    "worked": _l("%(day)s is counted, because a decree made it a working day: %(name)s."),
    "counted": _l("Working day %(number)s is %(day)s."),
    "span": _l("Weekends and holidays count: day %(number)s is %(day)s."),
    "rolled": _l("%(day)s is not a working day (%(name)s), so the last day moves on."),
    "kept": _l("The last day, %(day)s, is not a working day (%(name)s); the rule counts calendar days, so it stays."),
    "extended": _l("Extended once by %(days)s, counted from the day after %(day)s."),
    "calendar": _l("Counted by calendar version %(kind)s."),
    "result": _l("The reply is due by %(day)s."),
}


def step_text(step: Step) -> str:
    """One sentence in the reader's language; English outside a request."""
    locale = get_locale()
    mongolian = locale is not None and locale.language == "mn"
    names = (step.name_mn, step.name_en) if mongolian else (step.name_en, step.name_mn)
    return str(SENTENCES[step.code]) % {
        "day": format_date(step.day, "medium", locale=locale or "en"),
        "days": number_of_days(step.number, step.kind),
        "number": step.number,
        "kind": step.kind,
        "name": names[0] or names[1] or _("by decree"),
    }


def number_of_days(number: int, kind: str) -> str:
    """`30 calendar days`, in the reader's language."""
    if kind == "working":
        return str(ngettext("%(num)s working day", "%(num)s working days", number))
    return str(ngettext("%(num)s calendar day", "%(num)s calendar days", number))


def to_json(due_date: DueDate) -> dict[str, Any]:
    """`{"due_on": day, "steps": [...]}` in plain values, days in ISO 8601."""
    steps = [step._asdict() | {"day": step.day.isoformat()} for step in due_date.steps]
    return {"due_on": due_date.due_on.isoformat(), "steps": steps}


def from_json(document: Mapping[str, Any]) -> DueDate:
    """The inverse of `to_json`."""
    steps = (Step(**step | {"day": date.fromisoformat(step["day"])}) for step in document["steps"])
    return DueDate(date.fromisoformat(document["due_on"]), tuple(steps))

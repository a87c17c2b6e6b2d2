"""Which reminder is due when: the steps as data, and the day of each for one due date. Pure arithmetic.

A reminder goes out on a working day: up to the due date on the last working day until its day, afterwards on the
first working day from its day. `term` counts the extensions: an extension starts the steps anew, while a due
date that is merely counted again keeps what was sent.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.responses.working_days import ONE_DAY, Calendar

REMINDERS = ("before", "due", "overdue", "very_overdue")
HEAD = "head"
ADDRESSEE = "addressee:"  # and the id of one
MOVED = "moved:"  # and a number: the notice that the due date moved, which no plan holds


class Pace(NamedTuple):
    """Settings of an installation, in calendar days: how long before the due date the body is reminded, and what lies
    between two steps of the escalation."""

    before: int = 5
    escalate_every: int = 7


USUAL = Pace()


class Planned(NamedTuple):
    """A step on its working day. `addressee_id` is set for the steps after the head of the body."""

    code: str
    day: date
    addressee_id: int | None = None

    @property
    def escalates(self) -> bool:
        return self.code not in REMINDERS


def plan(
    due_on: date, term_days: int, addressees: Sequence[int], calendar: Calendar, pace: Pace = USUAL
) -> list[Planned]:
    """Every step of a due date, in order. `term_days`: from receipt to the first due date (see `term_state`).

    `addressees`: ids of those to whom the case goes after the head of the body, the first first.
    """
    very_late, escalate_every = due_on + timedelta(days=term_days + 1), timedelta(days=pace.escalate_every)
    steps = [
        Planned("before", _working_day(due_on - timedelta(days=pace.before), -ONE_DAY, calendar)),
        Planned("due", _working_day(due_on, -ONE_DAY, calendar)),
        Planned("overdue", _working_day(due_on + ONE_DAY, ONE_DAY, calendar)),
        Planned("very_overdue", _working_day(very_late, ONE_DAY, calendar)),
        Planned(HEAD, _working_day(very_late + escalate_every, ONE_DAY, calendar)),
    ]
    for rank, number in enumerate(addressees, 2):
        day = _working_day(very_late + rank * escalate_every, ONE_DAY, calendar)
        steps.append(Planned(f"{ADDRESSEE}{number}", day, number))
    return steps


def _working_day(day: date, direction: timedelta, calendar: Calendar) -> date:
    while calendar.why_off(day):
        day += direction
    return day


class Owed(NamedTuple):
    """What is to be done today: `send` it, or only note that a later step took its place."""

    step: Planned
    send: bool


def owed(steps: Sequence[Planned], done: Collection[str], today: date) -> list[Owed]:
    """Steps whose day has come and that were not done. Of several reminders only the last is sent.

    After days without a worker, or a delivery recorded late, nobody is told that a day is near that has passed.
    """
    come = [step for step in steps if step.day <= today and step.code not in done]
    reached = [index for index, step in enumerate(steps) if step.code in REMINDERS and step.day <= today]
    current = steps[reached[-1]].code if reached else None
    return [Owed(step, step.escalates or step.code == current) for step in come]

"""The days of reminders, and which of them are sent."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from app.responses.deadlines import TermState, term_state
from app.responses.steps import REMINDERS, Pace, owed, plan
from app.responses.working_days import Calendar

CALENDAR = Calendar()
DAYS = st.dates(date(2024, 1, 1), date(2040, 1, 1))


def test_the_steps_of_a_due_date():
    days = {step.code: step.day for step in plan(date(2026, 8, 7), 30, [4, 9], CALENDAR)}
    assert days == {
        "before": date(2026, 7, 31),  # five days before is a Sunday
        "due": date(2026, 8, 7),
        "overdue": date(2026, 8, 10),  # a Saturday
        "very_overdue": date(2026, 9, 7),
        "head": date(2026, 9, 14),
        "addressee:4": date(2026, 9, 21),
        "addressee:9": date(2026, 9, 28),
    }


def test_an_installation_sets_the_distances():
    days = {
        step.code: step.day for step in plan(date(2026, 8, 7), 30, [4], CALENDAR, Pace(before=10, escalate_every=3))
    }
    assert (days["before"], days["due"]) == (date(2026, 7, 28), date(2026, 8, 7))
    assert [days[code] for code in ("very_overdue", "head", "addressee:4")] == [date(2026, 9, n) for n in (7, 10, 14)]


@given(DAYS, st.integers(1, 60), st.builds(Pace, st.integers(1, 60), st.integers(1, 60)))
def test_steps_fall_on_working_days_in_order_and_say_what_is_true(due_on, term, pace):
    steps = plan(due_on, term, [1], CALENDAR, pace)
    assert not any(CALENDAR.why_off(step.day) for step in steps)
    assert [step.day for step in steps] == sorted(step.day for step in steps)
    states = {step.code: term_state(due_on, step.day, received_on=due_on - timedelta(term)) for step in steps}
    assert states["before"] == states["due"] == TermState.WITHIN
    assert states["overdue"] != TermState.WITHIN and states["very_overdue"] == TermState.VERY_OVERDUE


@given(DAYS, st.integers(1, 60), st.integers(-20, 100))
def test_late_runs_send_one_reminder_and_note_the_others(due_on, term, late):
    today = due_on + timedelta(late)
    steps = plan(due_on, term, [1, 2], CALENDAR)
    now = owed(steps, set(), today)
    assert [one.step for one in now] == [step for step in steps if step.day <= today]
    assert sum(one.send for one in now if one.step.code in REMINDERS) == min(1, len(now))
    assert not owed(steps, {one.step.code for one in now}, today)

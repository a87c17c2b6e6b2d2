"""When a reply is due: cases counted by hand on a wall calendar, and properties of every count."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, strategies as st

from app.core.errors import Refused
from app.responses.deadlines import (
    DueDate,
    Rule,
    Step,
    TermState,
    days_overdue,
    due,
    extended,
    from_json,
    recompute_needed,
    step_text,
    term_state,
    to_json,
)
from app.responses.working_days import Calendar, DayOff, calendar_version

PETITION = Rule("petition", 30, "calendar", extension=30)
BRIDGE = {
    date(2026, 1, 2): ("off", "Амралтыг шилжүүлсэн өдөр", "Day off moved by decree"),
    date(2026, 1, 10): ("worked", "Нөхөж ажиллах өдөр", "Day worked in exchange"),
}
PLAIN = Calendar()


def working(term: int, **more: int) -> Rule:
    return Rule("test", term, "working", **more)


def codes(due_date: DueDate) -> list[str]:
    return [step.code for step in due_date.steps]


BY_HAND = [
    # Calendar days, counted straight through whatever lies between.
    ("petition over Naadam", PETITION, "2026-07-08", "2026-08-07"),
    ("petition over New Year", PETITION, "2026-12-15", "2027-01-14"),
    ("petition over a common February", PETITION, "2027-02-01", "2027-03-03"),
    ("petition over a leap February", PETITION, "2028-02-01", "2028-03-02"),
    ("last day on a Saturday in Naadam stays", PETITION, "2026-06-11", "2026-07-11"),
    (
        "the same where the law rolls it",
        Rule("rolls", 30, "calendar", last_day_rolls=True),
        "2026-06-11",
        "2026-07-16",
    ),
    # Working days.
    ("received on a Saturday", working(1), "2026-06-06", "2026-06-08"),
    ("an ordinary week", working(5), "2026-09-07", "2026-09-14"),
    ("Naadam, 10 to 15 July", working(5), "2026-07-08", "2026-07-21"),
    ("Naadam and a second week", working(10), "2026-07-08", "2026-07-28"),
    ("received in Naadam", working(1), "2026-07-12", "2026-07-16"),
    ("Tsagaan Sar, 18 to 20 February", working(3), "2026-02-16", "2026-02-24"),
    ("Women's Day on a Monday", working(1), "2027-03-05", "2027-03-09"),
    ("Children's Day", working(1), "2026-05-29", "2026-06-02"),
    ("Buddha day", working(1), "2027-05-19", "2027-05-21"),
    ("Chinggis Khaan day", working(1), "2026-11-09", "2026-11-11"),
    ("Republic Day", working(2), "2026-11-25", "2026-11-30"),
    ("29 December and New Year", working(3), "2026-12-28", "2027-01-04"),
]


@pytest.mark.parametrize(("_what", "rule", "received", "expected"), BY_HAND, ids=[row[0] for row in BY_HAND])
def test_by_hand(_what: str, rule: Rule, received: str, expected: str) -> None:
    assert due(rule, date.fromisoformat(received), PLAIN).due_on == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("term", "usual", "by_decree"), [(1, 2, 5), (4, 7, 8), (5, 8, 9), (6, 9, 10), (7, 12, 12), (8, 13, 13)]
)
def test_a_friday_off_against_a_worked_saturday(term: int, usual: int, by_decree: int) -> None:
    received = date(2025, 12, 31)
    assert due(working(term), received, PLAIN).due_on == date(2026, 1, usual)
    assert due(working(term), received, Calendar(BRIDGE)).due_on == date(2026, 1, by_decree)


def test_why_a_day_is_off() -> None:
    calendar = Calendar(BRIDGE)
    naadam = "Үндэсний их баяр наадам, Ардын хувьсгалын ойн баяр"
    assert calendar.why_off(date(2026, 7, 11)) == DayOff(
        "holiday", naadam, "National Festival and People's Revolution Anniversary"
    )
    assert calendar.why_off(date(2026, 1, 2)) == DayOff("exception", *BRIDGE[date(2026, 1, 2)][1:])
    assert calendar.why_off(date(2026, 1, 3)) == DayOff("weekend", "Бямба гараг", "Saturday")
    assert calendar.why_off(date(2026, 1, 10)) is None
    assert calendar.why_off(date(2026, 1, 5)) is None


def test_an_exception_beats_a_holiday() -> None:
    children_day = date(2026, 6, 1)
    assert Calendar({children_day: ("worked", "", "")}).why_off(children_day) is None
    assert Calendar({children_day: ("off", "х", "x")}).why_off(children_day) == DayOff("exception", "х", "x")


def test_every_year_of_the_calendar_is_known() -> None:
    for year in range(2004, 2101):
        assert PLAIN.why_off(date(year, 1, 1)) == DayOff("holiday", "Шинэ жил", "New Year's Day")


@pytest.mark.parametrize("day", [date(1995, 5, 1), date(2101, 1, 3), date(5377, 1, 1), date.max])
@pytest.mark.parametrize("rule", [PETITION, working(5)])
def test_a_year_without_known_holidays_is_refused(day: date, rule: Rule) -> None:
    with pytest.raises(Refused):
        due(rule, day, PLAIN)


def test_the_steps_of_a_working_rule() -> None:
    assert [
        (step.code, step.day.isoformat(), step.number)
        for step in due(working(2), date(2026, 1, 8), Calendar(BRIDGE)).steps
    ] == [
        ("start", "2026-01-08", 0),
        ("rule", "2026-01-08", 2),
        ("worked", "2026-01-10", 0),
        ("counted", "2026-01-10", 2),
        ("calendar", "2026-01-10", 0),
        ("result", "2026-01-10", 0),
    ]


def test_the_steps_of_a_calendar_rule() -> None:
    assert codes(due(PETITION, date(2026, 7, 8), PLAIN)) == ["start", "rule", "span", "calendar", "result"]
    assert "kept" in codes(due(PETITION, date(2026, 6, 11), PLAIN))
    rolls = due(Rule("rolls", 30, "calendar", last_day_rolls=True), date(2026, 6, 11), PLAIN)
    assert codes(rolls) == ["start", "rule", "span", *["rolled"] * 5, "calendar", "result"]


def test_an_extension_counts_from_the_due_date() -> None:
    first = due(PETITION, date(2026, 7, 8), PLAIN)
    assert extended(first, PETITION, PLAIN).due_on == date(2026, 9, 6)
    shorter = extended(first, PETITION, PLAIN, by=14)
    assert shorter.due_on == date(2026, 8, 21)
    assert shorter.steps[: len(first.steps)] == first.steps
    assert shorter.received_on == date(2026, 7, 8)


def test_an_extension_of_working_days() -> None:
    rule = working(5, extension=3)
    assert extended(due(rule, date(2026, 7, 1), PLAIN), rule, PLAIN).due_on == date(2026, 7, 17)


@pytest.mark.parametrize("by", [0, 31, -1])
def test_an_extension_beyond_the_rule_is_refused(by: int) -> None:
    with pytest.raises(Refused):
        extended(due(PETITION, date(2026, 7, 8), PLAIN), PETITION, PLAIN, by=by)


def test_a_rule_without_extension_refuses_one() -> None:
    with pytest.raises(Refused):
        extended(due(working(5), date(2026, 7, 8), PLAIN), working(5), PLAIN)


def test_a_term_is_extended_once_only() -> None:
    once = extended(due(PETITION, date(2026, 7, 8), PLAIN), PETITION, PLAIN, by=10)
    with pytest.raises(Refused):
        extended(once, PETITION, PLAIN, by=10)


@pytest.mark.parametrize("wrong", [{"term": 0}, {"extension": -1}, {"days": "weeks"}])
def test_what_is_no_rule(wrong: dict) -> None:
    with pytest.raises(ValueError, match="not a time rule"):
        Rule(**({"code": "x", "term": 5, "days": "working"} | wrong))


def test_what_is_no_exception() -> None:
    with pytest.raises(ValueError, match="off or worked"):
        Calendar({date(2026, 1, 2): ("free", "", "")})


def test_the_version_tells_calendars_apart() -> None:
    one_name_less = BRIDGE | {date(2026, 1, 2): ("off", "", "")}
    versions = {calendar_version(used) for used in ({}, BRIDGE, one_name_less)}
    assert len(versions) == 3
    assert calendar_version(dict(reversed(BRIDGE.items()))) == calendar_version(BRIDGE)
    assert all(len(version) == 12 for version in versions)


def test_another_calendar_asks_for_a_recount() -> None:
    frozen = from_json(to_json(due(working(5), date(2026, 1, 5), PLAIN)))
    assert not recompute_needed(frozen, Calendar({}))
    assert recompute_needed(frozen, Calendar(BRIDGE))


def test_an_extension_does_not_hide_an_older_calendar() -> None:
    first = due(PETITION, date(2026, 7, 8), PLAIN)
    assert recompute_needed(extended(first, PETITION, Calendar(BRIDGE)), Calendar(BRIDGE))


@pytest.mark.parametrize(
    ("today", "late", "state"),
    [
        ("2026-07-01", 0, TermState.WITHIN),
        ("2026-08-07", 0, TermState.WITHIN),
        ("2026-08-08", 1, TermState.OVERDUE),
        ("2026-09-06", 30, TermState.OVERDUE),
        ("2026-09-07", 31, TermState.VERY_OVERDUE),
    ],
)
def test_how_late(today: str, late: int, state: TermState) -> None:
    received, due_on, day = date(2026, 7, 8), date(2026, 8, 7), date.fromisoformat(today)
    assert days_overdue(due_on, day) == late
    assert term_state(due_on, day, received_on=received) == state


@pytest.mark.parametrize(("day", "state"), [(21, "within"), (22, "overdue")])
def test_an_extended_term_is_late_after_the_extension(day: int, state: str) -> None:
    until = date(2026, 8, 21)
    assert term_state(date(2026, 8, 7), date(2026, 8, day), until, received_on=date(2026, 7, 8)) == state


def test_the_explanation_in_words() -> None:
    explained = due(working(2), date(2026, 7, 9), Calendar(BRIDGE, "0123456789ab"))
    assert [step_text(step) for step in explained.steps][:3] == [
        "Received and registered on Jul 9, 2026: this is day 0.",
        "The rule gives 2 working days, counted from the next day.",
        "Jul 10, 2026 is not counted: National Festival and People's Revolution Anniversary.",
    ]
    assert [step_text(step) for step in explained.steps][-3:] == [
        "Working day 2 is Jul 17, 2026.",
        "Counted by calendar version 0123456789ab.",
        "The reply is due by Jul 17, 2026.",
    ]


def test_every_code_has_a_sentence() -> None:
    rolls = Rule("rolls", 30, "calendar", extension=1, last_day_rolls=True)
    all_steps = [
        *due(working(2), date(2026, 1, 8), Calendar(BRIDGE)).steps,
        *due(working(2), date(2026, 1, 9), PLAIN).steps,
        *due(PETITION, date(2026, 6, 11), PLAIN).steps,
        *extended(due(rolls, date(2026, 6, 11), PLAIN), rolls, PLAIN).steps,
    ]
    texts = {step.code: step_text(step) for step in all_steps}
    assert len(texts) == 11
    assert all("%" not in text and text.endswith(".") for text in texts.values())


def test_names_in_the_readers_language() -> None:
    app = Flask(__name__)
    Babel(app, default_locale="mn")
    with app.app_context():
        text = step_text(Step("skipped", date(2026, 2, 18), 0, "holiday", "Цагаан сар", "Lunar New Year"))
    assert "Цагаан сар" in text
    assert "2026\u202fоны 2-р сарын 18" in text


def test_a_name_in_one_language_serves_both() -> None:
    assert "Цагаан сар" in step_text(Step("skipped", date(2026, 2, 18), 0, "exception", "Цагаан сар", ""))


days = st.dates(date(2025, 6, 1), date(2027, 12, 31))
changes = st.tuples(st.sampled_from(["off", "worked"]), st.text(max_size=3), st.text(max_size=3))
calendars = st.dictionaries(days, changes, max_size=12).map(Calendar)
working_rules = st.builds(Rule, st.just("w"), st.integers(1, 60), st.just("working"), st.integers(1, 30))
rules = working_rules | st.builds(
    Rule, st.just("c"), st.integers(1, 90), st.just("calendar"), st.integers(1, 30), st.booleans()
)


def days_between(after: date, until: date) -> list[date]:
    return [after + timedelta(days=n) for n in range(1, (until - after).days + 1)]


@given(working_rules, days, calendars)
def test_exactly_the_term_is_counted(rule: Rule, received: date, calendar: Calendar) -> None:
    due_on = due(rule, received, calendar).due_on
    counted = [day for day in days_between(received, due_on) if calendar.why_off(day) is None]
    assert len(counted) == rule.term
    assert counted[-1] == due_on


@given(rules, days, st.integers(0, 40), calendars)
def test_received_later_is_never_due_earlier(rule: Rule, received: date, later: int, calendar: Calendar) -> None:
    assert due(rule, received, calendar).due_on <= due(rule, received + timedelta(days=later), calendar).due_on


@given(rules, days, calendars, st.integers(0, 90), st.sampled_from(["off", "worked"]))
def test_a_day_off_never_hastens_and_a_worked_day_never_delays(
    rule: Rule, received: date, calendar: Calendar, after: int, kind: str
) -> None:
    changed = Calendar(calendar.exceptions | {received + timedelta(days=after): (kind, "", "")})
    before, now = due(rule, received, calendar).due_on, due(rule, received, changed).due_on
    assert now >= before if kind == "off" else now <= before


@given(rules, days, calendars, st.booleans())
def test_the_steps_add_up_to_the_result(rule: Rule, received: date, calendar: Calendar, longer: bool) -> None:
    result = due(rule, received, calendar)
    if longer:
        result = extended(result, rule, calendar)
    counted = sum(step.number for step in result.steps if step.code in ("counted", "span"))
    passed_over = sum(step.code in ("skipped", "rolled") for step in result.steps)
    assert received + timedelta(days=counted + passed_over) == result.due_on == result.steps[-1].day


@given(rules, days, calendars)
def test_the_explanation_survives_json(rule: Rule, received: date, calendar: Calendar) -> None:
    result = extended(due(rule, received, calendar), rule, calendar)
    assert from_json(json.loads(json.dumps(to_json(result)))) == result
    assert not recompute_needed(result, calendar)

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask, get_template_attribute
from flask_babel import force_locale
from hypothesis import given, strategies as st

from app.contracts.story import tell
from app.contracts.timeline import Fact, Lane, Mark, Timeline, plot
from app.contracts.timeline.axis import MOST_TICKS, axis_over, ticks
from app.core.money import Money
from tests.unit.contracts.making import RELEASES, compiled, money

TODAY = date(2026, 9, 2)
DAYS = st.dates(date(1990, 1, 1), date(2056, 12, 31))
WRITTEN = DAYS.map(str) | st.none()


def _period() -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"startDate": WRITTEN, "endDate": WRITTEN})


STATES = st.sampled_from(["met", "scheduled", None])
MILESTONES = st.lists(st.fixed_dictionaries({"dueDate": WRITTEN, "dateMet": WRITTEN, "status": STATES}), max_size=12)
VALUES = st.builds(money, st.integers(-10, 10**12), st.sampled_from(["MNT", "USD"])) | st.none()
PAYMENTS = st.lists(st.fixed_dictionaries({"date": WRITTEN, "value": VALUES}), max_size=16)
PROCESSES = st.fixed_dictionaries(
    {
        "tender": st.fixed_dictionaries({"tenderPeriod": _period()}),
        "awards": st.lists(st.fixed_dictionaries({"date": WRITTEN}), max_size=1),
        "contracts": st.lists(
            st.fixed_dictionaries(
                {
                    "value": VALUES,
                    "dateSigned": WRITTEN,
                    "period": _period(),
                    "milestones": MILESTONES,
                    "amendments": st.lists(st.fixed_dictionaries({"date": WRITTEN}), max_size=3),
                    "implementation": st.fixed_dictionaries({"transactions": PAYMENTS}),
                }
            ),
            max_size=2,
        ),
    }
)


def timeline(**contract: Any) -> Timeline:
    return plot(tell(compiled(contracts=[{"id": "c", **contract}])), today=TODAY)


def lane(kind: str, found: Timeline) -> Lane:
    (one,) = (lane for lane in found.lanes if lane.kind == kind)
    return one


def positions(found: Timeline) -> Iterator[float]:
    yield from (tick.at for tick in found.ticks)
    for row in (row for lane in found.lanes for row in lane.rows):
        yield from (mark.at for mark in row.marks)
        for bar in row.bars:
            yield from (bar.left, bar.right, bar.width)
    for curve in (lane.curve for lane in found.lanes if lane.curve):
        points = [point.split(",") for point in curve.steps.split()]
        yield from (int(across) / 10 for across, _ in points)
        yield from (float(down) for _, down in points)
        yield curve.contracted_at or 0


@given(PROCESSES | RELEASES, DAYS)
def test_all_stands_within_the_axis_and_in_the_order_of_time(release: dict[str, Any], today: date) -> None:
    found = plot(tell(release), today=today)
    assert all(0 <= at <= 100 for at in positions(found))
    marks = [mark for lane in found.lanes for row in lane.rows for mark in row.marks]
    in_time = sorted(marks, key=lambda mark: mark.on)
    assert all(earlier.at <= later.at for earlier, later in pairwise(in_time))
    assert all(mark.at in (0, 100) for mark in marks if mark.beyond)
    assert all(found.starts_on <= mark.on <= found.ends_on for mark in marks if not mark.beyond)


@given(PROCESSES | RELEASES, DAYS)
def test_each_fact_is_in_one_lane_and_what_is_not_to_scale_is_told(release: dict[str, Any], today: date) -> None:
    found = plot(tell(release), today=today)
    assert bool(found.facts) == bool(found.lanes) == bool(found.ticks)
    arrows = [mark for lane in found.lanes for row in lane.rows for mark in row.marks if mark.beyond]
    assert not arrows or found.beyond
    for fact in found.facts:
        outside = [day for day in (*fact.planned, *fact.reported) if not found.starts_on <= day <= found.ends_on]
        assert (fact in found.beyond) == bool(outside)


@given(st.lists(DAYS, min_size=1), DAYS)
def test_ticks_are_few_and_in_order(days: list[date], today: date) -> None:
    axis = axis_over(days, today)
    found = ticks(axis)
    assert 2 <= len(found) <= MOST_TICKS
    assert all(one.at < next_one.at and one.on < next_one.on for one, next_one in pairwise(found))
    assert all(tick.on.day == 1 for tick in found if tick.unit != "day")
    assert any(not axis.beyond(day) for day in days)


@given(st.lists(st.integers(0, 600).map(lambda number: date(2025, 1, 1) + timedelta(number)), min_size=1))
def test_days_near_each_other_all_have_a_place(days: list[date]) -> None:
    axis = axis_over(days, TODAY)
    assert not any(axis.beyond(day) for day in days)


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_time_are_no_danger(today: date) -> None:
    assert ticks(axis_over([date.min, date.max], today))


def test_nothing_dated_draws_nothing() -> None:
    found = timeline(milestones=[{"title": "Some day"}])
    assert (found.lanes, found.facts, found.undated) == ((), (), 1)


def test_planned_stands_beside_reported() -> None:
    found = timeline(
        dateSigned="2026-01-10",
        period={"startDate": "2026-02-01", "endDate": "2026-12-01"},
        implementation={"transactions": [{"date": "2026-08-01", "value": money(5)}, {"date": "2027-01-01"}]},
    )
    assert [lane.kind for lane in found.lanes] == ["period", "reported", "payment", "payment"]
    assert lane("period", found).facts == (Fact("period", planned=(date(2026, 2, 1), date(2026, 12, 1))),)
    signed, reported = lane("reported", found).facts
    assert signed.reported == (date(2026, 1, 10),)
    assert reported.reported == (date(2026, 1, 10), date(2026, 8, 1))


@pytest.mark.parametrize(
    ("due", "met", "state", "days", "bar"),
    [
        ("2026-05-01", "2026-05-25", "met", 24, "late"),
        ("2026-05-25", "2026-05-01", "met", -24, "early"),
        ("2026-05-01", "2026-05-01", "met", 0, None),
        ("2026-08-31", None, "scheduled", 2, "open"),
        ("2026-08-31", None, "met", None, None),
        ("2026-12-31", None, None, None, None),
        (None, "2026-05-01", None, None, None),
    ],
)
def test_milestones_are_late_early_or_open(
    due: str | None, met: str | None, state: str | None, days: int | None, bar: str | None
) -> None:
    found = lane("milestone", timeline(milestones=[{"dueDate": due, "dateMet": met, "status": state}]))
    assert found.facts[0].days == days
    assert [bar.kind for bar in found.rows[0].bars] == ([bar] if bar else [])


def test_many_milestones_share_a_lane() -> None:
    some = [{"id": n, "dueDate": str(date(2026, 1, 1) + timedelta(n)), "dateMet": "2026-02-01"} for n in range(70)]
    found = lane("milestones", timeline(milestones=some))
    assert (len(found.facts), len(found.rows), found.met, found.late) == (70, 60, 70, 31)


def test_a_day_far_out_does_not_squash_the_rest() -> None:
    found = timeline(
        period={"startDate": "2026-01-01", "endDate": "2026-12-31"},
        milestones=[{"title": "Far", "dueDate": "2046-01-01"}],
    )
    assert found.ends_on.year <= 2027
    assert lane("milestone", found).rows[0].marks == (Mark("planned", 100, date(2046, 1, 1), "after"),)
    assert [fact.title for fact in found.beyond] == ["Far"]


def test_a_bar_that_goes_on_says_so() -> None:
    found = timeline(dateSigned="2025-12-01", period={"startDate": "2026-01-01", "endDate": "2050-01-01"})
    (bar,) = lane("period", found).rows[0].bars
    assert (bar.right, bar.goes_on_before, bar.goes_on_after) == (100, False, True)
    assert found.today


def test_today_is_left_out_long_after() -> None:
    assert timeline(period={"startDate": "2020-01-01", "endDate": "2021-01-01"}).today is None


def payments(*amounts: int, currency: str = "MNT") -> dict[str, Any]:
    days = (date(2026, 1, 1) + timedelta(number) for number in range(len(amounts)))
    told = [{"date": str(day), "value": money(amount, currency)} for day, amount in zip(days, amounts, strict=True)]
    return {"transactions": told}


def test_few_payments_are_dots_by_their_size() -> None:
    found = lane("payment", timeline(value=money(500), implementation=payments(400, 100, 1)))
    assert [mark.radius for mark in found.rows[0].marks] == [9, 4.5, 4]
    assert (found.paid, found.contracted) == (Money(Decimal(501), "MNT"), Money(Decimal(500), "MNT"))


def test_many_payments_are_added_up_against_what_is_contracted() -> None:
    found = lane("payment", timeline(value=money(400), implementation=payments(*[10] * 20)))
    assert found.curve and (found.rows, found.curve.contracted_at) == ((), 0)
    assert found.curve.steps.endswith(",50.0")


def test_currencies_have_their_own_lanes() -> None:
    both = {"transactions": payments(1)["transactions"] + payments(2, currency="USD")["transactions"]}
    lanes = [lane for lane in timeline(value=money(9), implementation=both).lanes if lane.kind == "payment"]
    assert [(lane.paid and lane.paid.currency, bool(lane.contracted)) for lane in lanes] == [
        ("MNT", True),
        ("USD", False),
    ]


def drawn(app: Flask, found: Timeline) -> str:
    with app.test_request_context(), force_locale("en"):
        return str(get_template_attribute("contracts/_timeline.html", "timeline_chart")(found))


def test_nothing_is_drawn_of_nothing(app: Flask) -> None:
    assert drawn(app, timeline()).strip() == ""


def test_the_drawing_keeps_the_strict_policy_and_has_a_table(app: Flask) -> None:
    page = drawn(
        app,
        timeline(
            value=money(400),
            period={"startDate": "2026-01-01", "endDate": "2026-12-31"},
            milestones=[
                {"title": "<script>", "dueDate": "2026-05-01", "dateMet": "2026-05-25"},
                {"title": "Far", "dueDate": "2046-01-01"},
            ],
            implementation=payments(*[10] * 20),
        ),
    )
    assert "style=" not in page and "<script" not in page and "<style" not in page
    for said in ('role="img"', "<table", "&lt;script&gt;", "met 24 days late", "not drawn to scale", "₮\u00a0200"):
        assert said in page


@given(PROCESSES)
def test_any_process_can_be_drawn(app: Flask, release: dict[str, Any]) -> None:
    drawn(app, plot(tell(release), today=TODAY))

"""Years whose calendar somebody compared with its source, and what is said of the others."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from app.core import audit
from app.core.errors import Invalid, NotFound, NotPermitted, Stale
from app.responses import explaining, letters, queries
from tests.given import people, work
from tests.integration.responses import asked
from tests.integration.responses.calendars import AT, SOURCE, WORKING, confirm, decree, taken_back

SUMMER = date(2026, 7, 12)


def test_a_confirmation_tells_who_when_and_by_what(app):
    check = confirm(2027, coordinator := asked.coordinator())
    assert queries.get_year(2027).confirmed
    (entry,) = audit.history(check)
    assert (entry.verb, entry.actor_id) == ("confirm_year", coordinator.id)
    assert (entry.details["year"], entry.details["source"]) == (2027, SOURCE)


def test_a_day_that_moves_in_the_year_undoes_it_and_taking_it_back_restores_it(app):
    confirm(2027)
    decree(date(2026, 12, 31))
    assert queries.get_year(2027).confirmed
    decree(date(2027, 2, 10))
    year = queries.get_year(2027)
    assert (year.confirmed, year.check.source) == (False, SOURCE)
    confirm(2027)
    assert queries.get_year(2027).confirmed
    taken_back(date(2027, 2, 10))
    assert not queries.get_year(2027).confirmed


def test_who_compared_another_calendar_is_told(app):
    seen = queries.get_year(2027).version
    decree(date(2027, 2, 10))
    with pytest.raises(Stale):
        confirm(2027, seen=seen)


def test_what_is_no_confirmation(app):
    with pytest.raises(Invalid):
        confirm(2027, checked_on=date(2026, 7, 13))
    with pytest.raises(NotPermitted):
        confirm(2027, people.person("lead"))
    with pytest.raises(NotFound):
        confirm(2101, seen="")


@pytest.mark.parametrize(
    ("today", "years"),
    [("2026-01-01", [2026]), ("2026-09-30", [2026]), ("2026-10-01", [2026, 2027]), ("2100-12-01", [2100])],
)
def test_next_year_matters_from_october(app, today, years):
    assert queries.list_unconfirmed(date.fromisoformat(today)) == years


def test_next_year_matters_as_soon_as_a_term_reaches_into_it(app):
    confirm(2026)
    assert queries.list_unconfirmed(SUMMER) == []
    request = asked.delivered(rule=work.time_rule(term=200))
    assert queries.list_unconfirmed(SUMMER) == [2027]
    asked.answered(request)
    assert queries.list_unconfirmed(SUMMER) == []


def test_years_are_listed_with_those_once_confirmed(app):
    confirm(2025)
    assert [(year.number, year.confirmed) for year in queries.list_years(SUMMER)] == [
        (2025, True),
        (2026, False),
        (2027, False),
    ]


def test_the_days_of_a_year_are_holidays_and_decrees_without_weekends(app):
    decree(date(2026, 1, 10), "worked")
    decree(date(2026, 1, 2))
    days = queries.list_days_of(2026)
    assert [(day, why.kind) for day, why in days][:3] == [
        (date(2026, 1, 1), "holiday"),
        (date(2026, 1, 2), "off"),
        (date(2026, 1, 10), "worked"),
    ]
    with pytest.raises(NotFound):
        queries.list_days_of(2003)


def told(request):
    return explaining.deadline_lines(request)[-1]


def test_an_explanation_names_the_years_that_nobody_confirmed(app):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    assert "2026" in told(request) and "баталгаажаагүй" in told(request)
    confirm(2026)
    assert "баталгаажаагүй" not in told(request)


def test_of_calendar_days_it_says_that_the_date_does_not_depend_on_it(app):
    assert "хамаарахгүй" in told(asked.delivered())
    assert "хамаарахгүй" not in told(asked.delivered(rule=work.time_rule(last_day_rolls=True)))


def test_an_answered_request_says_nothing_of_it(app):
    request = asked.delivered()
    asked.answered(request)
    assert "баталгаажаагүй" not in told(request)


def test_letters_say_it_before_delivery(app):
    rule = work.time_rule(**WORKING)
    with time_machine.travel(datetime(2026, 12, 27, tzinfo=UTC), tick=False):
        confirm(2026, at=AT)
        lines = letters.example_lines(rule, date(2026, 12, 28))
    assert "2027" in lines[-1] and "2026" not in lines[-1]

"""Pages of calendar years: what is off, who confirmed it, and who has to."""

from datetime import UTC, date, datetime

import time_machine

import tests.given as given
from app.responses.models import CalendarCheck
from tests.given import people, work
from tests.integration.responses import asked
from tests.integration.responses.calendars import SOURCE, WORKING, confirm, decree

YEAR = "/workspace/rules/years/2027"


def signed_in(client, *roles):
    person = people.person(*roles)
    given.commit()
    client.sign_in(person)
    return person


def form(client, **fields):
    seen = client.get(YEAR).text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    return {"source": SOURCE, "checked_on": "2026-07-10", "whole": "y", "seen": seen} | fields


def test_a_coordinator_compares_and_confirms_a_year(app, client):
    decree(date(2027, 2, 13), "worked")
    signed_in(client, "coordinator")
    page = client.get(f"{YEAR}?lang=en").text
    assert "Lunar New Year" in page and "February 13, 2027, Saturday" in page and "Working day" in page
    page = client.follow(client.post(YEAR, form(client))).text
    assert SOURCE in page
    assert CalendarCheck.query.one().year == 2027


def test_what_is_not_said_is_asked_for_and_what_was_typed_stays(app, client):
    signed_in(client, "coordinator")
    page = client.post(YEAR, form(client, whole="", source="Засгийн газрын 5 дугаар тогтоол"), expect=422)
    assert "Засгийн газрын 5 дугаар тогтоол" in page.text
    assert CalendarCheck.query.count() == 0


def test_who_was_overtaken_sees_the_new_list_and_confirms_that(app, client):
    signed_in(client, "coordinator")
    typed = form(client)
    decree(date(2027, 2, 12))
    given.commit()
    page = client.post(f"{YEAR}?lang=en", typed, expect=422).text
    assert "changed since you opened the page" in page and SOURCE in page and "Moved" in page
    client.post(YEAR, form(client))
    assert CalendarCheck.query.count() == 1


def test_others_read_and_do_not_confirm(app, client):
    signed_in(client, "observer")
    page = client.get(f"{YEAR}?lang=en").text
    assert "Not yet confirmed" in page and "<form" not in page.partition("<main")[2].partition("</main")[0]
    client.post(YEAR, {"source": SOURCE}, expect=403)
    assert CalendarCheck.query.count() == 0
    client.get("/workspace/rules/years/2101", expect=404)


def test_a_coordinator_is_reminded_from_october_and_nobody_else(app, client):
    confirm(2026)
    with time_machine.travel(datetime(2026, 9, 30, 4, tzinfo=UTC), tick=False):
        signed_in(client, "coordinator")
        assert "is not yet confirmed" not in client.get("/workspace/?lang=en").text
    with time_machine.travel(datetime(2026, 10, 1, 4, tzinfo=UTC), tick=False):
        signed_in(client, "coordinator")
        page = client.get("/workspace/?lang=en").text
        assert "The calendar of 2027 is not yet confirmed" in page and YEAR in page
        signed_in(client, "monitor")
        assert "is not yet confirmed" not in client.get("/workspace/?lang=en").text


def test_the_page_of_a_request_and_its_letter_say_which_year_nobody_confirmed(app, client):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    signed_in(client, "coordinator")
    said = "The calendar of 2026 is not yet confirmed: a day moved by decree would move the due date."
    assert said in client.get(f"/workspace/requests/{request.id}?lang=en").text
    assert "2026 оны хуанли хараахан баталгаажаагүй" in client.get(f"/workspace/requests/{request.id}/letter").text
    confirm(2026)
    given.commit()
    assert said not in client.get(f"/workspace/requests/{request.id}?lang=en").text
    assert "баталгаажаагүй" not in client.get(f"/workspace/requests/{request.id}/letter").text

"""Pages of time rules and of the calendar."""

import re
from datetime import UTC, date, datetime

import pytest

import tests.given as given
from app.responses.models import CalendarException, TimeRule
from app.responses.reference import load_time_rules
from tests.given import people, work
from tests.integration.responses import asked

RULE = {
    "code": "complaint",
    "law_mn": "Хууль",
    "law_en": "Law",
    "article": "55",
    "term": "14",
    "days": "working",
    "extension": "0",
    "valid_from": "2023-06-16",
}
DAY = {"on": "2026-07-20", "kind": "off", "name_mn": "Чөлөө", "name_en": "Off", "reason": "Тогтоол 1"}
NEW = "/workspace/rules/exceptions/new"


def coordinator(client):
    person = asked.coordinator()
    given.commit()
    client.sign_in(person)
    return person


def test_the_list_says_source_and_what_is_to_be_confirmed(app, client):
    load_time_rules(datetime(2026, 7, 1, tzinfo=UTC))
    coordinator(client)
    page = client.get("/workspace/rules?lang=en").text
    assert "Confirmed" in page and "To be confirmed" in page
    assert "legalinfo.mn" in page and "30 calendar days" in page


def test_readers_read_and_only_editors_edit(app, client):
    observer = people.person("observer")
    given.commit()
    client.sign_in(observer)
    client.get("/workspace/rules")
    client.get("/workspace/rules/new", expect=403)
    client.post("/workspace/rules/exceptions/new", DAY, expect=403)


def test_a_rule_is_entered_corrected_and_closed(app, client):
    coordinator(client)
    client.post("/workspace/rules/new", RULE)
    rule = TimeRule.query.one()
    address = f"/workspace/rules/{rule.id}"
    client.get(address)
    client.post(address, RULE | {"article": "56"})
    client.post(f"{address}/close", {"last_on": "2026-12-31", "reason": "Шинэ хууль"})
    rule = TimeRule.query.one()
    assert (rule.article, rule.valid_to) == ("56", date(2026, 12, 31))


def test_a_failed_rule_keeps_what_was_typed(app, client):
    coordinator(client)
    page = client.post("/workspace/rules/new", RULE | {"confirmed": "y", "law_en": "My law"}, expect=422)
    assert "My law" in page.text
    assert TimeRule.query.count() == 0


def working_rule():
    return work.time_rule(code="information", term=7, days="working")


def mark(page):
    return re.search(r'name="seen" type="hidden" value="([0-9a-f]+)"', page.text)[1]


def test_due_dates_are_shown_before_they_move_and_move_once_confirmed(app, client):
    request = asked.delivered(rule=working_rule())
    number, before = request.number, request.due_on
    coordinator(client)
    page = client.post(NEW, DAY, expect=200)
    assert number in page.text and "2026-07-23 → 2026-07-24" in page.text and DAY["reason"] in page.text
    assert CalendarException.query.count() == 0 and before == date(2026, 7, 23)
    assert number in client.follow(client.post(NEW, DAY | {"seen": mark(page)})).text
    row = CalendarException.query.one()
    assert request.due_on == date(2026, 7, 24)
    address = f"/workspace/rules/exceptions/{row.id}/remove"
    client.get(address)
    client.post(address, expect=422)
    page = client.post(address, {"reason": "Алдаа"}, expect=200)
    assert "2026-07-24 → 2026-07-23" in page.text and CalendarException.query.count() == 1
    assert number in client.follow(client.post(address, {"reason": "Алдаа", "seen": mark(page)})).text
    assert CalendarException.query.count() == 0 and request.due_on == before


def test_who_confirms_other_due_dates_than_were_shown_is_told(app, client):
    rule = working_rule()
    asked.delivered(rule=rule)
    coordinator(client)
    seen = mark(client.post(NEW, DAY, expect=200))
    late = asked.delivered(rule=rule)
    given.commit()
    number = late.number
    page = client.post(f"{NEW}?lang=en", DAY | {"seen": seen}, expect=422)
    assert "Other due dates would move" in page.text and number in page.text
    assert CalendarException.query.count() == 0
    client.follow(client.post(NEW, DAY | {"seen": mark(page)}))
    assert CalendarException.query.count() == 1


@pytest.mark.parametrize("seen", ["", "0" * 12])
def test_a_mark_that_nobody_was_given_confirms_nothing(app, client, seen):
    asked.delivered(rule=working_rule())
    coordinator(client)
    client.post(NEW, DAY | {"seen": seen}, expect=422 if seen else 200)
    assert CalendarException.query.count() == 0


def test_a_day_that_moves_nothing_says_so(app, client):
    coordinator(client)
    client.get("/workspace/rules/exceptions/new")
    page = client.follow(client.post("/workspace/rules/exceptions/new?lang=en", DAY))
    assert "No due date moved" in page.text

"""Pages of time rules and of the calendar."""

from datetime import UTC, date, datetime

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


def test_a_new_day_off_says_whose_due_date_moved(app, client):
    request = asked.delivered(rule=work.time_rule(code="information", term=7, days="working"))
    coordinator(client)
    page = client.follow(client.post("/workspace/rules/exceptions/new", DAY))
    assert request.number in page.text
    row = CalendarException.query.one()
    client.get(f"/workspace/rules/exceptions/{row.id}/remove")
    client.post(f"/workspace/rules/exceptions/{row.id}/remove", expect=422)
    page = client.follow(client.post(f"/workspace/rules/exceptions/{row.id}/remove", {"reason": "Алдаа"}))
    assert request.number in page.text


def test_a_day_that_moves_nothing_says_so(app, client):
    coordinator(client)
    client.get("/workspace/rules/exceptions/new")
    page = client.follow(client.post("/workspace/rules/exceptions/new?lang=en", DAY))
    assert "No due date moved" in page.text

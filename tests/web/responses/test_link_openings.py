"""That a reply link was opened in a browser is kept once, for each link, and said with what it is worth."""

from datetime import timedelta

import pytest
import time_machine

import tests.given as given
from app.core import audit
from app.responses import links, service
from app.responses.models import LinkOpening
from tests.given import people
from tests.integration.responses import asked
from tests.web.responses.test_reply_pages import a_received, a_sent, address


@pytest.fixture(autouse=True)
def in_july():
    with time_machine.travel(asked.RECEIVED_AT, tick=False):
        yield


def noted(request):
    """Epochs of the links that were opened, each with one entry in the audit chain."""
    rows = LinkOpening.query.filter_by(request_id=request.id).order_by(LinkOpening.epoch).all()
    entries = [row for row in audit.history(request) if row.verb == "open_link"]
    assert [row.details["epoch"] for row in entries] == [row.epoch for row in rows]
    assert all(entry.actor_kind == f"body:{request.body_id}" and len(entry.details) == 1 for entry in entries)
    return [row.epoch for row in rows]


def test_fetching_a_link_is_no_opening_and_its_page_brings_the_script_until_it_was_opened(app, client):
    request = a_sent()
    page = client.get(address(request)).text
    assert noted(request) == [] and "opened.js" in page and address(request, "/opened") in page
    for _time in range(2):
        assert client.post(address(request, "/opened"), expect=204).data == b""
    assert noted(request) == [1]
    assert "opened.js" not in client.get(address(request)).text


@pytest.mark.parametrize("part", ["/acknowledge", "/office"])
def test_what_is_sent_through_the_link_opened_it(app, client, part):
    request = a_received() if part == "/office" else a_sent()
    client.post(address(request, part), {"received_on": "2026-07-08", "office": "Алба"})
    client.post(address(request, part), {"received_on": "2026-07-08", "office": "Алба"})
    assert noted(request) == [1]


def test_what_is_refused_leaves_nothing(app, client):
    request = a_sent()
    client.post(address(request, "/acknowledge"), {"received_on": "2026-07-30"}, expect=422)
    assert noted(request) == []


def test_the_network_trying_a_link_is_not_the_body(app, client):
    request, person = a_sent(), people.person("coordinator")
    given.commit(person)
    client.sign_in(person)
    assert "opened.js" not in client.get(address(request)).text
    client.post(address(request, "/opened"), expect=204)
    assert noted(request) == []


def test_a_link_that_does_not_hold_tells_and_keeps_nothing(app, client):
    request = a_sent()
    token = links.token_of(request)
    forged = client.post("/reply/nonsense/opened", expect=404).text
    with time_machine.travel(asked.SENT_AT + timedelta(days=121), tick=False):
        assert client.post(f"/reply/{token}/opened", expect=410).text == forged
    service.revoke_link(request, "Алдсан", asked.coordinator(), asked.SENT_AT)
    given.commit()
    assert client.post(f"/reply/{token}/opened", expect=410).text == forged
    assert noted(request) == []


def test_each_link_has_its_own_opening_and_the_page_says_what_it_is_worth(app, client):
    request = a_sent()
    client.post(address(request, "/opened"), expect=204)
    service.renew_link(request, asked.coordinator(), asked.RECEIVED_AT)
    given.commit()
    client.post(address(request, "/opened"), expect=204)
    assert noted(request) == [1, 2]
    person = people.person("observer")
    given.commit(person)
    page = client.sign_in(person).get(f"/workspace/requests/{request.id}?lang=en").text
    assert page.count("It is no proof of receipt by itself") == 2
    assert page.count("This link does not work any more.") == 1


def test_the_due_date_goes_into_the_calendar_of_whoever_holds_the_link(app, client):
    request = a_received()
    answer = client.get(address(request, "/due.ics"))
    assert answer.mimetype == "text/calendar" and "20260807" in answer.text
    assert "workspace" not in answer.text and address(request, "/due.ics") in client.get(address(request)).text
    assert noted(request) == []


def test_there_is_no_due_date_before_receipt_nor_behind_a_closed_link(app, client):
    request = a_sent()
    client.get(address(request, "/due.ics"), expect=404)
    service.revoke_link(request, "Алдсан", asked.coordinator(), asked.SENT_AT)
    given.commit()
    client.get(address(request, "/due.ics"), expect=410)

"""A body stays silent; the days pass; the case goes up, and a coordinator sees what was sent to whom."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from playwright.sync_api import expect

from app.accounts import service as accounts
from app.core import clock, database
from app.core.actors import System
from app.demo.acts.requests import remind_until
from app.responses import queries, service
from app.responses.models import Request
from tests.given import people, work
from tests.integration.responses import asked
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, Hands

pytestmark = BROWSER
COORDINATOR, OFFICE = "coordinator@example.mn", "governor@example.mn"


def silent_since(days: int) -> Request:
    received = clock.now() - timedelta(days=days)
    finding = work.finding(state="checked", body=people.body(letters_email="letters@example.mn"))
    request = asked.sent(finding, at=received)
    received_on = clock.local_day(received)
    service.record_delivery(request, asked.officer(request), received, received_on=received_on, proof="link")
    return request


def test_an_overdue_case_is_escalated(site: Flask, sit_down: Callable[..., Hands]) -> None:
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        accounts.create_person(COORDINATOR, "Зохицуулагч", ["coordinator"], PASSWORD, founder, clock.now())
        number = silent_since(90).id
        database.commit()
    hands = sit_down("coordinator")
    Member(hands, "Зохицуулагч", COORDINATOR).signs_in()
    hands.open("/workspace/escalation/new")
    hands.page.locator("[name=name_mn]").fill("Аймгийн Засаг дарга")
    hands.page.locator("[name=email]").fill(OFFICE)
    hands.page.locator("main form .btn-primary").click()
    expect(hands.page.locator("main")).to_contain_text(OFFICE)
    with site.app_context():
        remind_until(clock.now(), queries.get_request(number).sent_at)
        database.commit()
    hands.open(f"/workspace/requests/{number}")
    told = hands.page.locator("section[aria-labelledby=reminders]")
    expect(told).to_contain_text(OFFICE)
    expect(told.locator(".notices > li")).to_have_count(6)

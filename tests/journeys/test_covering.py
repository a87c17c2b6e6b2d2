"""A reviewer draws over a face with a finger, takes one cover off again, and keeps the decision."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect

from app.accounts import service as accounts
from app.core import clock, database
from app.core.actors import System
from app.core.database import db
from app.findings.models import Evidence
from app.findings.service.observations import add_evidence
from tests.given import people, work
from tests.integration.findings.material import photo, upload
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, Hands

pytestmark = BROWSER
LEAD = "lead@example.mn"


@pytest.fixture
def evidence(site: Flask) -> int:
    """The number of a photo that nobody looked at yet, of a visit in the lead's subnetwork."""
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        lead = accounts.create_person(LEAD, "Ахлагч", ["lead"], PASSWORD, founder, clock.now())
        monitor = people.person("monitor")
        seen = work.observation(work.monitored(monitor, subnetwork=people.subnetwork(lead)), monitor, state="accepted")
        number = add_evidence(seen, upload(data=photo(320)), clock.now()).id
        database.commit()
    return number


@pytest.fixture
def reviewer(sit_down: Callable[..., Hands], evidence: int) -> Hands:
    hands = sit_down("reviewer", has_touch=True)
    Member(hands, "Ахлагч", LEAD).signs_in()
    hands.open(f"/workspace/observations/evidence/{evidence}")
    return hands


def drag(stage: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one place of the picture to another, in shares of its width and height."""
    box = stage.bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    mouse = stage.page.mouse
    mouse.move(*places[0])
    mouse.down()
    mouse.move(*places[1], steps=4)
    mouse.up()


def kept(site: Flask, number: int) -> Evidence:
    with site.app_context():
        row = db.session.get_one(Evidence, number)
        db.session.expunge(row)
    return row


def test_parts_are_drawn_and_taken_off(site: Flask, evidence: int, reviewer: Hands) -> None:
    stage = reviewer.page.locator(".cover-stage")
    stage.scroll_into_view_if_needed()
    drag(stage, (0.1, 0.1), (0.3, 0.9))
    expect(stage.get_by_role("button")).to_have_count(0)  # nothing is drawn before that is asked for
    reviewer.press("Draw over a part")
    stage.scroll_into_view_if_needed()
    drag(stage, (0.8, 0.9), (0.6, 0.1))  # also upward and to the left
    drag(stage, (0.1, 0.1), (0.3, 0.9))
    drag(stage, (0.5, 0.5), (0.5, 0.5))  # a slip
    covers = stage.get_by_role("button")
    expect(covers).to_have_count(2)
    covers.first.press("Enter")
    expect(covers).to_have_count(1)
    reviewer.photograph("covered")
    expect(reviewer.main.get_by_label(reviewer.words("Cover parts and show it"))).to_be_checked()
    reviewer.press("Keep the decision")
    reviewer.reads("Shown with parts covered")
    row = kept(site, evidence)
    left, top, width, height = (float(word) for word in (row.covers or "").split())
    assert row.state == "covered" and abs(left - 10) < 1 and abs(width - 20) < 1 and top >= 5 and height > 50


def test_what_was_covered_is_there_when_one_comes_back(evidence: int, reviewer: Hands) -> None:
    reviewer.page.locator("details summary", has_text=reviewer.words("Covered parts in numbers")).click()
    reviewer.write("Parts to cover", "10 20 30 40")
    expect(reviewer.page.locator(".cover-stage").get_by_role("button")).to_have_count(1)
    reviewer.main.get_by_label(reviewer.words("Cover parts and show it")).check()
    reviewer.press("Keep the decision")
    reviewer.open(f"/workspace/observations/evidence/{evidence}")
    expect(reviewer.page.locator(".cover-stage").get_by_role("button")).to_have_count(1)

"""A reviewer goes through the queue with the keyboard; the keys stay out of the way of everything else."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.accounts import service as accounts
from app.core import clock, database
from app.core.actors import System
from tests.given import people, work
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, DESKTOP, Hands

pytestmark = BROWSER
LEAD = "lead@example.mn"
QUEUE = "/workspace/observations/queue"


@pytest.fixture
def numbers(site: Flask) -> list[int]:
    """Three observations that wait for the lead, the oldest first."""
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        lead = accounts.create_person(LEAD, "Ахлагч", ["lead"], PASSWORD, founder, clock.now())
        network = people.subnetwork(lead)
        found = [work.observation(work.monitored(subnetwork=network), state="received").id for _ in range(3)]
        database.commit()
    return found


@pytest.fixture
def viewport() -> dict[str, int]:
    return DESKTOP


@pytest.fixture
def page(sit_down: Callable[..., Hands], numbers: list[int]) -> Page:
    hands = sit_down("reviewer")
    Member(hands, "Ахлагч", LEAD).signs_in()
    hands.open(QUEUE)
    return hands.page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.tagName"))


def test_down_up_and_open(page: Page, numbers: list[int]) -> None:
    seen = []
    for key in ("j", "j", "ArrowDown", "ArrowDown", "k", "ArrowUp"):
        page.keyboard.press(key)
        seen.append(focused(page).partition("?")[0].rpartition("/")[2])
    first, second, third = map(str, numbers)
    assert seen == [first, second, third, third, second, first]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first}*")


def test_a_row_is_chosen_and_let_go(page: Page, numbers: list[int]) -> None:
    chosen = page.locator("input[name=seen]:checked")
    page.keyboard.press("x")  # nothing is in hand
    assert chosen.count() == 0
    for key, count in (("j", 0), ("x", 1), ("j", 1), ("x", 2), ("x", 1)):
        page.keyboard.press(key)
        assert chosen.count() == count
    assert chosen.get_attribute("value") == f"{numbers[0]}.1.received"
    page.locator("textarea").fill("x")
    assert chosen.count() == 1


def test_who_types_or_chooses_is_not_disturbed(page: Page) -> None:
    page.locator("select").first.focus()
    page.keyboard.press("j")
    assert focused(page) == "SELECT"
    page.locator("h1").click()
    page.keyboard.press("ArrowDown")  # scrolls
    page.keyboard.press("Control+j")
    assert focused(page) == "MAIN"


def test_it_can_be_switched_off_and_stays_off(page: Page) -> None:
    page.locator("#keys").uncheck()
    for _ in range(2):
        page.locator("h1").click()
        page.keyboard.press("j")
        assert focused(page) == "MAIN"
        page.reload()

"""Every page over the demonstration data, on a phone, in Mongolian: WCAG 2.2 AA, nothing cut off, no scripts needed."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.permissions import ACCOUNT_ROLES
from app.core import clock, database
from app.core.actors import System
from app.responses.models import CalendarException, Request
from app.responses.policy import ReplyActor
from app.responses.service import save_draft
from app.summaries.models import Summary
from tests.given import stored, work
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.addresses import Example, waiting_for_reply
from tests.journeys.conftest import installed
from tests.journeys.hands import BROWSER, Hands
from tests.journeys.outbox import invitation_link

pytestmark = BROWSER
AXE = Axe()
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
EVERYBODY, GUEST = "everybody@example.mn", "guest@example.mn"
OPTIONS = {"runOnly": list(LEVELS), "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Iterator[tuple[Flask, Example]]:
    """The demonstration with a person who sees everything, and a row of what nobody made there."""
    app = installed(shutil.copytree(demonstration, tmp_path_factory.mktemp("house") / "data"))
    with app.app_context():
        person_id = _enter_the_all_seeing()
        database.commit()
    yield app, Example(app, person_id, invitation_link(app, GUEST, "mn").partition("?")[0].rpartition("/")[2])
    with app.app_context():
        database.db.engine.dispose()


def _enter_the_all_seeing() -> int:
    founder = System(permissions=frozenset({"accounts.manage"}))
    person = accounts.create_person(EVERYBODY, "Бүгд", ACCOUNT_ROLES, PASSWORD, founder, clock.now())
    accounts.invite(GUEST, "Зочин", ["monitor"], person, clock.now())
    work.observation(work.monitored(person, category="works"), person, state="draft")
    work.revisit(monitor=person)
    stored(CalendarException(on=clock.today(), kind="off", name_mn="Амралт", name_en="Day off", source="Тогтоол"))
    _begin_a_reply(waiting_for_reply())
    return person.id


def _begin_a_reply(letter: Request) -> None:
    officer = ReplyActor(letter.body_id)
    promise = {"promises-0-text": "Засна", "promises-0-promised_on": "2090-01-01"}
    for finding in letter.findings:
        said = {"position": "partly", "text": "Хэсэгчлэн зөвшөөрнө.", **promise}
        save_draft(letter, f"finding-{finding.id}", said, officer, clock.now())
    save_draft(letter, "reply", {"office": "Тамгын газрын дарга"}, officer, clock.now())


@pytest.fixture
def site(house: tuple[Flask, Example]) -> Flask:
    return house[0]


@pytest.fixture
def example(house: tuple[Flask, Example], address: str) -> Example:
    return house[1]


class Inspector:
    """Opens pages one after another and notes what is wrong with each."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.page = hands, hands.page
        self.faults: list[str] = []

    def visits(self, paths: Iterable[str], status: int = 200) -> None:
        for path in paths:
            answer = self.page.goto(path)
            if answer is None or (answer.status, answer.url.endswith(path)) != (status, True):
                self.faults.append(f"{path}: led to {answer and (answer.status, answer.url)}")
            self.looks_at(path)

    def looks_at(self, name: str) -> None:
        """At the present page, with everything on it unfolded."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > self.page.viewport_size["width"]:  # type: ignore[index]
            self.faults.append(f"{name}: {width} px wide")
        if self.page.locator("main h1").count() != 1:
            self.faults.append(f"{name}: no heading, or several")
        for fault in AXE.run(self.page, options=OPTIONS).response["violations"]:
            where = "; ".join(" ".join(map(str, node["target"])) for node in fault["nodes"][:3])
            self.faults.append(f"{name}: {fault['id']} ({fault['impact']}): {where}")

    def finds_nothing(self) -> None:
        assert not self.faults, "\n".join(self.faults)


@pytest.fixture
def scheme() -> str:
    return "light"


@pytest.fixture
def inspector(sit_down: Callable[..., Hands], example: Example, scheme: str) -> Iterator[Inspector]:
    inspector = Inspector(sit_down("inspector", color_scheme=scheme))
    yield inspector
    inspector.finds_nothing()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages(inspector: Inspector, example: Example) -> None:
    inspector.visits(example.public())


def test_the_pages_behind_a_reply_link(inspector: Inspector, example: Example) -> None:
    inspector.visits(example.reply())


def test_pages_of_signed_in_people(inspector: Inspector, example: Example) -> None:
    Member(inspector.hands, "Бүгд", EVERYBODY).signs_in()
    inspector.visits(example.workspace())


def test_pages_that_refuse(inspector: Inspector, example: Example, site: Flask) -> None:
    """Errors on forms, pages that are not there, links that hold no longer, tombstones."""
    inspector.visits(["/nothing-here", "/reply/forged"], 404)
    inspector.visits(["/invitation/forged", "/reset/forged", f"/summaries/{withdrawn_slug(site)}"], 410)
    inspector.visits(["/contracts?text=nothing-at-all"])
    hands = inspector.hands
    hands.open("/sign-in")
    hands.write("Email", "nobody@example.mn")
    hands.write("Password", "wrong")
    hands.press("Sign in")
    inspector.looks_at("sign-in refused")
    Member(hands, "Бүгд", EVERYBODY).signs_in()
    for path, button in (
        ("/workspace/plans/new", "Save"),
        ("/workspace/people/invite", "Send the invitation"),
        ("/workspace/summaries/new", "Save"),
        ("/workspace/imports/new", "Look at it"),
        ("/workspace/imports/sources/new", "Save"),
    ):
        hands.open(path)
        hands.press(button)
        inspector.looks_at(f"{path} refused")


def test_the_pages_of_a_tip(inspector: Inspector, example: Example) -> None:
    """What forms lead to, and no address: what is refused, the receipt, the tip, what it says when it ended."""
    hands = inspector.hands
    hands.open("/tips/new")
    hands.press("Send the tip")
    inspector.looks_at("tip refused")
    hands.write("What did you see?", "Дээвэр дутуу.")
    hands.write("Where is it?", "5-р сургууль")
    hands.press("Send the tip")
    inspector.looks_at("receipt")
    digits = hands.main.locator(".receipt-number").inner_text()
    hands.open("/tips")
    hands.press("Open the tip")
    inspector.looks_at("receipt refused")
    hands.write("The 16 digits of your receipt", digits)
    hands.press("Open the tip")
    hands.sees("Дээвэр дутуу.")
    hands.press("Add to the tip")
    inspector.looks_at("message refused")
    hands.write("Your message", "Бас цонх.")
    hands.press("Add to the tip")
    inspector.looks_at("tip")
    hands.press("Take the tip back")
    hands.reads("You took it back.")
    inspector.looks_at("tip taken back")


def withdrawn_slug(site: Flask) -> str:
    with site.app_context(), database.reading():
        return database.db.session.scalars(select(Summary.slug).where(Summary.state == "withdrawn")).first() or ""


def test_the_open_menu(inspector: Inspector, example: Example) -> None:
    hands = inspector.hands
    hands.open("/")
    hands.page.locator("details.menu > summary").click()
    inspector.looks_at("public menu")
    Member(hands, "Бүгд", EVERYBODY).signs_in()
    hands.page.locator("details.menu > summary").click()
    inspector.looks_at("workspace menu")


def test_public_and_reply_pages_without_scripts(sit_down: Callable[..., Hands], example: Example) -> None:
    hands = sit_down("reader", java_script_enabled=False)
    for path in (*example.public(), *example.reply()):
        hands.open(path)
        expect(hands.main.locator("h1")).to_be_visible()
        assert len(hands.main.inner_text()) > 60, path

"""A lead's morning: thirty observations, one by one and together, while another lead works through the same queue."""

from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect

from app.accounts import service as accounts
from app.core import audit, clock, database
from app.core.actors import System
from app.core.database import db
from app.findings.models import Observation
from app.findings.terms import CAUSES, TOGETHER
from tests.given import people, work
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, DESKTOP, PHONE, Hands

pytestmark = BROWSER
MANY = 30
LEAD, SECOND = "lead@example.mn", "second@example.mn"
QUEUE = "/workspace/observations/queue"
VERDICTS = {"accept": "accepted", "reject": "rejected", "ask": "needs_information", "mark_duplicate": "duplicate"}
ALONE, WRONG, ORIGINAL, TWIN, OVERTAKEN, BARE, BARE_TOO = range(7)  # what stands in the queue at which place
REFUSED, LAST = (7, 8, 9), (28, 29)


@pytest.fixture
def viewport() -> dict[str, int]:
    return DESKTOP


@pytest.fixture
def numbers(site: Flask) -> list[int]:
    """Thirty that wait, the oldest first: two tell the same, two do not say where it was."""
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        leads = [
            accounts.create_person(email, name, ["lead"], PASSWORD, founder, clock.now())
            for email, name in ((LEAD, "Ж. Сүхээ"), (SECOND, "Ж. Номин"))
        ]
        network = people.subnetwork(*leads)
        found = []
        for place in range(MANY):
            contract = found[ORIGINAL].contract if place == TWIN else work.monitored(subnetwork=network)
            where = None if place in (BARE, BARE_TOO) else "2-р баг, сургуулийн хашаа"
            found.append(work.observation(contract, state="received", place_note=where, received_at=clock.now()))
        numbers = [row.id for row in found]
        database.commit()
    return numbers


@pytest.fixture
def lead(sit_down: Callable[..., Hands], numbers: list[int]) -> Hands:
    return _at_work(sit_down("lead"), "Ж. Сүхээ", LEAD)


@pytest.fixture
def second(sit_down: Callable[..., Hands], numbers: list[int]) -> Hands:
    return _at_work(sit_down("second"), "Ж. Номин", SECOND)


def _at_work(hands: Hands, name: str, email: str) -> Hands:
    Member(hands, name, email).signs_in()
    return hands


def _decides(hands: Hands, verb: str, reason: str) -> None:
    """About the one whose page is open."""
    hands.press("Open the review")
    hands.follow(verb)
    hands.write("Reason", reason)
    if verb == "Reject":
        hands.tick(CAUSES["other_contract"])
    if verb == "Mark as duplicate":
        hands.main.locator("input[name=duplicate_of]").first.check()
    hands.photograph("decides")
    hands.press(verb)


def _decides_together(hands: Hands, verb: str, reason: str) -> None:
    hands.tick(TOGETHER[verb])
    if verb == "reject":
        hands.select("If you reject: why", hands.words(CAUSES["elsewhere"]))
    hands.write("Reason", reason)
    hands.photograph(f"together-{verb}")
    hands.press("Do this with the chosen ones")


def _reads_count(hands: Hands, count: int) -> None:
    expect(hands.main.locator("[data-chosen]")).to_have_text(hands.words("Chosen: %(count)s", count=count))


def _box(hands: Hands, number: int) -> Locator:
    return hands.main.locator(f"input[name=seen][value^='{number}.']")


def _link(hands: Hands, number: int) -> Locator:
    return hands.main.locator("li", has=hands.page.locator(f"input[name=seen][value^='{number}.']")).get_by_role("link")


def test_a_lead_clears_the_queue_in_a_morning(site: Flask, lead: Hands, second: Hands, numbers: list[int]) -> None:
    # One by one, with the keyboard: the next one follows by itself.
    lead.open(QUEUE)
    lead.photograph("queue")
    lead.page.keyboard.press("j")
    lead.page.keyboard.press("Enter")
    lead.page.wait_for_url(f"**/observations/{numbers[ALONE]}*")
    _decides(lead, "Accept", "Зураг, хэмжилт тохирч байна.")
    lead.page.wait_for_url(f"**/observations/{numbers[WRONG]}*")
    _decides(lead, "Reject", "Өөр гэрээний талбай.")
    lead.page.wait_for_url(f"**/observations/{numbers[ORIGINAL]}*")
    lead.open(f"/workspace/observations/{numbers[TWIN]}")
    _decides(lead, "Mark as duplicate", "Нэг үзлэгийг хоёр илгээсэн.")
    lead.page.wait_for_url(f"**/observations/{numbers[ORIGINAL]}*")

    # Three by the keyboard, rejected together. Who goes to look at one finds the ticks again.
    lead.open(QUEUE)
    for place in REFUSED:
        _link(lead, numbers[place]).focus()
        lead.page.keyboard.press("x")
    _reads_count(lead, 3)
    lead.write("Reason", "Зураг нь гэрээний")
    _link(lead, numbers[REFUSED[0]]).click()
    lead.page.wait_for_url(f"**/observations/{numbers[REFUSED[0]]}*")
    lead.page.go_back()
    _reads_count(lead, 3)
    assert lead.field("Reason").input_value() == "Зураг нь гэрээний"
    _decides_together(lead, "reject", "Зураг нь гэрээний газраас биш.")
    lead.reads("%(what)s: No. %(numbers)s", what=lead.words("Rejected"), numbers=_listed(numbers, REFUSED))

    # All but two accepted together, while somebody else decides about one of them.
    lead.main.get_by_label(lead.words("Choose all on this page")).check()
    _reads_count(lead, MANY - 6)
    for place in LAST:
        _box(lead, numbers[place]).uncheck()
    _reads_count(lead, MANY - 8)
    second.open(f"/workspace/observations/{numbers[OVERTAKEN]}")
    _decides(second, "Reject", "Хуучин зураг байна.")
    _decides_together(lead, "accept", "Зураг, тайлбар хангалттай.")
    lead.reads("%(done)s of %(all)s done", done=MANY - 11, all=MANY - 8)
    lead.photograph("what-was-refused")
    for said in ("Ж. Номин", "Хуучин зураг байна."):
        lead.sees(said)
    assert lead.field("Reason").input_value() == "Зураг, тайлбар хангалттай."
    _reads_count(lead, 2)
    _decides_together(lead, "ask", "Яг хаана байсан бэ?")

    # The last two on the phone.
    lead.page.set_viewport_size(PHONE)
    lead.main.get_by_label(lead.words("Choose all on this page")).check()
    _reads_count(lead, 2)
    assert lead.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    _decides_together(lead, "accept", "Бүрэн.")
    lead.reads("Nothing here.")
    lead.photograph("queue-is-empty")

    with site.app_context():
        _ensure_each_was_decided_once(numbers)


def _listed(numbers: list[int], places: tuple[int, ...]) -> str:
    return ", ".join(str(numbers[place]) for place in places)


def _ensure_each_was_decided_once(numbers: list[int]) -> None:
    rows = [db.session.get_one(Observation, number) for number in numbers]
    decided = {}
    for row in rows:
        verbs = [entry.verb for entry in audit.history(row)]
        assert verbs[0] == "open" and len(verbs) == 2, (row.id, verbs)
        decided[row.id] = VERDICTS[verbs[1]]
    assert {row.id: row.state for row in rows} == decided
    assert Counter(decided.values()) == {"accepted": 22, "rejected": 5, "needs_information": 2, "duplicate": 1}
    assert audit.verify().whole

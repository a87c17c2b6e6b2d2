"""A lead asks; the monitor answers on the phone without a network, and it arrives once or is told why it cannot."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect

from app.accounts import service as accounts
from app.accounts.models import User
from app.core import clock, database
from app.core.actors import System
from app.core.database import db
from app.field import handover
from app.findings import service
from app.findings.models import Observation, ObservationRevision, Supplement
from app.findings.queries import content_of, list_questions
from app.findings.rules import Change
from tests.given import people, phones, work
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.field.proxy import FAULTS, at_random
from tests.journeys.field.test_visit_offline import photo, taken_along, until
from tests.journeys.hands import BROWSER, Hands
from tests.journeys.test_accessibility import Inspector

pytestmark = BROWSER

LEAD, MONITOR = "ahlagch@example.mn", "saraa@example.mn"
QUESTION, ANSWER = "Аль өрөө вэ? Зураг нэмнэ үү.", "2-р давхрын 14-р өрөө."
NOTES = "Дээвэр дутуу."
LINE = tuple(fault for fault in FAULTS if fault != "signed_out")  # what a line does by itself


@contextlib.contextmanager
def inside(site: Flask) -> Iterator[None]:
    with site.app_context():
        yield
        database.commit()
        db.session.remove()
        db.engine.dispose()


def ask(contract_id: int, monitor, lead) -> int:
    """A visit from a phone, about which the lead asks: two fields and an answer. Returns its number."""
    question = list_questions("works", "implementation")[0]
    packet = phones.packet(contract_id, answers={str(question.id): ["no", "Хагарсан."]}, notes=NOTES)
    row = service.take_packet(packet, monitor, clock.now())
    service.open_review(row, lead, clock.now())
    service.ask(row, lead, clock.now(), QUESTION, ("notes", "files", f"answer:{question.code}"))
    return row.id


def sent(site: Flask, number: int) -> dict[str, object]:
    """What the server has of the observation."""
    with inside(site):
        row = db.session.get_one(Observation, number)
        revisions = ObservationRevision.query.filter_by(observation_id=number).count()
        return {
            "state": row.state,
            "revision": row.revision,
            "revisions": revisions,
            "supplements": Supplement.query.count(),
            "notes": row.notes,
            "files": len(row.current_evidence),
        }


ANSWERED = {"state": "received", "revision": 2, "revisions": 2, "supplements": 1, "notes": ANSWER, "files": 1}


class TestTheWholeStory:
    @pytest.fixture
    def number(self, site: Flask) -> int:
        with inside(site):
            founder = System(permissions=frozenset({"accounts.manage"}))
            lead, monitor = (
                accounts.create_person(email, name, [role], PASSWORD, founder, clock.now())
                for email, name, role in ((LEAD, "Ахлагч", "lead"), (MONITOR, "Сараа", "monitor"))
            )
            contract = work.monitored(
                monitor, category="works", subnetwork=people.subnetwork(lead), buyer=people.body()
            )
            return ask(contract.id, monitor, lead)

    @pytest.mark.parametrize("lang", ["mn", "en"])
    def test_asked_answered_and_compared(self, site, number, sit_down: Callable[..., Hands], words, tmp_path):
        hands = sit_down("field")
        page, inspector = hands.page, Inspector(hands)
        hands.open("/field/")
        hands.press("Sign in")
        Member(hands, "", MONITOR).signs_in_here()
        hands.press("Not now")
        hands.sees(QUESTION)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.context.set_offline(True)
        page.reload()
        hands.sees(QUESTION)
        inspector.looks_at("the question")
        hands.photograph("question")

        hands.press("Answer")
        hands.reads("The reviewer asks about this.")
        expect(page.locator(".asked")).to_have_count(3)
        expect(page.locator("#whole textarea")).to_have_value(NOTES)
        inspector.looks_at("the visit that is asked about")
        hands.photograph("answering")
        hands.press("What was seen")
        expect(page.locator("#whole textarea")).to_be_focused()
        answers(page, words, photo(tmp_path / "1.jpg", 1))
        hands.reads("Answers the reviewer: %(question)s", question=QUESTION)
        page.goto("/field/#/")
        hands.misses(QUESTION)
        assert sent(site, number)["state"] == "needs_information"

        page.context.set_offline(False)
        until(lambda: sent(site, number) == ANSWERED)
        page.goto("/field/#/outbox")
        expect(page.get_by_role("link", name="-")).to_be_visible()
        inspector.looks_at("answered")
        inspector.finds_nothing()
        self.the_lead_compares(sit_down("lead"), number)

    def the_lead_compares(self, hands: Hands, number: int) -> None:
        Member(hands, "", LEAD).signs_in()
        hands.open(f"/workspace/observations/{number}")
        hands.reads("Version %(number)s", number=2)
        expect(hands.main.locator("ins", has_text=ANSWER.split()[0])).to_be_visible()
        expect(hands.main.locator(".photos img")).to_have_count(1)
        hands.photograph("revision")


@pytest.fixture
def number(site: Flask, monitor) -> int:
    with inside(site):
        person, lead = (db.session.get_one(User, one) for one in (monitor.id, monitor.lead))
        return ask(monitor.contracts[0], person, lead)


@pytest.fixture
def phone(site, monitor, number, proxy, handset, words) -> Page:
    """The question is on the phone, answered, and there is no network."""
    page = taken_along(handset, monitor, proxy, words)
    expect(page.locator("main")).to_contain_text(QUESTION)
    page.get_by_role("button", name=words("Answer"), exact=True).click()
    page.locator("#whole textarea").wait_for()
    handset.context.set_offline(True)
    return page


def test_a_line_that_breaks_makes_one_revision(site, number, proxy, handset, phone, words, tmp_path):
    answers(phone, words, photo(tmp_path / "1.jpg", 1))
    proxy.fault = at_random(0.5, 5, LINE)
    handset.context.set_offline(False)

    until(lambda: pressing(phone, words) and sent(site, number) == ANSWERED)
    until(lambda: phone.locator("a[href^='#/receipt']").count() == 1)
    assert proxy.met and sent(site, number) == ANSWERED


def pressing(page: Page, words) -> bool:
    """Impatiently, as long as there is something to send."""
    with contextlib.suppress(Error):
        page.get_by_role("button", name=words("Send now")).click(timeout=500)
    return True


@pytest.mark.parametrize("how", ["answered on the site", "changed on the site", "withdrawn"])
def test_what_happened_meanwhile_is_told_and_nothing_typed_is_lost(
    site, monitor, number, handset, phone, words, tmp_path, how
):
    answers(phone, words, photo(tmp_path / "1.jpg", 1))
    with inside(site):
        row, person = db.session.get_one(Observation, number), db.session.get_one(User, monitor.id)
        if how == "withdrawn":
            service.withdraw(row, person, clock.now(), "Андуурсан.")
        else:
            said = replace(content_of(row), notes="Сайт дээр бичсэн.")
            service.edit(row, Change(said), person, clock.now())
        if how == "answered on the site":
            service.supply(row, person, clock.now())
    before = sent(site, number)
    handset.context.set_offline(False)
    told = "It was withdrawn." if how == "withdrawn" else "It was answered or decided meanwhile. Yours is still here."
    expect(phone.locator(".card .state")).to_have_text(words(told), timeout=20_000)
    assert sent(site, number) == before
    if how != "withdrawn":
        phone.get_by_role("button", name=words("Open again")).click()
        expect(phone.locator("#whole textarea")).to_have_value(ANSWER)
        expect(phone.locator(".files img")).to_be_visible()
        return
    phone.get_by_role("button", name=words("Send as a new visit")).click()
    expect(phone.locator("#whole textarea")).to_have_value(ANSWER)
    phone.get_by_role("button", name=words("Finish"), exact=True).click()
    until(lambda: phone.locator("a[href^='#/receipt']").count() == 1)
    with inside(site):
        assert [row.notes for row in Observation.query.order_by("id")] == [NOTES, ANSWER]


def test_it_can_be_handed_over_as_a_file(site, monitor, number, phone, words, tmp_path):
    answers(phone, words, photo(tmp_path / "1.jpg", 1))
    phone.get_by_role("button", name=words("Hand over as a file")).click()
    with phone.expect_download() as download:
        phone.locator("a[download]").click()
    with site.test_request_context():
        person = db.session.get_one(User, monitor.id)
        (taken,) = handover.take_in(download.value.path().read_bytes(), person, clock.now())
        database.commit()
        assert taken.packed.receipt_code
        db.session.remove()
        db.engine.dispose()
    assert sent(site, number) == ANSWERED


def answers(page: Page, words, picture) -> None:
    page.locator("#whole textarea").fill(ANSWER)
    page.locator("input[type=file]").last.set_input_files(picture)
    page.locator(".files li").wait_for()
    page.get_by_role("button", name=words("Finish"), exact=True).click()
    page.locator(".card .state").first.wait_for()

"""A public body answers: on a phone that runs no scripts, and on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.accounts import service as accounts
from app.core import clock, database
from app.core.actors import System
from app.findings.models import Finding
from app.findings.terms import POSITIONS
from app.responses import service
from app.responses.models import Request
from tests.given import people, work
from tests.integration.responses import asked
from tests.journeys import materials
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, PHONE, Hands
from tests.journeys.officer import Officer
from tests.journeys.outbox import link_in, newest_mail_to

pytestmark = BROWSER
BODY_EMAIL, COORDINATOR = "letters@example.mn", "coordinator@example.mn"
NEXT, NOBODY = "Дулаан хангамжийн газар", "Нэргүй алба"
TITLES = ("Дээвэр дутуу", "Журнал алга", "Самбар алга", "Дулаан алдаж байна", "Төлбөр тодорхойгүй")
PROMISE, OFFICE = "Дээврийг дуусгана.", "Тохижилтын алба"


@dataclass
class Case:
    number: int
    link: str


@pytest.fixture
def case(site: Flask, address: str) -> Case:
    """A letter about five findings that went out by mail, with the address at which the house answers."""
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        accounts.create_person(COORDINATOR, "Зохицуулагч", ["coordinator"], PASSWORD, founder, clock.now())
        body = people.body(name_mn="Мөрөн сумын Тамгын газар", letters_email=BODY_EMAIL)
        people.body(name_mn=NEXT, letters_email="heat@example.mn")
        seen = work.observation(state="accepted")
        rows = [work.finding(seen, state="checked", body=body, title_mn=title, title_en=title) for title in TITLES]
        request = asked.drafted(*rows)
        service.send(request, asked.coordinator(), clock.now(), channel="mail")
        number = request.id
        database.commit()
    return Case(number, link_in(newest_mail_to(site, BODY_EMAIL), "/reply/"))


def fits(hands: Hands) -> None:
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], hands.path


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_a_body_answers_on_a_phone_without_scripts(
    site: Flask,
    case: Case,
    sit_down: Callable[..., Hands],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hands = sit_down("officer", java_script_enabled=False)
    officer = Officer(hands)
    officer.opens(case.link)
    fits(hands)
    officer.acknowledges(clock.today(), "A/1234")
    asks_for_time(hands)
    hands.follow("Write the reply")
    accepts_with_a_promise(hands)
    partly(hands)
    colleague = sit_down("colleague", java_script_enabled=False)
    hears_from_a_colleague(colleague, case)
    sends_the_question_on(colleague)
    refuses(colleague)
    Officer(colleague).says_who_answers("Тамгын газрын дарга", "1/77")
    Officer(colleague).adds(materials.scan(tmp_path / "хариу.pdf"))
    fits(colleague)
    shown = what_is_shown(colleague)
    for words in (PROMISE, OFFICE, "Хагас нь биш.", "Журнал байгаа.", NEXT, "Хуулийн 5 дугаар зүйл"):
        colleague.sees(words)
    Officer(colleague).sends()
    assert what_is_shown(colleague) == shown, "what was sent is what was shown"
    with site.app_context(), database.reading():
        the_next_body_is_asked(case)
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    adds_another_day(hands, case)


def asks_for_time(hands: Hands) -> None:
    hands.follow("Ask for more time")
    hands.write("By how many days", "10")
    hands.write("Reason", "Баримт цуглуулж байна.")
    fits(hands)
    hands.press("Extend the term")
    hands.reads("The term is extended. The new due date stands below.")
    hands.misses(hands.words("Ask for more time"))


def accepts_with_a_promise(hands: Hands) -> None:
    hands.tick(POSITIONS["accepts"])
    hands.write("What will be done", PROMISE)
    hands.write("Responsible office", OFFICE)
    hands.write("By when", (clock.today() + timedelta(days=60)).isoformat())
    fits(hands)
    hands.press("Save and go on")


def partly(hands: Hands) -> None:
    """A slip first: nothing of what was typed is lost."""
    hands.tick(POSITIONS["partly"])
    hands.press("Save and go on")
    hands.reads("Say what is not accepted, and why.")
    hands.photograph("slip")
    hands.write("Explanation", "Хагас нь биш.")
    hands.press("Save and go on")


def hears_from_a_colleague(hands: Hands, case: Case) -> None:
    """The link was forwarded: the colleague finds what was written, and goes on with the third."""
    hands.open(case.link)
    hands.reads("Go on with this answer")
    hands.follow("Go on with the reply")
    assert hands.field("What will be done").first.input_value() == PROMISE
    hands.open(case.link)
    hands.main.get_by_role("link", name=TITLES[2]).first.click()
    hands.tick(POSITIONS["contests"])
    hands.write("Explanation", "Журнал байгаа.")
    hands.press("Save and go on")


def sends_the_question_on(hands: Hands) -> None:
    hands.tick(POSITIONS["refers"])
    hands.write("Referred to", NEXT)
    hands.photograph("refers")
    fits(hands)
    hands.press("Save and go on")


def refuses(hands: Hands) -> None:
    hands.tick(POSITIONS["refuses"])
    hands.write("Ground for refusing", "Хуулийн 5 дугаар зүйл")
    hands.press("Save and go on")


def what_is_shown(hands: Hands) -> str:
    """The words of the reply, as they will be published."""
    return hands.main.locator(".voice-body").first.inner_text()


def the_next_body_is_asked(case: Case) -> None:
    first = database.db.session.get_one(Request, case.number)
    (second,) = database.db.session.scalars(database.db.select(Request).where(Request.id != first.id))
    assert (second.body.name_mn, second.state) == (NEXT, "drafted")
    assert [finding.title_mn for finding in second.findings] == [TITLES[3]]
    assert first.extended_until is not None


def adds_another_day(hands: Hands, case: Case) -> None:
    hands.open(case.link)
    hands.follow("Add to the reply")
    hands.tick(POSITIONS["accepts"])
    hands.write("Solved already, on", (clock.today() - timedelta(days=1)).isoformat())
    hands.press("Save and go on")
    hands.open(f"{case.link}/office")
    Officer(hands).says_who_answers("Тамгын газрын дарга", "1/80")
    hands.follow("Go on to the check")
    hands.reads("Solved, as the body says, on")
    Officer(hands).sends()
    hands.open(case.link)
    assert hands.main.locator("section[aria-labelledby=replies] a").count() == 2
    fits(hands)


def test_a_paper_reply_is_typed_off(site: Flask, case: Case, sit_down: Callable[..., Hands], tmp_path: Path) -> None:
    with site.app_context():
        request = database.db.session.get_one(Request, case.number)
        day = clock.today()
        service.record_delivery(request, asked.coordinator(), clock.now(), received_on=day, proof="signature")
        database.commit()
    hands = sit_down("coordinator")
    Member(hands, "Зохицуулагч", COORDINATOR).signs_in()
    hands.open(f"/workspace/requests/{case.number}")
    hands.follow("Record a paper letter")
    hands.write("Date of the letter", clock.today().isoformat())
    hands.write("Arrived on", clock.today().isoformat())
    hands.write("Number of the letter", "4/77")
    hands.write("Answering office", OFFICE)
    hands.attach("Scan", materials.scan(tmp_path / "скан.pdf"))
    types_off(hands, TITLES[0], "accepts", "Explanation", "Зөвшөөрч байна.")
    types_off(hands, TITLES[3], "refers", "Referred to", NOBODY)
    hands.photograph("paper")
    hands.press("Record the reply")
    hands.reads("The reply is recorded. Its commitments are action points now.")
    for words in ("Зөвшөөрч байна.", "4/77", NOBODY):
        hands.sees(words)
    hands.photograph("recorded")
    says_who_is_meant(hands)
    with site.app_context(), database.reading():
        rows = {row.title_mn: row.position for row in database.db.session.scalars(database.db.select(Finding))}
    assert [rows[title] for title in TITLES] == ["accepts", None, None, "refers", None]


def types_off(hands: Hands, title: str, position: str, label: str, text: str) -> None:
    group = hands.group(title)
    group.get_by_label(hands.words(POSITIONS[position]), exact=True).check()
    group.get_by_label(hands.words(label)).first.fill(text)


def says_who_is_meant(hands: Hands) -> None:
    """Nobody is called so: the coordinator finds out, and the next body's letter is drafted."""
    hands.menu("My work")
    hands.follow_title(hands.words("replies name another body: say which"))
    hands.photograph("referrals")
    hands.follow("Say who is meant")
    hands.write("Public body", NEXT)
    hands.photograph("who-is-meant")
    hands.press("Draft the request to this body")
    hands.reads("The request is drafted. Look at it and send it like any other.")
    hands.reads("Sent on by another body")
    hands.sees(NEXT)
    hands.photograph("onward")

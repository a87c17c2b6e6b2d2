"""What was typed is never lost: not by a session that ended, a slip in a form, an impatient finger, a lost network."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.accounts.models import User
from app.accounts.service import create_person
from app.core import clock, database
from app.core.actors import System
from app.findings.models import Observation
from app.findings.terms import ANSWERS, VISITS
from tests.given import work
from tests.journeys.actors import PASSWORD, Member, Monitor
from tests.journeys.coordinator import Coordinator
from tests.journeys.hands import BROWSER, Hands

pytestmark = BROWSER
NOTES = "Дээврийн баруун тал дутуу.\nЗүүн тал бүрэн."
PLACE = "Мөрөн сум, 3 дугаар баг"


@dataclass
class Case:
    """A contract under monitoring, assigned to two monitors; the address of the form for it."""

    form: str
    contract_id: int


@pytest.fixture
def case(site: Flask) -> Case:
    with site.app_context():
        monitors = [_enter(f"{name}@example.mn", "monitor") for name in ("nara", "bold")]
        _enter("oyun@example.mn", "coordinator")
        contract = work.monitored(*monitors, title="Цэцэрлэгийн дээвэр", category="works")
        work.observation(contract, monitors[0], state="accepted")
        contract_id = contract.id
        database.commit()
    return Case(f"/workspace/observations/new/{contract_id}?stage=implementation", contract_id)


def _enter(email: str, role: str) -> User:
    founder = System(permissions=frozenset({"accounts.manage"}))
    return create_person(email, email.partition("@")[0], [role], PASSWORD, founder, clock.now())


@pytest.fixture
def nara(sit_down: Callable[..., Hands], case: Case) -> Monitor:
    """A monitor who has typed an observation and not sent it."""
    monitor = Monitor(sit_down("nara"), "nara", "nara@example.mn")
    monitor.signs_in()
    type_observation(monitor.hands, case)
    return monitor


def type_observation(hands: Hands, case: Case) -> None:
    hands.open(case.form)
    hands.tick(VISITS["visited"])
    hands.write("On which day?", clock.today().isoformat())
    hands.write("Where exactly?", PLACE)
    hands.group("1. ").get_by_label(hands.words(ANSWERS["yes"]), exact=True).check()
    hands.write("What did you see?", NOTES)


def sign_out_in_another_tab(hands: Hands) -> None:
    page = hands.page.context.new_page()
    other = Hands(page, hands.words, hands.album, hands.name)
    other.open("/workspace/")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name=hands.words("Sign out")).locator("visible=true").click()
    other.reads("You are signed out.")
    page.close()


def draft_is_offered(hands: Hands) -> bool:
    hands.page.wait_for_load_state()
    return hands.main.get_by_text(hands.words("What you typed here before was not sent.")).is_visible()


def everything_is_there(hands: Hands) -> None:
    assert hands.field("What did you see?").input_value() == NOTES
    assert hands.field("Where exactly?").input_value() == PLACE
    expect(hands.main.get_by_label(hands.words(VISITS["visited"]), exact=True)).to_be_checked()
    expect(hands.group("1. ").get_by_label(hands.words(ANSWERS["yes"]), exact=True)).to_be_checked()


def count_sent(site: Flask) -> int:
    with site.app_context(), database.reading():
        query = select(func.count()).select_from(Observation).where(Observation.notes == NOTES.replace("\n", "\r\n"))
        return database.db.session.scalar(query.where(Observation.state == "received")) or 0


def test_a_session_that_ended_costs_nothing(nara: Monitor, site: Flask) -> None:
    hands = nara.hands
    sign_out_in_another_tab(hands)
    hands.press("Send")
    hands.photograph("session-ended")
    nara.signs_in_here()
    assert draft_is_offered(hands)
    hands.photograph("draft-offered")
    hands.press("Bring it back")
    everything_is_there(hands)
    hands.press("Send")
    hands.reads("Sent. A reviewer looks at it next; you will see here what they decide.")
    assert (count_sent(site), nara.drafts_left()) == (1, [])


def test_nobody_else_is_offered_what_was_typed(nara: Monitor, case: Case) -> None:
    hands = nara.hands
    sign_out_in_another_tab(hands)
    hands.press("Send")
    Monitor(hands, "bold", "bold@example.mn").signs_in_here()
    assert not draft_is_offered(hands)
    assert hands.field("What did you see?").input_value() == ""
    sign_out_in_another_tab(hands)
    nara.signs_in()
    hands.open(case.form)
    assert draft_is_offered(hands)


def test_a_slip_in_an_observation_costs_nothing(nara: Monitor, site: Flask) -> None:
    hands = nara.hands
    hands.write("On which day?", "")
    hands.press("Send")
    hands.reads("There is a problem")
    hands.reads("Give the day on which you looked.")
    everything_is_there(hands)
    hands.write("On which day?", clock.today().isoformat())
    hands.press("Send")
    hands.reads("Sent. A reviewer looks at it next; you will see here what they decide.")
    assert count_sent(site) == 1


def test_a_slip_in_a_finding_costs_nothing(sit_down: Callable[..., Hands], case: Case) -> None:
    oyun = Coordinator(sit_down("oyun"), "oyun", "oyun@example.mn")
    oyun.signs_in()
    hands = oyun.hands
    hands.open(f"/workspace/findings/new?contract_id={case.contract_id}")
    hands.write("Title in Mongolian", "Дээвэр дутуу")
    hands.write("What was observed, in Mongolian", NOTES)
    hands.press("State it")
    hands.reads("There is a problem")
    assert hands.field("Title in Mongolian").input_value() == "Дээвэр дутуу"
    assert hands.field("What was observed, in Mongolian").input_value() == NOTES
    expect(hands.page.locator("#error-summary")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_two_clicks_send_one_observation(
    sit_down: Callable[..., Hands], case: Case, site: Flask, scripts: bool
) -> None:
    nara = Monitor(sit_down("nara", java_script_enabled=scripts), "nara", "nara@example.mn")
    nara.signs_in()
    type_observation(nara.hands, case)
    nara.hands.main.get_by_role("button", name=nara.hands.words("Send"), exact=True).dblclick(no_wait_after=True)
    nara.hands.reads("Sent. A reviewer looks at it next; you will see here what they decide.")
    assert count_sent(site) == 1


def test_a_lost_network_costs_nothing(nara: Monitor, case: Case, site: Flask) -> None:
    hands = nara.hands
    hands.page.context.set_offline(True)
    hands.press("Send")
    expect(hands.page).to_have_url(re.compile("^chrome-error:"))
    hands.page.context.set_offline(False)
    bring_back_and_send(hands, case)
    assert count_sent(site) == 1


def test_an_answer_that_got_lost_does_not_double_what_arrived(nara: Monitor, case: Case, site: Flask) -> None:
    """The form reached the house, the house's answer did not reach the phone."""
    hands, context = nara.hands, nara.hands.page.context
    cookies = context.cookies()
    hands.page.route("**/observations/new/**", lambda route: (route.fetch(max_redirects=0), route.abort()), times=1)
    hands.press("Send")
    expect(hands.page).to_have_url(re.compile("^chrome-error:"))
    assert count_sent(site) == 1
    context.add_cookies(cookies)  # those of the lost answer never came either
    bring_back_and_send(hands, case)
    assert count_sent(site) == 1


def bring_back_and_send(hands: Hands, case: Case) -> None:
    hands.open(case.form)
    assert draft_is_offered(hands)
    hands.press("Bring it back")
    everything_is_there(hands)
    hands.press("Send")
    expect(hands.page).to_have_url(re.compile(r"/observations/\d+"))


def test_a_member_who_leaves_a_half_written_page_is_asked(nara: Member) -> None:
    asked: list[str] = []
    nara.hands.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    nara.hands.page.reload()
    assert asked == ["beforeunload"]
    assert draft_is_offered(nara.hands)

"""A body promises and reports it done; another monitor finds it broken, and the public reads all three voices."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from app.accounts import service as accounts
from app.accounts.models import User
from app.core import clock, database
from app.core.actors import System
from app.findings.terms import OUTCOMES, POSITIONS
from app.responses import service
from app.responses.models import Commitment
from tests.given import people, work
from tests.integration.responses import asked
from tests.integration.summaries import heard
from tests.journeys.actors import PASSWORD, Member, say_outcome
from tests.journeys.hands import BROWSER, Hands
from tests.journeys.outbox import newest_mail_to

pytestmark = BROWSER
TITLE, PROMISE = "Дээвэр дутуу", "Дээврийг дуусгана."
SEEN = "Дээвэр дутуу хэвээр, ажил хийгдээгүй."


@dataclass
class Case:
    finding_id: int
    point_id: int


@pytest.fixture
def case(site: Flask) -> Case:
    """Two monitors of one subnetwork; what the first saw was asked about, and the body promised."""
    with site.app_context():
        first, second, lead, _coordinator = (
            _enter(f"{name}@example.mn", role)
            for name, role in (
                ("nara", "monitor"),
                ("bold", "monitor"),
                ("suren", "lead"),
                ("oyun", "coordinator"),
            )
        )
        network = people.subnetwork(first, second, lead)
        contract = work.monitored(first, subnetwork=network, title="Цэцэрлэгийн дээвэр")
        day = clock.today() - timedelta(days=40)
        seen = work.observation(contract, first, state="accepted", visited_on=day)
        stated = {"title_mn": TITLE, "title_en": TITLE, "stated_at": clock.now()}
        finding = heard.linked(work.finding(seen, state="checked", **stated))
        request = asked.sent(finding, at=clock.now())
        service.acknowledge(request, asked.officer(request), clock.now(), received_on=clock.today())
        promise = asked.promise(clock.today() + timedelta(days=5), PROMISE)
        asked.answered(request, asked.accepts(finding, promise), at=clock.now())
        point = database.db.session.scalars(database.db.select(Commitment)).one().action_point
        case = Case(finding.id, point.id)
        database.commit()
    return case


def _enter(email: str, role: str) -> User:
    founder = System(permissions=frozenset({"accounts.manage"}))
    return accounts.create_person(email, email.partition("@")[0], [role], PASSWORD, founder, clock.now())


def at_work(sit_down: Callable[..., Hands], name: str) -> Hands:
    hands = sit_down(name)
    Member(hands, name, f"{name}@example.mn").signs_in()
    return hands


def test_a_broken_promise_is_found_by_a_second_look(
    site: Flask, case: Case, sit_down: Callable[..., Hands], tmp_path: Path
) -> None:
    coordinator = at_work(sit_down, "oyun")
    reports_done(coordinator, case)
    assert "Цэцэрлэгийн дээвэр" in newest_mail_to(site, "bold@example.mn")
    looks_again(site, at_work(sit_down, "bold"))
    first = at_work(sit_down, "nara")
    first.misses(first.words("Look again"))
    judges(at_work(sit_down, "suren"), case)
    with site.app_context(), force_locale("mn"):
        publish(case)
        database.commit()
    reads_three_voices(sit_down("visitor"), case)


def reports_done(hands: Hands, case: Case) -> None:
    hands.open(f"/workspace/action-points/{case.point_id}")
    hands.press("Record as done")
    hands.open(f"/workspace/findings/{case.finding_id}")
    hands.reads("The promised step is reported done")
    hands.sees("bold")
    hands.photograph("revisit-asked")


def looks_again(site: Flask, hands: Hands) -> None:
    hands.reads("Look again")
    hands.sees(TITLE)
    hands.photograph("my-work")
    hands.follow("Record what was seen")
    hands.sees(PROMISE)
    hands.reads("First the visit, then the outcome")
    hands.photograph("first-the-visit")
    with site.app_context():
        sees_it(hands.name)
        database.commit()
    hands.page.reload()
    say_outcome(hands, "not_resolved", SEEN)
    hands.menu("My work")
    hands.misses(hands.words("Look again"))


def sees_it(name: str) -> None:
    """The visit itself is told by the whole chain."""
    person = database.db.session.scalars(database.db.select(User).filter_by(email=f"{name}@example.mn")).one()
    contract = database.db.session.scalars(database.db.select(work.Contract)).one()
    work.observation(contract, person, state="accepted", visited_on=clock.today())


def judges(hands: Hands, case: Case) -> None:
    hands.open(f"/workspace/findings/{case.finding_id}")
    hands.follow("Assess the outcome")
    hands.tick(OUTCOMES["not_resolved"])
    hands.write("Reason", "Хоёр дахь хүн очиж үзсэн.")
    hands.press("Record the outcome")
    for verb in ("Reopen", "Escalate"):
        hands.follow(verb)
        hands.write("Reason", "Амлалт биелээгүй.")
        hands.press(verb)
    hands.reads("Everybody who looked")
    hands.photograph("finding-escalated")


def publish(case: Case) -> None:
    finding = database.db.session.get_one(work.Finding, case.finding_id)
    heard.published(finding, at=clock.now())


def reads_three_voices(hands: Hands, case: Case) -> None:
    hands.open(f"/findings/{case.finding_id}")
    hands.reads(POSITIONS["accepts"])
    hands.reads(OUTCOMES["not_resolved"])
    hands.reads("How the network judged it")
    hands.sees(SEEN)
    hands.sees(PROMISE)
    for name in ("nara", "bold", "suren"):
        hands.misses(name)
    hands.photograph("public")

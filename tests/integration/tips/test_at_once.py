"""Two at the same moment: one after the other, and the second sees what the first did."""

import pytest

from app.core import clock
from app.core.database import db
from app.core.errors import Stale, WrongState
from app.tips import service
from app.tips.models import Tip
from app.tips.service import Telling
from tests.given import commit, people, work
from tests.integration.findings.test_at_once import at_once


def test_a_form_sent_twice_at_once_makes_one_tip_with_one_receipt(app):
    commit()
    receipts = []

    def send():
        receipts.append(service.send(Telling("Дээвэр дутуу.", "Энд"), clock.now(), form_key="k")[1])

    assert at_once(app, send, send) == []
    assert Tip.query.count() == 1 and len(set(receipts)) == 1 and len(receipts) == 2


@pytest.fixture
def two(app):
    leads = [people.person("lead"), people.person("lead")]
    tip = work.tip(work.contract(state="monitored", subnetwork=people.subnetwork(*leads)), state="in_review")
    commit()
    number, names = tip.id, [lead.id for lead in leads]

    def act(which, name, *rest, **more):
        tip, lead = db.session.get(Tip, number), db.session.get(type(leads[0]), names[which])
        getattr(service, name)(tip, *rest, lead, clock.now(), **more)

    return act, number


def test_of_two_leads_the_second_learns_what_the_first_decided(app, two):
    act, number = two
    raised = at_once(app, lambda: act(0, "take_up"), lambda: act(1, "close", "known", "Засаж байгаа."))
    assert [type(error) for error in raised] == [WrongState]
    assert db.session.get(Tip, number).state == "taken_up"


def test_two_leads_do_not_both_answer_unseen(app, two):
    act, number = two
    raised = at_once(app, lambda: act(0, "answer", "Нэг", seen=0), lambda: act(1, "answer", "Хоёр", seen=0))
    assert [type(error) for error in raised] == [Stale]
    assert [word.text for word in db.session.get(Tip, number).words] == ["Нэг"]


def test_the_citizen_adds_while_a_lead_closes(app, two):
    act, number = two
    raised = at_once(
        app,
        lambda: service.add(db.session.get(Tip, number), "Бас цонх.", clock.now()),
        lambda: act(0, "close", "known", "Засаж байгаа.", seen=0),
    )
    assert [type(error) for error in raised] == [Stale]
    assert db.session.get(Tip, number).state == "in_review"

"""Pages of what follows a reply: whom it names, who looks again."""

from datetime import timedelta

import pytest
import time_machine
from flask_babel import force_locale

import tests.given as given
from app.core import clock
from app.field.work import work_of
from app.partnership.models import Membership
from app.responses import queries, service
from app.responses.queries import revisits
from app.responses.rules import Answer
from app.ui.filters import day
from tests.given import people, stored, work
from tests.integration.responses import asked

BASE = "/workspace/requests"
NEXT = "Дулаан хангамжийн газар"


@pytest.fixture(autouse=True)
def in_july():
    with time_machine.travel(asked.REPLIED_AT, tick=False):
        yield


@pytest.fixture
def other(app):
    return people.body(name_mn=NEXT, letters_email="heat@example.mn")


def signed_in(client, role, network=None):
    person = people.person(role)
    if network:
        stored(Membership(user=person, subnetwork=network, since_on=clock.today()))
    given.commit()
    client.sign_in(person)
    return person


def referred(to):
    request = asked.delivered()
    response = asked.answered(request, Answer(request.findings[0].id, "refers", "Биш.", referred_to=to))
    given.commit()
    return queries.referrals_in(response)[0]


def test_a_referral_is_shown_both_ways(client, other):
    referral = referred(NEXT)
    first, second = referral.origin, referral.request
    signed_in(client, "coordinator")
    assert f"{BASE}/{second.id}" in client.get(f"{BASE}/{first.id}").text
    page = client.get(f"{BASE}/{second.id}").text
    assert f"{BASE}/{first.id}" in page
    assert "12 хоногийн өмнө" in page
    assert NEXT in client.get(f"/workspace/findings/{referral.finding.id}").text


def test_who_is_meant_is_chosen_or_set_aside(client, other):
    one, two = referred("Хэн нэгэн"), referred("Өөр хэн нэгэн")
    signed_in(client, "coordinator")
    assert "Хэн нэгэн" in client.get(f"{BASE}/referrals").text
    assert NEXT in client.get(f"{BASE}/referrals/{one.id}").text
    assert "Огт үгүй" in client.post(f"{BASE}/referrals/{one.id}", {"body": "Огт үгүй"}, expect=422).text
    client.post(f"{BASE}/referrals/{one.id}", {"body": NEXT})
    client.post(f"{BASE}/referrals/{two.id}/set-aside", {"reason": ""}, expect=422)
    client.post(f"{BASE}/referrals/{two.id}/set-aside", {"reason": "Байхгүй."})
    client.post(f"{BASE}/referrals/{two.id}", {"body": NEXT}, expect=422)
    assert queries.list_unclear() == []


def test_a_ring_is_said(client, other):
    referral = referred(NEXT)
    second, at = referral.request, asked.REPLIED_AT
    service.send(second, asked.coordinator(), at, channel="mail")
    service.acknowledge(second, asked.officer(second), at, received_on=clock.today())
    back = Answer(referral.finding.id, "refers", referred_to=referral.origin.body.name_mn)
    asked.answered(second, back, at=at)
    given.commit()
    signed_in(client, "coordinator")
    assert "Тойрог үүсэв" in client.get(f"{BASE}/referrals").text


@pytest.mark.parametrize("role", ["monitor", "lead", "observer"])
def test_only_who_sends_letters_decides_on_referrals(client, other, role):
    referral = referred("Хэн нэгэн")
    signed_in(client, role)
    for path in ("referrals", f"referrals/{referral.id}", f"referrals/{referral.id}/set-aside"):
        client.get(f"{BASE}/{path}", expect=403)


@pytest.fixture
def revisit(app):
    """Of a finding whose promised day passed; asked of a monitor of the same subnetwork."""
    first, second = people.person("monitor"), people.person("monitor")
    finding = work.finding(work.observation(work.monitored(first), first, state="accepted"), state="answered")
    stored(Membership(user=second, subnetwork=finding.contract.subnetwork, since_on=clock.today()))
    row = service.ask_revisit(finding, "promise_over", clock.now())
    given.commit()
    return row


def test_a_monitor_finds_it_at_work_and_on_the_phone_and_hands_it_back(client, revisit):
    client.sign_in(revisit.monitor)
    home = client.get("/workspace/").text
    assert revisit.finding.title_mn in home
    (taken,) = work_of(revisit.monitor)["assignments"]
    assert revisit.finding.title_mn in taken["instructions"]
    client.post(f"{BASE}/revisits/{revisit.id}/hand-back", {"reason": "Өвчтэй."})
    assert revisit.finding.title_mn not in client.get("/workspace/").text
    client.get(f"{BASE}/revisits/{revisit.id}/hand-back", expect=403)


def test_the_phone_is_told_of_a_look_where_the_work_was_done_before(client, revisit):
    revisit.assignment.state = "done"
    given.commit()
    (taken,) = work_of(revisit.monitor)["assignments"]
    assert taken["due_on"] == (clock.today() + timedelta(days=14)).isoformat()


def test_two_looks_at_one_contract_show_both_days(client, revisit):
    first = revisit.finding.observations[0]
    other = work.finding(first, state="answered", title_mn="Хашаа дутуу")
    second = service.ask_revisit(other, "said_fixed", clock.now() - timedelta(days=3))
    given.commit()
    assert (second.monitor, second.due_on) == (revisit.monitor, revisit.due_on - timedelta(days=3))
    (taken,) = work_of(revisit.monitor)["assignments"]
    client.sign_in(revisit.monitor)
    home = client.get("/workspace/").text
    with force_locale("mn"):
        for row in (revisit, second):
            assert day(row.due_on) in taken["instructions"] and row.finding.title_mn in taken["instructions"]
            assert day(row.due_on) in home
    assert taken["due_on"] == second.due_on.isoformat()
    assert taken["instructions"].count(revisit.finding.title_mn) == 1


def test_a_lead_asks_somebody_else_or_nobody(client, revisit):
    network = revisit.finding.contract.subnetwork
    third = people.person("monitor")
    stored(Membership(user=third, subnetwork=network, since_on=clock.today()))
    signed_in(client, "lead", network)
    assert revisit.monitor.name in client.get(f"{BASE}/revisits").text
    assert third.name in client.get(f"{BASE}/revisits/{revisit.id}/entrust").text
    client.post(f"{BASE}/revisits/{revisit.id}/entrust", {"monitor": third.id})
    assert revisits.get_revisit(revisit.id).monitor_id == third.id
    client.post(f"{BASE}/revisits/{revisit.id}/dismiss", {"reason": "Нурсан."})
    client.get(f"{BASE}/revisits/{revisit.id}/dismiss", expect=409)


def test_another_subnetwork_has_no_say(client, revisit):
    signed_in(client, "lead", people.subnetwork())
    assert revisit.finding.title_mn not in client.get(f"{BASE}/revisits").text
    for verb in ("entrust", "dismiss"):
        client.get(f"{BASE}/revisits/{revisit.id}/{verb}", expect=403)

"""A monitor is asked about many contracts at once, once about each, and reminded once of each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.contracts import service
from app.contracts.assigning import assign_many, list_candidates
from app.contracts.models import Assignment
from app.contracts.reminders import remind, tell
from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, Missing, NotPermitted
from app.core.mail import OutgoingMail
from tests.given import commit, people, work


@pytest.fixture
def cast(app):
    """A lead, a monitor, an aimag with a district in it, a contract in each and one elsewhere."""
    lead, monitor = people.person("lead"), people.person("monitor")
    network, body = people.subnetwork(lead), people.body()
    aimag = people.place()
    district = people.place(parent=aimag)
    fields = {"subnetwork": network, "buyer": body}
    made = [work.monitored(place=place, **fields) for place in (aimag, district, people.place())]
    return lead, monitor, aimag, body, made


def found(monitor, **where):
    rows = list_candidates(monitor, **({"place_id": None, "body_id": None, "subnetwork_ids": None} | where))
    return {row.contract: row.obstacle for row in rows}


def test_a_place_holds_what_lies_in_it(cast):
    _lead, monitor, aimag, body, (one, two, three) = cast
    assert set(found(monitor, place_id=aimag.id)) == {one, two}
    assert set(found(monitor, body_id=body.id)) == {one, two, three}
    assert found(monitor, subnetwork_ids=[]) == {}


def test_who_was_asked_or_is_barred_is_shown_with_the_reason(cast):
    lead, monitor, _aimag, _body, (one, two, three) = cast
    work.assignment(one, monitor)
    work.conflict(two, monitor)
    obstacles = found(monitor)
    assert obstacles[one] and obstacles[two] and obstacles[three] is None
    made = assign_many([one, two, three], monitor, lead, clock.now(), instructions="Үзнэ үү.")
    assert [row.contract for row in made] == [three]
    assert [entry.verb for entry in audit.history(made[0])] == ["assign"]


def test_what_cannot_be_is_refused_as_a_whole(cast):
    lead, monitor, _aimag, _body, contracts = cast
    with pytest.raises(Missing):
        assign_many([], monitor, lead, clock.now())
    with pytest.raises(Invalid):
        assign_many(contracts, monitor, lead, clock.now(), due_on=date(2020, 1, 1))
    with pytest.raises(NotPermitted):
        assign_many(contracts, monitor, monitor, clock.now())


def test_one_open_assignment_for_each_pair(cast):
    lead, monitor, _aimag, _body, (one, _two, _three) = cast
    first = service.assign(one, monitor, lead, clock.now())
    with pytest.raises(IntegrityError), db.session.begin_nested():
        work.assignment(one, monitor)
    service.recall(first, lead, clock.now(), "Буцаав.")
    service.assign(one, monitor, lead, clock.now())


def mails():
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


@pytest.fixture
def no_sending(monkeypatch):
    """What is written stays to be read."""
    monkeypatch.setattr("app.core.mail.deliver_pending", lambda *_args: 0)


def test_each_is_told_once_in_one_mail(cast, no_sending, time_machine):
    lead, monitor, _aimag, _body, (one, two, three) = cast
    time_machine.move_to(datetime(2026, 6, 1, 4, tzinfo=UTC))
    today = clock.today()
    for contract, days in ((one, 2), (two, 3), (three, 30)):
        service.assign(contract, monitor, lead, clock.now(), due_on=today + timedelta(days=days))
    commit()
    for _night in range(2):
        remind()
    (letter,) = mails()
    assert one.title in letter.body and two.title in letter.body and three.title not in letter.body
    time_machine.move_to(datetime(2026, 6, 4, 4, tzinfo=UTC))
    remind()
    remind()
    assert [one.title in row.body for row in mails()] == [True, True]


def test_nobody_is_told_of_what_is_done_nor_where_the_account_is_closed(cast, no_sending):
    lead, monitor, _aimag, _body, (one, two, _three) = cast
    due = clock.today() + timedelta(days=1)
    service.finish(service.assign(one, monitor, lead, clock.now(), due_on=due), monitor, clock.now())
    service.assign(two, monitor, lead, clock.now(), due_on=due)
    monitor.is_active = False
    commit()
    remind()
    assert mails() == []


def test_a_batch_is_one_mail_in_the_monitors_language(cast, no_sending):
    lead, monitor, _aimag, _body, contracts = cast
    monitor.language = "en"
    tell(assign_many(contracts, monitor, lead, clock.now()))
    (letter,) = mails()
    assert letter.subject == "You are asked to look at contracts"
    assert all(contract.title in letter.body for contract in contracts)
    assert db.session.scalars(select(Assignment)).all()

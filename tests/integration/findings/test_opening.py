"""Sealed originals: two persons together, once, within the hour, and everything in the audit chain."""

import json
from contextlib import nullcontext
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.core import audit, storage
from app.core.database import db
from app.core.errors import Conflict, Invalid, Missing, NotFound, NotPermitted, Refused, WrongState
from app.findings import queries, service
from app.findings.rules import OPEN_WITHIN
from tests.given import commit, people, work
from tests.integration.findings.material import change, office_file, photo, upload
from tests.integration.findings.test_at_once import at_once

WHY = "Зургийн байршлыг тулгаж шалгана."


@pytest.fixture
def picture():
    return photo()


@pytest.fixture
def evidence(sent, picture):
    return sent(upload("Дорж.jpg", picture)).evidence[0]


@pytest.fixture
def asked(evidence, cast, now):
    return service.ask_for_original(evidence, cast.lead, now, f"  {WHY} ")


@pytest.fixture
def approved(asked, cast, now):
    service.approve_opening(asked, cast.second, now)
    return asked


def test_two_together_get_what_was_handed_in(approved, cast, now, picture):
    assert (approved.state, approved.reason, approved.expires_at) == ("approved", WHY, now + OPEN_WITHIN)
    assert service.hand_out(approved, cast.lead, now + timedelta(minutes=59)) == picture
    assert (approved.state, approved.opened_as) == ("opened", "lead")
    with pytest.raises(WrongState):
        service.hand_out(approved, cast.lead, now)


def test_what_cannot_be_cleaned_can_be_opened(sent, cast, now):
    form = office_file()
    (row,) = sent(form).evidence
    assert not row.file.is_clean
    opening = service.ask_for_original(row, people.person("coordinator"), now, WHY)
    service.approve_opening(opening, cast.lead, now)
    assert service.hand_out(opening, opening.asked_by, now) == form.data
    assert opening.opened_as == "coordinator"


def test_the_chain_tells_who_why_and_which_file_but_not_what_is_in_it(approved, cast, now, evidence):
    service.hand_out(approved, cast.lead, now)
    entries = audit.history(approved)
    assert [(entry.verb, entry.actor_id, entry.to_state, entry.reason) for entry in entries] == [
        ("request", cast.lead.id, "requested", WHY),
        ("approve", cast.second.id, "approved", None),
        ("hand_out", cast.lead.id, "opened", None),
    ]
    which = {"observation": evidence.observation_id, "evidence": evidence.id, "file": evidence.file.sha256}
    assert [entry.details for entry in entries] == [which, which, which | {"as": "lead"}]
    assert "Дорж" not in json.dumps([entry.details for entry in entries], ensure_ascii=False)
    assert audit.verify().whole


@pytest.mark.parametrize("reason", ["", "шалгах", "   шалгах   "])
def test_a_reason_must_be_one(evidence, cast, now, reason):
    with pytest.raises(Invalid):
        service.ask_for_original(evidence, cast.lead, now, reason)


def test_one_question_at_a_time_about_a_file(asked, evidence, cast, now):
    with pytest.raises(Conflict):
        service.ask_for_original(evidence, cast.second, now, WHY)
    service.refuse_opening(asked, cast.second, now, "Хуулбар хангалттай.")
    assert (asked.state, asked.refusal) == ("refused", "Хуулбар хангалттай.")
    service.ask_for_original(evidence, cast.second, now, WHY)


def test_a_refusal_says_why(asked, cast, now):
    with pytest.raises(Missing):
        service.refuse_opening(asked, cast.second, now, " ")


def test_an_approval_lapses(approved, cast, now, evidence):
    with pytest.raises(WrongState):
        service.hand_out(approved, cast.lead, now + OPEN_WITHIN)
    assert queries.count_to_open(cast.lead, now) == 1
    assert queries.count_to_open(cast.lead, now + OPEN_WITHIN) == 0
    again = service.ask_for_original(evidence, cast.lead, now + OPEN_WITHIN, WHY)
    assert again.state == "requested"


def test_nobody_is_two_persons(asked, cast, now):
    with pytest.raises(NotPermitted):
        service.approve_opening(asked, cast.lead, now)
    asked.decided_by_id = cast.lead.id
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


ASKING = {
    "monitor": False,  # of this observation, whatever other parts they have
    "lead": True,
    "coordinator": True,
    "stranger": False,  # a lead of another subnetwork
    "barred": False,  # a lead who declared a conflict of interest
    "observer": False,
    "administrator": False,
    "gone": False,  # a lead whose account was closed
}


@pytest.fixture
def persons(cast):
    cast.monitor.roles = ["monitor", "lead", "coordinator"]
    barred, gone = people.person("lead"), people.person("lead", is_active=False)
    for person in (barred, gone):
        db.session.add(people.Membership(user=person, subnetwork=cast.contract.subnetwork, since_on=cast.day))
    work.conflict(cast.contract, barred)
    others = {role: people.person(role) for role in ("coordinator", "observer", "administrator")}
    return vars(cast) | others | {"barred": barred, "gone": gone}


@pytest.fixture
def cast(cast, today):
    cast.day = today
    return cast


def permitted(may):
    return nullcontext() if may else pytest.raises(NotPermitted)


@pytest.mark.parametrize("who", ASKING)
def test_who_may_ask(evidence, persons, now, who):
    with permitted(ASKING[who]):
        assert service.ask_for_original(evidence, persons[who], now, WHY).asked_by_id == persons[who].id


@pytest.mark.parametrize("verb", ["approve", "refuse"])
@pytest.mark.parametrize("who", ASKING)
def test_who_may_decide(evidence, persons, now, who, verb):
    opening = service.ask_for_original(evidence, persons["second"], now, WHY)
    facts = ("Шалтгаан.",) if verb == "refuse" else ()
    with permitted(ASKING[who]):
        getattr(service, f"{verb}_opening")(opening, persons[who], now, *facts)
        assert opening.decided_by_id == persons[who].id


@pytest.mark.parametrize("who", [who for who in [*ASKING, "second"] if who != "lead"])
def test_only_who_asked_opens(approved, persons, now, who):
    with pytest.raises(NotPermitted):
        service.hand_out(approved, persons[who], now)


@pytest.mark.parametrize("who", ["monitor", "stranger", "barred"])
def test_who_has_no_say_sees_nothing(asked, persons, who):
    assert queries.list_requested(persons[who]) == []
    assert queries.page_of_decided(persons[who], 1).items == []
    with pytest.raises(NotFound):
        queries.get_opening(asked.id, persons[who])


@pytest.mark.parametrize("who", ["lead", "second", "coordinator"])
def test_who_has_a_say_sees_what_was_asked(asked, persons, who):
    assert queries.list_requested(persons[who]) == [asked] == [queries.get_opening(asked.id, persons[who])]


def test_who_asked_is_not_asked_to_decide(asked, cast):
    assert queries.count_to_decide(cast.second) == 1
    assert queries.count_to_decide(cast.lead) == queries.count_to_decide(cast.stranger) == 0


def _demote(cast, _evidence, _now):
    cast.lead.roles = ["monitor"]


def _close(cast, _evidence, _now):
    cast.lead.is_active = False


def _leave(cast, _evidence, _now):
    cast.contract.subnetwork = people.subnetwork()


def _bar(cast, _evidence, _now):
    work.conflict(cast.contract, cast.lead)


def _withdraw(cast, evidence, now):
    service.withdraw(evidence.observation, cast.monitor, now, "Андуурсан.")


def _take_back(cast, evidence, now):
    service.open_review(evidence.observation, cast.lead, now)
    service.ask(evidence.observation, cast.lead, now, "Зураг бүдэг байна.")
    service.edit(evidence.observation, change(cast.day, take_back=[evidence.id]), cast.monitor, now)


@pytest.mark.parametrize("meanwhile", [_demote, _close, _leave, _bar, _withdraw, _take_back])
def test_what_happened_since_the_approval_counts(approved, evidence, cast, now, meanwhile):
    meanwhile(cast, evidence, now)
    db.session.flush()
    with pytest.raises(NotPermitted):
        service.hand_out(approved, cast.lead, now)
    assert (approved.state, approved.opened_at) == ("approved", None)


@pytest.mark.parametrize("meanwhile", [_withdraw, _take_back])
def test_what_was_taken_back_can_only_be_refused(asked, evidence, cast, now, meanwhile):
    meanwhile(cast, evidence, now)
    with pytest.raises(NotPermitted):
        service.approve_opening(asked, cast.second, now)
    service.refuse_opening(asked, cast.second, now, "Файлыг буцааж авсан.")


@pytest.mark.parametrize("damage", ["altered", "gone"])
def test_a_damaged_original_is_not_handed_out_and_not_used_up(approved, cast, now, picture, app, damage):
    path = storage._store()._path(f"sealed/{approved.evidence.file.sha256}")
    path.write_bytes(b"other") if damage == "altered" else path.unlink()
    with pytest.raises(Refused):
        service.hand_out(approved, cast.lead, now)
    assert approved.state == "approved"
    storage.put("sealed", picture)
    assert service.hand_out(approved, cast.lead, now) == picture


def test_two_approve_at_once(app, asked, cast, now):
    commit()
    raised = at_once(app, *(deciding(asked, person, "approve", now) for person in (cast.second, one_more())))
    assert [type(error) for error in raised] == [WrongState]
    db.session.expire_all()
    assert asked.decided_by_id == cast.second.id


def test_one_approves_while_another_refuses(app, asked, cast, now):
    commit()
    raised = at_once(
        app, deciding(asked, cast.second, "refuse", now, "Үгүй."), deciding(asked, one_more(), "approve", now)
    )
    assert [type(error) for error in raised] == [WrongState]
    db.session.expire_all()
    assert (asked.state, asked.expires_at) == ("refused", None)


def test_opened_twice_at_once_it_is_handed_out_once(app, approved, cast, now):
    commit()
    number, lead, got = approved.id, cast.lead.id, []

    def open_it():
        row = db.session.get(type(approved), number)
        got.append(service.hand_out(row, db.session.get(type(cast.lead), lead), now))

    raised = at_once(app, open_it, open_it)
    assert [type(error) for error in raised] == [WrongState] and len(got) == 1
    assert [entry.verb for entry in audit.history(approved)].count("hand_out") == 1


def test_asked_twice_at_once_it_waits_once(app, evidence, cast, now):
    commit()
    number = evidence.id

    def asking(person):
        person_id = person.id

        def ask():
            who = db.session.get(type(cast.lead), person_id)
            service.ask_for_original(queries.get_evidence(number), who, now, WHY)

        return ask

    raised = at_once(app, asking(cast.lead), asking(cast.second))
    assert [type(error) for error in raised] == [Conflict]


def test_opened_while_the_monitor_takes_it_back(app, approved, evidence, cast, now):
    commit()
    ids = approved.id, cast.lead.id, evidence.observation_id, cast.monitor.id

    def take_back():
        service.withdraw(queries.get_observation(ids[2]), db.session.get(type(cast.lead), ids[3]), now, "Андуурсан.")

    def open_it():
        service.hand_out(db.session.get(type(approved), ids[0]), db.session.get(type(cast.lead), ids[1]), now)

    assert [type(error) for error in at_once(app, take_back, open_it)] == [NotPermitted]


def one_more():
    """Who may decide as well."""
    person = people.person("coordinator")
    commit(person)
    return person


def deciding(opening, person, verb, now, *facts):
    number, person_id, kinds = opening.id, person.id, (type(opening), type(person))

    def decide():
        row, who = (db.session.get(kind, key) for kind, key in zip(kinds, (number, person_id), strict=True))
        getattr(service, f"{verb}_opening")(row, who, now, *facts)

    return decide

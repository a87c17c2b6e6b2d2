"""Reviewers decide, with reasons; nobody decides about their own; two at once decide one after the other."""

from datetime import date, timedelta
from functools import partial

import pytest

from app.core import audit
from app.core.errors import Invalid, Missing, NotPermitted, WrongState
from app.findings import policy, queries, service
from tests.given import people, work
from tests.integration.findings.material import change

DECISIONS = (service.ask, service.accept, partial(service.reject, cause="unclear"))


@pytest.fixture
def opened(sent, cast, now):
    observation = sent()
    service.open_review(observation, cast.lead, now)
    return observation


@pytest.mark.parametrize("decide", DECISIONS)
def test_a_decision_wants_a_reason(cast, now, opened, decide):
    with pytest.raises(Missing):
        decide(opened, cast.lead, now, "  ")
    decide(opened, cast.lead, now, "Учир нь…")
    assert opened.reviewed_by_id == cast.lead.id
    assert queries.last_reasons([opened])[opened.id].endswith("Учир нь…")


@pytest.mark.parametrize("decide", DECISIONS)
def test_nobody_decides_about_their_own(cast, now, opened, decide):
    cast.monitor.roles = ["monitor", "lead", "coordinator"]
    with pytest.raises(NotPermitted):
        decide(opened, cast.monitor, now, "Өөрийнх.")


@pytest.mark.parametrize("decide", DECISIONS)
def test_a_lead_of_another_subnetwork_or_with_a_conflict_does_not_decide(cast, now, opened, decide):
    work.conflict(cast.contract, cast.second)
    for person in (cast.stranger, cast.second, people.person("observer"), people.person("administrator")):
        with pytest.raises(NotPermitted):
            decide(opened, person, now, "Учир нь…")


def test_a_coordinator_decides_everywhere(now, opened):
    service.accept(opened, people.person("coordinator"), now, "Учир нь…")
    assert opened.state == "accepted"


def test_who_comes_second_is_told_and_changes_nothing(cast, now, opened):
    service.accept(opened, cast.lead, now, "Сайн.")
    with pytest.raises(WrongState):
        service.reject(opened, cast.second, now, "Муу.", "other")
    assert opened.state == "accepted" and audit.history(opened)[-1].verb == "accept"


def test_a_rejection_names_its_cause_until_it_falls(cast, now, today, opened):
    with pytest.raises(Missing):
        service.reject(opened, cast.lead, now, "Бүдэг.")
    with pytest.raises(Invalid):
        service.reject(opened, cast.lead, now, "Бүдэг.", "weather")
    service.reject(opened, cast.lead, now, "Бүдэг.", "unreadable")
    assert opened.rejected_for == "unreadable" == audit.history(opened)[-1].details["cause"]
    service.revise(opened, change(today, notes="Тод зураг авлаа."), cast.monitor, now)
    assert opened.rejected_for is None


def test_a_duplicate_names_what_it_repeats(cast, now, opened, accepted):
    original = accepted()
    with pytest.raises(Missing):
        service.mark_duplicate(opened, None, cast.lead, now, "Давхар.")
    service.mark_duplicate(opened, original, cast.lead, now, "Давхар.")
    assert opened.duplicate_of is original
    assert audit.history(opened)[-1].details == {"of": original.id}


def test_it_repeats_neither_itself_nor_another_contract_nor_a_draft(cast, now, opened, draft):
    for other in (opened, work.observation(state="accepted"), draft(key="another")):
        with pytest.raises(Invalid):
            service.mark_duplicate(opened, other, cast.lead, now, "Давхар.")


def test_a_verdict_that_rests_under_a_checked_finding_stands(cast, now, today, accepted):
    observation = accepted()
    work.finding(observation, state="checked", author=cast.lead)
    with pytest.raises(NotPermitted):
        service.revise(observation, change(today, notes="x"), cast.monitor, now)


def test_the_queue_begins_with_the_oldest(cast, now, sent):
    ids = [sent().id, sent().id]
    rows = queries.list_queue(cast.lead, "waiting", None, 1).items
    assert [row.observation.id for row in rows] == ids and rows[0].days == 0


def test_sending_again_goes_to_the_end_of_the_queue(cast, now, sent):
    first, second = sent(), sent()
    service.open_review(first, cast.lead, now)
    service.ask(first, cast.lead, now, "Аль өрөө?")
    service.supply(first, cast.monitor, now + timedelta(hours=1))
    rows = queries.list_queue(cast.lead, "waiting", None, 1).items
    assert [row.observation.id for row in rows] == [second.id, first.id]


def test_the_queue_keeps_to_a_subnetwork_and_leaves_out_conflicts(cast, sent):
    sent()
    network = cast.contract.subnetwork_id
    assert queries.count_queue(cast.lead, [network])["waiting"] == 1
    assert queries.count_queue(cast.lead, [network + 999])["waiting"] == 0
    work.conflict(cast.contract, cast.lead)
    assert queries.list_queue(cast.lead, "waiting", None, 1).total == 0


def test_the_queue_says_what_is_missing_and_what_may_be_the_same(cast, sent):
    first, second = sent(place_note=None), sent()
    rows = queries.list_queue(cast.lead, "waiting", None, 1).items
    assert len(rows[0].missing) == 1 and rows[1].missing == []
    assert [near.observation for row in rows for near in row.near] == [second, first]


@pytest.mark.parametrize(
    ("fields", "near"),
    [
        ({"visited_on": date(2026, 6, 15)}, True),
        ({"visited_on": date(2026, 6, 16)}, False),
        ({"stage": "plan"}, False),
        ({"state": "draft"}, False),
        ({"state": "rejected"}, False),
    ],
)
def test_near_is_the_same_contract_and_stage_within_a_fortnight(cast, fields, near):
    one = work.observation(cast.contract, cast.monitor, state="received")
    other = work.observation(cast.contract, cast.monitor, **({"state": "received"} | fields))
    assert [row.observation for row in queries.near_duplicates([one])[one.id]] == ([other] if near else [])


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("lead", True), ("coordinator", True), ("observer", True), ("monitor", False), ("administrator", False)],
)
def test_who_reads_what_was_sent(cast, sent, role, allowed):
    assert policy.may_read(people.person(role), sent()) is allowed


def test_a_draft_is_for_its_monitor_alone(cast, draft):
    observation = draft()
    assert policy.may_read(cast.monitor, observation)
    assert not policy.may_read(cast.lead, observation)
    observation.state = "withdrawn"
    assert not policy.may_read(cast.lead, observation)


def test_a_conflict_bars_from_reading(cast, sent):
    work.conflict(cast.contract, cast.lead)
    assert not policy.may_read(cast.lead, sent())

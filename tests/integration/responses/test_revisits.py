"""A promise said to be kept, or whose day has passed, asks a monitor other than the first to look."""

from datetime import date, timedelta

import pytest

from app.contracts.service import declare_conflict
from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, Missing, NotPermitted, Refused
from app.core.mail import OutgoingMail
from app.findings import service as findings
from app.partnership.models import Membership
from app.partnership.service.action_points import move_action_point
from app.responses import queries, service
from app.responses.models import Commitment
from app.responses.queries import revisits
from app.responses.rules import Answer
from tests.given import people, stored, work
from tests.integration.responses import asked
from tests.integration.responses.test_outcomes import AT, look as looked

PROMISED_ON = date(2026, 9, 30)


@pytest.fixture
def first(app):
    return people.person("monitor")


@pytest.fixture
def second(first, finding):
    """In the same subnetwork, with nothing to do with the contract so far."""
    person = people.person("monitor")
    stored(Membership(user=person, subnetwork=finding.contract.subnetwork, since_on=date(2026, 1, 1)))
    return person


@pytest.fixture
def finding(first):
    return work.finding(work.observation(work.monitored(first), first, state="accepted"), state="checked")


@pytest.fixture
def promised(finding):
    asked.answered(asked.delivered(finding), asked.accepts(finding, asked.promise()))
    return db.session.scalars(db.select(Commitment)).one()


def report_done(commitment, at=AT):
    move_action_point(commitment.action_point, "finish", asked.coordinator(), at)


def open_one(finding):
    return revisits.find_open_revisit(finding)


def lead_of(finding):
    lead = people.person("lead")
    stored(Membership(user=lead, subnetwork=finding.contract.subnetwork, since_on=date(2026, 1, 1)))
    return lead


def look(finding, person, outcome="not_resolved", voice="monitor"):
    return looked(finding, person, voice, outcome)


def test_a_step_said_to_be_done_asks_for_a_look(promised, finding, second):
    report_done(promised)
    row = open_one(finding)
    assert (row.because, row.monitor, row.asked_on) == ("point_done", second, clock.local_day(AT))
    assert row.due_on == row.asked_on + timedelta(days=14)
    assert (row.assignment.monitor, row.assignment.due_on) == (second, row.due_on)
    assert row.assignment.assigned_by == finding.author
    (letter,) = db.session.scalars(db.select(OutgoingMail).where(OutgoingMail.recipient == second.email))
    assert finding.contract.title in letter.body
    assert finding.title_mn not in letter.body
    assert [entry.verb for entry in audit.history(row)] == ["ask_revisit", "entrust"]


def test_a_reply_that_says_it_is_solved_asks_too(finding, second):
    request = asked.delivered(finding)
    asked.answered(request, Answer(finding.id, "accepts", "Хийсэн.", fixed_on=date(2026, 7, 19)))
    assert open_one(finding).because == "said_fixed"


def test_a_promised_day_that_passed_asks_too_and_once(promised, finding, second, monkeypatch):
    assert revisits.list_promises_over(PROMISED_ON) == []
    later = PROMISED_ON + timedelta(days=1)
    assert revisits.list_promises_over(later) == [finding]
    monkeypatch.setattr(clock, "now", lambda: AT)
    service.ask_after_promises()
    service.ask_after_promises()
    (row,) = revisits.revisits_of(finding)
    assert row.because == "promise_over"
    service.dismiss_revisit(row, "Өөр замаар мэдэв.", asked.coordinator(), AT)
    assert revisits.list_promises_over(later + timedelta(days=90)) == [], "what was dismissed is not asked again"


def test_a_look_after_the_promised_day_needs_no_other(promised, finding, second):
    work.assignment(finding.contract, second)
    look(finding, second)
    assert revisits.list_promises_over(date(2027, 1, 1)) == []


def test_a_step_that_was_dropped_is_not_looked_at(promised, finding):
    move_action_point(promised.action_point, "drop", asked.coordinator(), AT, "Цуцалсан.")
    assert revisits.list_promises_over(date(2027, 1, 1)) == []


def test_one_is_open_at_a_time(promised, finding, second):
    report_done(promised)
    assert service.ask_revisit(finding, "said_fixed", AT) is None
    assert len(revisits.revisits_of(finding)) == 1


@pytest.mark.parametrize(
    ("state", "outcome"), [("closed", None), ("assessed", "resolved"), ("assessed", "no_mechanism"), ("checked", None)]
)
def test_nothing_is_asked_when_nothing_is_open(finding, state, outcome):
    finding.state, finding.outcome = state, outcome
    assert service.ask_revisit(finding, "said_fixed", AT) is None


def test_nobody_is_asked_who_must_not_look(promised, finding, first, second):
    work.conflict(finding.contract, second)
    report_done(promised)
    row = open_one(finding)
    assert (row.monitor, row.assignment) == (None, None)
    assert first not in revisits.candidates_for(finding)
    assert revisits.list_open_revisits(asked.coordinator()) == [row]
    assert revisits.count_stuck(lead_of(finding), clock.local_day(AT)) == 1
    assert revisits.count_stuck(people.person("lead"), clock.local_day(AT)) == 0
    for barred in (first, second, finding.author, people.person("monitor")):
        with pytest.raises(Invalid):
            service.entrust(row, barred, lead_of(finding), AT)


def test_who_knows_the_contract_comes_first_and_from_another_house(finding, first, second):
    third = people.person("monitor")
    work.assignment(finding.contract, third)
    assert revisits.candidates_for(finding) == [third, second]
    people.stand_for(people.organisation(), first, third)
    assert revisits.candidates_for(finding) == [second, third]


def test_who_rechecked_is_not_asked(promised, finding, second):
    work.assignment(finding.contract, second)
    look(finding, second, voice="recheck")
    assert second not in revisits.candidates_for(finding)


def test_the_look_of_another_monitor_ends_it(promised, finding, second):
    report_done(promised)
    row = open_one(finding)
    verification = look(finding, second)
    assert (row.state, row.verification, row.ended_at, row.assignment.state) == ("done", verification, AT, "done")


def test_while_it_is_open_no_fix_is_assessed(promised, finding, first, second):
    work.assignment(finding.contract, second)
    look(finding, second, "resolved")
    report_done(promised)
    with pytest.raises(NotPermitted):
        look(finding, first, "resolved")
    assert open_one(finding)
    with pytest.raises(Refused):
        service.assess_outcome(finding, "resolved", "Ажиглагч үзсэн.", asked.coordinator(), AT)


def test_no_mechanism_ends_it(promised, finding, second):
    report_done(promised)
    row = open_one(finding)
    service.assess_outcome(finding, "no_mechanism", "Хэн ч хариуцдаггүй.", asked.coordinator(), AT)
    assert (row.state, row.assignment) == ("dismissed", None)
    assert audit.history(row)[-1].reason == "Хэн ч хариуцдаггүй."


def test_closing_the_finding_ends_it(promised, finding, second):
    report_done(promised)
    row = open_one(finding)
    service.assess_outcome(finding, "not_resolved", "Хийгээгүй.", asked.coordinator(), AT)
    findings.close(finding, asked.coordinator(), AT, "Дахин нээхгүй.")
    assert (row.state, row.ended_at, row.assignment) == ("dismissed", AT, None)
    entry = audit.history(row)[-1]
    assert (entry.verb, entry.actor_id, entry.reason) == ("dismiss", None, "Илэрсэн асуудлыг хаасан.")


def test_a_request_taken_back_leaves_it(promised, finding, second):
    """It asks what became of what the body answered before, and that stays open."""
    report_done(promised)
    finding.state = "reopened"
    service.withdraw(asked.sent(finding, at=AT, rule=work.time_rule(code="again")), "Алдаа.", asked.coordinator(), AT)
    assert open_one(finding).monitor == second


def test_the_lead_asks_somebody_else(promised, finding, second):
    report_done(promised)
    row, third = open_one(finding), people.person("monitor")
    stored(Membership(user=third, subnetwork=finding.contract.subnetwork, since_on=date(2026, 1, 1)))
    before = row.assignment
    service.entrust(row, third, lead_of(finding), AT)
    assert (row.monitor, before.state, row.assignment.monitor) == (third, "recalled", third)
    with pytest.raises(Invalid):
        service.entrust(row, third, lead_of(finding), AT)
    with pytest.raises(NotPermitted):
        service.entrust(row, second, people.person("lead"), AT)


def test_the_monitor_hands_it_back(promised, finding, second):
    report_done(promised)
    row = open_one(finding)
    with pytest.raises(NotPermitted):
        service.hand_back(row, "Завгүй.", people.person("monitor"), AT)
    service.hand_back(row, "Завгүй.", second, AT)
    assert (row.state, row.monitor) == ("asked", None)
    assert revisits.list_revisits_for(second) == []


def test_a_conflict_declared_later_frees_the_monitor(promised, finding, second):
    report_done(promised)
    declare_conflict(finding.contract, second, AT, "Танил.")
    row = open_one(finding)
    assert (row.monitor, row.state) == (None, "asked")
    assert second not in revisits.candidates_for(finding)


def test_it_is_dismissed_with_a_reason_by_who_is_in_charge(promised, finding, second):
    report_done(promised)
    row = open_one(finding)
    with pytest.raises(Missing):
        service.dismiss_revisit(row, "", lead_of(finding), AT)
    service.dismiss_revisit(row, "Нурсан.", lead_of(finding), AT)
    assert (row.state, row.ended_at) == ("dismissed", AT)


def test_an_assignment_of_before_is_left_alone(promised, finding, second):
    own = work.assignment(finding.contract, second)
    report_done(promised)
    row = open_one(finding)
    assert row.assignment is None
    service.dismiss_revisit(row, "Нурсан.", lead_of(finding), AT)
    assert own.state == "assigned"


def test_after_monitoring_ended_only_who_knows_the_contract_is_asked(promised, finding, second):
    finding.contract.state = "ended"
    report_done(promised)
    assert open_one(finding).monitor is None


def test_a_broken_promise_is_looked_at_again_after_reopening(promised, finding, second):
    report_done(promised)
    look(finding, second)
    service.assess_outcome(finding, "not_resolved", "Хийгээгүй.", asked.coordinator(), AT)
    finding.state = "reopened"
    assert service.ask_revisit(finding, "said_fixed", AT).monitor == second
    assert [row.state for row in revisits.revisits_of(finding)] == ["done", "asked"]
    assert queries.voices(finding).monitor_verified.code == "not_resolved"

"""Three voices on an outcome, the assessment that rests on them, and the right of reply."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, NotPermitted, Refused
from app.findings.states import OBSERVATION
from app.findings.terms import OUTCOMES
from app.responses import queries, service
from app.responses.policy import looks_open_to, open_voices
from tests.given import people, work
from tests.integration.responses import asked

AT = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
LOOKED_ON = date(2026, 10, 4)
AFTER = asked.DUE_ON + timedelta(days=1)


@pytest.fixture
def monitor(app):
    return people.person("monitor")


@pytest.fixture
def first(app):
    """Who saw it first, and so does not say what became of it."""
    return people.person("monitor")


@pytest.fixture
def finding(first, monitor):
    contract = work.monitored(first, monitor)
    return work.finding(work.observation(contract, first, state="accepted"), state="checked")


@pytest.fixture
def request_(finding):
    request = asked.delivered(finding)
    asked.answered(request)
    return request


def visit(finding, person, on=LOOKED_ON, **fields):
    return work.observation(finding.contract, person, visited_on=on, **({"state": "accepted"} | fields))


def look(finding, person, voice="monitor", outcome="resolved", on=LOOKED_ON, seen=None):
    seen = seen or visit(finding, person, on)
    return service.verify(finding, voice, outcome, "Дээвэр бүтэн.", seen, actor=person, at=AT)


def assess(finding, outcome="resolved", person=None):
    service.assess_outcome(finding, outcome, "Очиж үзсэн.", person or asked.coordinator(), AT)


def test_three_voices_stand_apart(request_, finding, monitor):
    look(finding, monitor)
    look(finding, people.person("lead"), "recheck", "partly", LOOKED_ON + timedelta(days=1))
    said = queries.voices(finding)
    assert (said.body_says.code, said.monitor_verified.code, said.recheck_found.code) == (
        "accepts",
        "resolved",
        "partly",
    )
    assert said.monitor_verified.note == "Дээвэр бүтэн."
    assert [entry.verb for entry in audit.history(finding)].count("verify") == 2


def test_a_later_look_adds_and_does_not_overwrite(request_, finding, monitor):
    look(finding, monitor, outcome="not_resolved", on=date(2026, 9, 1))
    look(finding, monitor)
    assert len(queries.list_verifications(finding)) == 2
    assert queries.voices(finding).monitor_verified.code == "resolved"


def test_only_an_assigned_monitor_verifies(request_, finding):
    with pytest.raises(NotPermitted):
        look(finding, people.person("monitor"))


def test_a_conflict_of_interest_bars_both_voices(request_, finding, monitor):
    work.conflict(finding.contract, monitor)
    assert open_voices(monitor, finding) == []
    with pytest.raises(NotPermitted):
        look(finding, monitor)


def test_the_recheck_is_by_another_than_author_observer_and_verifier(request_, finding, first, monitor):
    look(finding, monitor)
    for person in (finding.author, first, monitor):
        assert "recheck" not in open_voices(person, finding)
        with pytest.raises(NotPermitted):
            look(finding, person, "recheck")
    look(finding, people.person("lead"), "recheck")


def test_a_monitor_rechecks_only_what_is_assigned(request_, finding):
    with pytest.raises(NotPermitted):
        look(finding, people.person("monitor"), "recheck")


def test_who_rechecked_does_not_verify_later(request_, finding):
    person = people.person("monitor")
    work.assignment(finding.contract, person)
    look(finding, person, "recheck")
    assert "monitor" not in open_voices(person, finding)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_whatever_is_said_rests_on_a_visit(request_, finding, monitor, outcome):
    with pytest.raises(Invalid) as refused:
        service.verify(finding, "monitor", outcome, "Дээвэр бүтэн.", None, actor=monitor, at=AT)
    assert list(refused.value.errors) == ["observation"]


def test_a_look_says_what_and_how(request_, finding, monitor):
    with pytest.raises(Invalid) as refused:
        service.verify(finding, "monitor", "splendid", " ", visit(finding, monitor), actor=monitor, at=AT)
    assert set(refused.value.errors) == {"outcome", "note"}


def test_a_monitor_looks_on_the_day_of_the_visit(request_, finding, monitor):
    seen = visit(finding, monitor, date(2026, 9, 12))
    row = look(finding, monitor, seen=seen)
    assert (row.observation, row.looked_on) == (seen, date(2026, 9, 12))


def test_only_a_visit_that_stands_is_a_ground(request_, finding, monitor, first):
    unfit = [
        visit(finding, monitor, state="in_review"),
        visit(finding, monitor, on=date(2026, 5, 1)),
        visit(finding, first),
        visit(finding, people.person("monitor")),
        work.observation(None, monitor, state="accepted", visited_on=LOOKED_ON),
        finding.observations[0],
    ]
    disputed = visit(finding, monitor)
    work.dispute(disputed)
    for wrong in (*unfit, disputed):
        with pytest.raises(Invalid):
            look(finding, monitor, seen=wrong)
    assert looks_open_to("monitor", monitor, finding) == []


def test_a_recheck_may_go_by_what_somebody_else_brought(request_, finding, monitor, first):
    seen, lead = visit(finding, monitor), people.person("lead")
    visit(finding, first)
    assert looks_open_to("recheck", lead, finding) == [seen]
    row = look(finding, lead, "recheck", seen=seen)
    assert row.looked_on == clock.local_day(AT), "the day on which they looked at it"


def test_who_saw_it_first_or_stated_it_does_not_verify(request_, finding, first):
    work.assignment(finding.contract, finding.author)
    for person in (first, finding.author):
        assert "monitor" not in open_voices(person, finding)
        with pytest.raises(NotPermitted):
            look(finding, person)


def test_nothing_is_verified_before_the_body_was_asked(finding, monitor):
    with pytest.raises(Refused):
        look(finding, monitor)


def test_a_fix_needs_a_verification_of_that_or_better(request_, finding, monitor):
    with pytest.raises(Invalid):
        assess(finding)
    look(finding, monitor, outcome="partly")
    with pytest.raises(Invalid):
        assess(finding)
    assess(finding, "partly")
    assert (finding.state, finding.outcome) == ("assessed", "partly")


def test_what_is_not_solved_needs_no_visit(request_, finding):
    assess(finding, "no_mechanism")
    assert finding.outcome == "no_mechanism"


def test_a_later_recheck_that_found_worse_holds_a_fix_back(request_, finding, monitor):
    look(finding, monitor)
    look(finding, people.person("lead"), "recheck", "not_resolved")
    with pytest.raises(Invalid):
        assess(finding)
    assess(finding, "not_resolved")


def test_nobody_assesses_their_own_verification(request_, finding):
    person = people.person("lead", "monitor")
    people.Membership.query.session.add(
        people.Membership(user=person, subnetwork=finding.contract.subnetwork, since_on=date(2026, 1, 1))
    )
    work.assignment(finding.contract, person)
    look(finding, person)
    with pytest.raises(NotPermitted):
        assess(finding, person=person)


def test_silence_is_assessed_only_after_the_term(finding):
    asked.delivered(finding)
    with pytest.raises(Refused):
        service.assess_outcome(finding, "not_resolved", "Хариугүй.", asked.coordinator(), asked.REPLIED_AT)
    service.assess_outcome(finding, "not_resolved", "Хариугүй.", asked.coordinator(), asked.LATE_AT)
    assert finding.outcome == "not_resolved"


def test_a_visit_stands_while_the_last_word_rests_on_it(request_, finding, monitor):
    row = look(finding, monitor)
    db.session.flush()
    assert not OBSERVATION.allows(row.observation, "revise", monitor)
    look(finding, people.person("lead"), "recheck", "partly", seen=row.observation)
    look(finding, monitor, outcome="partly", seen=visit(finding, monitor))
    assert not OBSERVATION.allows(row.observation, "revise", monitor), "the re-check rests on it as well"
    look(finding, people.person("lead"), "recheck", "partly", on=clock.local_day(AT))
    db.session.flush()
    assert OBSERVATION.allows(row.observation, "revise", monitor), "later looks took its place"


def test_a_verification_never_changes(request_, finding, monitor):
    row = look(finding, monitor)
    db.session.flush()
    row.outcome = "partly"
    with pytest.raises(TypeError):
        db.session.flush()


def heard(finding, today):
    return queries.right_of_reply(finding, today)


def test_unheard_without_proof_of_delivery(finding):
    assert not heard(finding, AFTER).ok
    asked.sent(finding)
    assert not heard(finding, AFTER).ok
    assert len(heard(finding, AFTER).why) == 1


def test_heard_with_a_reply(finding):
    request = asked.delivered(finding)
    assert not heard(finding, asked.REPLIED_AT.date()).ok
    asked.answered(request)
    assert heard(finding, asked.REPLIED_AT.date()).ok


def test_heard_when_the_window_has_run_out(finding):
    request = asked.delivered(finding)
    assert not heard(finding, asked.DUE_ON).ok
    assert heard(finding, AFTER).ok
    service.extend(request, asked.officer(request), asked.REPLIED_AT, days=30, reason="Баримт.")
    assert not heard(finding, AFTER).ok
    assert heard(finding, AFTER + timedelta(days=30)).ok


def test_an_expired_window_counts_only_with_a_logged_attempt(finding):
    request = work.request(finding, state="delivered", received_on=asked.RECEIVED_ON, proof="signature")
    request.due_on = asked.DUE_ON
    finding.state = "notified"
    assert not heard(finding, AFTER).ok


def test_praise_needs_proof_of_delivery_only(monitor):
    finding = work.finding(state="checked", severity=0)
    assert not heard(finding, AFTER).ok
    asked.delivered(finding)
    assert heard(finding, asked.RECEIVED_ON).ok


def test_a_new_request_after_reopening_opens_the_window_again(finding):
    asked.answered(asked.delivered(finding))
    finding.state = "reopened"
    assert heard(finding, AFTER).ok
    asked.delivered(finding, received_on=date(2026, 10, 1), at=AT, rule=work.time_rule(code="again"))
    assert not heard(finding, AT.date()).ok


def test_the_fix_rate_counts_verified_fixes_and_is_withheld_under_five(app, monitor):
    contract, first = work.monitored(monitor), people.person("monitor")
    findings = [
        work.finding(work.observation(contract, first, state="accepted"), state="answered", position="accepts")
        for _ in range(5)
    ]
    praise = work.finding(state="answered", severity=0)
    look(findings[0], monitor)
    look(findings[1], monitor, outcome="not_resolved")
    assert queries.fix_rate([*findings, praise]) == (1, 5)
    assert queries.fix_rate([*findings[:4], praise]) is None

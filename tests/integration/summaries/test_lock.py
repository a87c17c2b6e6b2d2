"""No summary gets out while one of its findings is unheard, whatever came to pass."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from app.core.database import db
from app.core.errors import Missing
from app.summaries import service
from app.summaries.lock import facts_of, lock_of
from tests.given import people, work
from tests.integration.summaries import heard

LAST_DAY = heard.DUE_ON


def noon(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def finding_after(delivered, replied, tried):
    finding = heard.finding()
    request = heard.asked(finding, tried=tried)
    if not delivered:
        request.state, request.received_on, request.proof, request.due_on = "sent", None, None, None
    if replied:
        heard.replied(request)
    return finding


@pytest.mark.parametrize("verb", ["clear", "publish"])
@given(
    delivered=st.booleans(),
    replied=st.booleans(),
    tried=st.booleans(),
    days=st.integers(-20, 60),
)
def test_the_lock_holds(app, verb, delivered, replied, tried, days):
    today = LAST_DAY + timedelta(days)
    replied = replied and delivered
    state = {"clear": "right_of_reply", "publish": "cleared"}[verb]
    finding = finding_after(delivered, replied, tried)
    summary = work.summary(finding, state=state, cutoff_on=date(2026, 5, 1))
    may = delivered and (replied or (days > 0 and tried))
    assert gets_out(summary, verb, noon(today)) == may
    db.session.rollback()


@pytest.mark.parametrize("state", ["drafted", "dropped"])
@pytest.mark.parametrize("verb", ["clear", "publish"])
def test_what_was_taken_back_meanwhile_does_not_get_out(app, verb, state):
    finding = finding_after(delivered=True, replied=True, tried=True)
    finding.state = state
    summary = work.summary(finding, state={"clear": "right_of_reply", "publish": "cleared"}[verb])
    assert not gets_out(summary, verb, noon(LAST_DAY + timedelta(9)))


def gets_out(summary, verb, at, lock="unheard"):
    reason = ("уншсан",) if verb == "clear" else ()
    try:
        getattr(service, verb)(summary, people.person("coordinator"), at, *reason)
    except Missing as refusal:
        assert refusal.field == lock
        assert not summary.versions
        return False
    return True


@given(ready=st.lists(st.booleans(), min_size=1, max_size=4))
def test_one_unheard_finding_holds_back_all(app, ready):
    findings = [heard.whole_finding() if one else heard.finding(state="checked") for one in ready]
    summary = heard.cleared(*findings)
    unheard = [finding.id for finding, one in zip(findings, ready, strict=True) if not one]
    assert sorted(facts_of(summary, heard.AT.date())["unheard"]) == unheard
    assert gets_out(summary, "publish", heard.AT) == all(ready)
    db.session.rollback()


def test_the_panel_says_what_is_missing(app):
    lock = lock_of(work.finding(state="checked"), heard.AT.date())
    assert (lock.is_open, lock.heard.ok, lock.focus_areas) == (False, False, [])
    assert lock.heard.why


def test_a_revision_is_locked_as_well(app):
    summary = heard.published().summary
    summary.findings = [*summary.findings, heard.finding(state="checked")]
    with pytest.raises(Missing):
        service.revise(summary, people.person("coordinator"), heard.AT, "нэг нэмэв")


def test_a_summary_of_nothing_stays_in(app):
    with pytest.raises(Missing):
        service.publish(work.summary(state="cleared"), people.person("coordinator"), heard.AT)


@pytest.mark.parametrize("verb", ["clear", "publish"])
def test_no_photo_gets_out_before_somebody_looked_at_it(app, verb):
    finding = heard.whole_finding()
    (evidence,) = finding.observations[0].evidence
    evidence.state, evidence.public_sha256 = "unseen", None
    summary = work.summary(
        finding, state={"clear": "right_of_reply", "publish": "cleared"}[verb], cutoff_on=heard.CUTOFF
    )
    assert lock_of(finding, heard.CUTOFF).unseen == [evidence]
    assert not gets_out(summary, verb, heard.AT, lock="unseen")
    evidence.state = "withheld"
    assert gets_out(summary, verb, heard.AT)


@pytest.mark.parametrize("verb", ["clear", "publish"])
def test_no_photo_of_a_look_gets_out_before_somebody_looked_at_it(app, verb):
    finding = heard.whole_finding()
    visit = heard.verified(finding).observation
    evidence = work.evidence(visit)
    summary = work.summary(
        finding, state={"clear": "right_of_reply", "publish": "cleared"}[verb], cutoff_on=heard.CUTOFF
    )
    assert lock_of(finding, heard.CUTOFF).unseen == [evidence]
    assert not gets_out(summary, verb, heard.AT, lock="unseen")
    visit.state = "in_review"  # a visit that does not stand shows nothing
    assert lock_of(finding, heard.CUTOFF).unseen == []
    visit.state, evidence.state = "accepted", "withheld"
    assert gets_out(summary, verb, heard.AT)

"""What a reply must hold; what counts as heard, supported and fixed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from app.findings.terms import ANSWER_POSITIONS, OUTCOMES
from app.responses.rules import (
    MINIMUM,
    RANK,
    Answer,
    Hearing,
    Promise,
    Voice,
    Voices,
    faults,
    fingerprint,
    heard,
    rate,
    supports,
    verified_outcome,
)

DAY = date(2026, 7, 20)
FULL = {"text": "Тайлбар", "ground": "Хууль", "referred_to": "Хороо"}
voices = st.builds(Voice, st.sampled_from(sorted(OUTCOMES)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))


@given(st.sampled_from(ANSWER_POSITIONS))
def test_an_answer_with_every_field_is_whole(position):
    assert faults(Answer(1, position, **FULL), DAY) == {}


@pytest.mark.parametrize(
    ("position", "missing"),
    [
        ("accepts", []),
        ("partly", ["text"]),
        ("contests", ["text"]),
        ("refers", ["referred_to"]),
        ("refuses", ["ground"]),
        ("", ["position"]),
        ("no_reply", ["position"]),
    ],
)
def test_each_position_asks_for_its_own(position, missing):
    assert list(faults(Answer(1, position), DAY)) == missing


@given(st.integers(-30, 30))
def test_a_promise_is_not_for_the_past(days):
    promise = Promise("Засна.", DAY + timedelta(days=days), "Алба")
    found = faults(Answer(1, "accepts", promises=(promise,)), DAY)
    assert bool(found) == (days < 0)


def test_rank_knows_every_outcome():
    assert set(RANK) == set(OUTCOMES)


@given(st.none() | voices, st.none() | voices)
def test_a_fix_rests_on_the_monitor_and_on_no_worse_later_look(monitor, recheck):
    said = Voices(monitor_verified=monitor, recheck_found=recheck)
    verified = verified_outcome(said)
    if monitor is None:
        assert verified is None
        assert not supports(said, "partly")
    else:
        assert RANK[verified] <= RANK[monitor.code]
    for outcome in OUTCOMES:
        if RANK[outcome] and supports(said, outcome):
            assert RANK[monitor.code] >= RANK[outcome]


@given(st.none() | voices)
def test_what_the_body_says_changes_nothing_verified(says):
    assert verified_outcome(Voices(body_says=says)) is None


@given(st.lists(st.booleans(), max_size=12))
def test_a_rate_has_its_denominator_and_a_minimum(fixed):
    shown = rate(fixed)
    assert shown == ((sum(fixed), len(fixed)) if len(fixed) >= MINIMUM else None)


hearings = st.builds(
    Hearing,
    delivered=st.booleans(),
    replied=st.booleans(),
    attempts=st.integers(0, 2),
    last_day=st.none() | st.dates(DAY - timedelta(days=2), DAY + timedelta(days=2)),
    is_good_practice=st.booleans(),
)


@given(hearings)
def test_nothing_is_heard_without_proof_and_silence_only_after_the_term(facts):
    verdict = heard(facts, DAY)
    assert verdict.ok == (not verdict.why)
    if verdict.ok:
        assert facts.delivered
        waited = facts.last_day < DAY and facts.attempts > 0
        assert facts.replied or facts.is_good_practice or waited


@given(hearings)
def test_waiting_never_takes_the_right_away(facts):
    if heard(facts, DAY).ok:
        assert heard(facts, DAY + timedelta(days=30)).ok


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=3), st.text(max_size=3))
def test_a_mark_changes_with_what_it_marks(value, text):
    changed = value | {"нэмэлт": text}
    assert fingerprint(value) == fingerprint(dict(reversed(value.items())))
    assert fingerprint(value) != fingerprint(changed) or value == changed

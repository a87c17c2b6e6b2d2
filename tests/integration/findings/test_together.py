"""One decision about several: each goes its own way, nothing is decided that was not seen, warnings stop accepting."""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given, settings, strategies as st

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Missing, NotFound, NotPermitted, Stale
from app.findings import service
from app.findings.models import Observation
from app.findings.service import Seen
from app.findings.service.together import LOOK_FIRST
from tests.given import commit, number, people, work
from tests.integration.findings.material import VISITED, change
from tests.integration.findings.test_at_once import at_once

WORDS = ("Дээвэр дутуу.", "Хашаа будсан.", "Хүүхэд алга.", "Цонх хагархай.", "Зам тэгш.")
REASON = "Зураг баталж байна."
CAUSE = "unclear"  # heard when it is about rejecting


@pytest.fixture
def several(sent, today):
    """`several(3)`: observations so unlike each other that no row warns."""

    def send(count):
        return [sent(notes=words, visited_on=today - timedelta(days)) for days, words in enumerate(WORDS[:count])]

    return send


def stamp(row, **other):
    return Seen(**({"number": row.id, "revision": row.revision, "state": row.state} | other))


def verbs(row):
    return [entry.verb for entry in audit.history(row)]


@pytest.mark.parametrize(
    ("verb", "state", "left"),
    [
        ("accept", "accepted", ["open", "accept"]),
        ("reject", "rejected", ["open", "reject"]),
        ("ask", "needs_information", ["open", "ask"]),
        ("open", "in_review", ["open"]),
    ],
)
def test_what_nobody_opened_is_opened_and_decided_in_one_go(cast, now, several, verb, state, left):
    rows = several(3)
    outcomes = service.decide_together([stamp(row) for row in rows], verb, cast.lead, now, REASON, CAUSE)
    assert [(one.number, one.refusal) for one in outcomes] == [(row.id, None) for row in rows]
    for row in rows:
        assert row.state == state and row.reviewed_by_id == cast.lead.id
        assert verbs(row)[-len(left) :] == left
    assert audit.history(rows[0])[-1].reason == (None if verb == "open" else REASON)


def test_ones_own_open_review_is_decided_and_another_ones_is_not(cast, now, several):
    mine, theirs = several(2)
    service.open_review(mine, cast.lead, now)
    service.open_review(theirs, cast.second, now)
    outcomes = service.decide_together([stamp(mine), stamp(theirs)], "reject", cast.lead, now, REASON, CAUSE)
    assert [bool(one.refusal) for one in outcomes] == [False, True] and not outcomes[1].is_changed
    assert (mine.state, theirs.state) == ("rejected", "in_review")


def test_a_refusal_spoils_nothing_and_leaves_no_trace(cast, now, several):
    first, own, last = several(3)
    own.monitor = cast.lead
    db.session.flush()
    before = verbs(own)
    outcomes = service.decide_together(
        [stamp(row) for row in (first, own, last)], "reject", cast.lead, now, REASON, CAUSE
    )
    assert [type(one.refusal) for one in outcomes] == [type(None), NotPermitted, type(None)]
    assert (first.state, own.state, last.state) == ("rejected", "received", "rejected")
    assert verbs(own) == before and audit.verify().whole


def test_a_missing_reason_decides_nothing_not_even_the_opening(cast, now, several):
    (row,) = several(1)
    (outcome,) = service.decide_together([stamp(row)], "accept", cast.lead, now, "  ", CAUSE)
    assert isinstance(outcome.refusal, Missing) and row.state == "received" and "open" not in verbs(row)


def near(cast, sent, now, row):
    sent(notes=row.notes, visited_on=row.visited_on)


def changed(cast, sent, now, row):
    work.stored(work.ContractVersion(contract=cast.contract, number=2, made_at=now, faults=[]))


def conflict(cast, sent, now, row):
    work.conflict(cast.contract, cast.monitor)


def missing(cast, sent, now, row):
    row.place_note = None
    db.session.flush()


@pytest.mark.parametrize("warn", [near, changed, conflict, missing])
def test_what_warns_is_accepted_by_itself_only_and_may_be_rejected(cast, now, sent, several, warn):
    (row,) = several(1)
    warn(cast, sent, now, row)
    (outcome,) = service.decide_together([stamp(row)], "accept", cast.lead, now, REASON, CAUSE)
    assert outcome.refusal.message is LOOK_FIRST and row.state == "received"
    (outcome,) = service.decide_together([stamp(row)], "reject", cast.lead, now, REASON, CAUSE)
    assert outcome.refusal is None and row.state == "rejected"
    assert verbs(row)[-2:] == ["open", "reject"]


def test_two_that_may_be_the_same_do_not_clear_each_other(cast, now, sent):
    rows = [sent(), sent()]
    outcomes = service.decide_together([stamp(row) for row in rows], "accept", cast.lead, now, REASON, CAUSE)
    assert all(one.refusal for one in outcomes) and {row.state for row in rows} == {"received"}


def test_what_was_sent_again_meanwhile_is_not_decided_unseen(cast, now, several, today):
    (row,) = several(1)
    seen = stamp(row)
    service.open_review(row, cast.second, now)
    service.ask(row, cast.second, now, "Аль өрөө?")
    service.edit(row, change(today, notes="Дээвэр бүрэн."), cast.monitor, now)
    service.supply(row, cast.monitor, now)
    assert row.state == seen.state == "received"
    for verb in ("accept", "reject", "ask", "open"):
        (outcome,) = service.decide_together([seen], verb, cast.lead, now, REASON, CAUSE)
        assert outcome.is_changed
    assert row.state == "received"


def test_who_was_overtaken_is_told(cast, now, several):
    (row,) = several(1)
    seen = stamp(row)
    service.open_review(row, cast.second, now)
    service.reject(row, cast.second, now, "Муу.", CAUSE)
    (outcome,) = service.decide_together([seen], "accept", cast.lead, now, REASON, CAUSE)
    assert outcome.is_changed and row.state == "rejected"


def test_what_is_not_to_be_read_is_not_told_apart(cast, now, sent, draft):
    barred, private = sent(), draft()
    work.conflict(cast.contract, cast.second)
    foreign = service.decide_together(
        [stamp(barred), Seen(999_999, 1, "received")], "reject", cast.second, now, REASON, CAUSE
    )
    drafts = service.decide_together([stamp(private)], "reject", cast.lead, now, REASON, CAUSE)
    assert {type(one.refusal) for one in (*foreign, *drafts)} == {NotFound}
    assert all(one.observation is None for one in (*foreign, *drafts))
    assert (barred.state, private.state) == ("received", "draft")


@pytest.mark.parametrize("role", ["monitor", "observer", "administrator"])
def test_only_reviewers_decide(cast, now, several, role):
    (row,) = several(1)
    (outcome,) = service.decide_together([stamp(row)], "reject", people.person(role), now, REASON, CAUSE)
    assert outcome.refusal and row.state == "received"


def test_a_lead_of_another_subnetwork_does_not_decide(cast, now, several):
    (row,) = several(1)
    (outcome,) = service.decide_together([stamp(row)], "open", cast.stranger, now, "")
    assert isinstance(outcome.refusal, NotPermitted) and row.state == "received"


STATES = ("draft", "receiving", "received", "in_review", "needs_information", "accepted", "rejected", "withdrawn")


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(STATES), st.booleans(), st.booleans()), min_size=1, max_size=4),
    st.sampled_from(["accept", "reject", "ask", "open"]),
)
def test_whatever_is_ticked_each_is_done_once_or_left_as_it_was(cast, now, several, rows, verb):
    """(state, opened by the lead, seen as it is): only what waits, in nobody else's hands, as it was seen, is done."""
    found = []
    for state, is_mine, is_fresh in rows:
        row = work.observation(cast.contract, cast.monitor, state=state, **VISITED | {"stage": f"stage-{number()}"})
        row.reviewed_by_id = cast.lead.id if is_mine else cast.second.id
        found.append((row, stamp(row) if is_fresh else stamp(row, revision=row.revision + 1)))
    db.session.flush()
    length = audit.verify().length
    outcomes = service.decide_together([seen for _row, seen in found], verb, cast.lead, now, REASON, CAUSE)
    for (state, is_mine, is_fresh), (row, _seen), outcome in zip(rows, found, outcomes, strict=True):
        waits = state == "received" or (state == "in_review" and is_mine and verb != "open")
        assert (outcome.refusal is None) == (waits and is_fresh)
        assert (row.state != state) == (outcome.refusal is None)
    entries = sum(len(verbs(row)) for row, _seen in found)
    assert audit.verify().whole and audit.verify().length == length + entries


def test_two_leads_take_the_same_ones_at_once_in_another_order(app, cast, several):
    seen = [stamp(row) for row in several(4)]
    commit()
    lead, second, told = cast.lead.id, cast.second.id, {}

    def decide(person, rows, verb):
        who = db.session.get(type(cast.lead), person)
        told[person] = service.decide_together(rows, verb, who, clock.now(), REASON, CAUSE)

    assert at_once(app, partial(decide, lead, seen[:3], "reject"), partial(decide, second, seen[::-1], "ask")) == []
    assert [one.refusal for one in told[lead]] == [None] * 3
    assert [type(one.refusal) for one in told[second]] == [type(None), *[Stale] * 3]
    states = [db.session.get(Observation, one.number).state for one in seen]
    assert states == ["rejected"] * 3 + ["needs_information"]
    assert audit.verify().whole

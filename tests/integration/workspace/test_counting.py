"""The kept tallies of the present say what a slow count of every row says, also after corrections."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete, select

from app.core import audit, clock
from app.core.actors import System
from app.core.database import db
from app.findings.models import Finding, Observation
from app.findings.terms import NOT_STATED
from app.partnership.queries import focus_areas_of
from app.responses.models import Commitment, Request
from app.responses.queries import answers_to, requests_of, voices
from app.responses.rules import is_fixed
from app.workspace import counting
from app.workspace.models import PresentCase, PresentCount, PresentTally
from tests.given import people, work
from tests.integration.summaries import heard
from tests.integration.walks.test_walks import Walk, snapshot


def kept():
    rows = db.session.scalars(select(PresentTally).execution_options(populate_existing=True))
    return {(row.measure, row.scope, row.subject, row.value): row.cases for row in rows}


def slowly():
    """Row by row, without SQL: one unit once under each of its subjects."""
    units = {
        (measure, scope, subject, value, unit)
        for measure, unit, value, contract, body, areas, day in cases()
        for scope, subject in subjects(contract, body, areas, day)
    }
    return dict(Counter(key[:-1] for key in units))


def subjects(contract, body, areas, day):
    place = contract.place
    found = [("whole", 0), ("body", body), ("subnetwork", contract.subnetwork_id)]
    found += [("place", (place.parent_id or place.id) if place else None), *(("focus", area.id) for area in areas)]
    found += [("year", day.year), ("half", day.year * 10 + (1 if day.month < 7 else 2))] if day else []
    return [(scope, subject) for scope, subject in found if subject is not None]


def cases():
    yield from (case for row in db.session.scalars(select(Request)) for case in of_request(row))
    yield from (case for row in db.session.scalars(select(Finding)) for case in of_finding(row))
    yield from (case for row in db.session.scalars(select(Observation)) for case in of_observation(row))


def of_request(row):
    if row.state not in ("delivered", "answered") or not row.received_on:
        return
    days = [reply.answered_on for reply in row.responses if reply.items]
    speaks = {"accepts", "partly", "contests"}
    to_the_point = [r.answered_on for r in row.responses if any(item.position in speaks for item in r.items)]
    found = []
    if days or row.last_day < clock.today():
        found += [("reply-rate", int(bool(days))), ("in-time", int(bool(days) and min(days) <= row.last_day))]
    found += [("first-reply", (min(days) - row.received_on).days)] if days else []
    found += [("substantive-reply", (min(to_the_point) - row.received_on).days)] if to_the_point else []
    for finding in row.findings:
        for measure, value in found:
            yield measure, row.id, value, finding.contract, row.body_id, focus_areas_of(finding), row.received_on


def of_finding(row):
    if row.severity == 0 or row.state in NOT_STATED:
        return
    asked = [request.received_on for request in requests_of(row) if request.received_on]
    day, areas, fixed = min(asked, default=None), focus_areas_of(row), int(is_fixed(voices(row)))
    promises = [promise for item in answers_to(row) for promise in item.commitments]
    said = any(item.fixed_on for item in answers_to(row))
    done = bool(promises) and all(promise.action_point.state == "done" for promise in promises)
    yield "fix-rate", row.id, fixed, row.contract, row.body_id, areas, day
    yield "reported-fix-rate", row.id, int(said or done), row.contract, row.body_id, areas, day
    for promise in promises:
        if promise.promised_on <= clock.today():
            body = promise.item.response.request.body_id
            yield "commitments-kept", promise.id, fixed, row.contract, body, areas, day


def of_observation(row):
    about = row.contract, row.contract.buyer_id, focus_areas_of(row.contract), row.visited_on
    if row.received_at and row.decided_at:
        yield "review-time", row.id, (row.decided_at - row.received_at).days, *about
    if row.state in ("accepted", "rejected", "duplicate"):
        yield "rejected-share", row.id, int(row.state == "rejected"), *about
    if row.state == "rejected":
        yield f"rejected-for:{row.rejected_for or ''}", row.id, 1, *about


def build(chance):
    """One finding somewhere in its life, on the same contract as an earlier one at times."""
    earlier = db.session.scalars(select(Finding)).all()
    row = heard.finding(severity=chance.choice((0, 2, 3)), state=chance.choice(("answered", "notified", "dropped")))
    if earlier and chance.random() < 0.5:
        row.contract, row.body = (other := chance.choice(earlier)).contract, other.body
    if chance.random() < 0.5:
        row.contract.place = people.place()
    about = [row, *(one for one in earlier if one.body is row.body and chance.random() < 0.5)]
    if chance.random() < 0.8:
        request = heard.asked(*about, received_on=heard.RECEIVED_ON + timedelta(days=chance.randrange(-300, 90)))
        for _reply in range(chance.randrange(3)):
            day = request.received_on + timedelta(days=chance.randrange(90))
            fixed_on = chance.choice((None, None, day))
            heard.replied(request, on=day, position=chance.choice(("accepts", "refers", "refuses")), fixed_on=fixed_on)
    return row


def correct(chance, row):
    """Something that moves numbers, and its entry in the chain as the services leave it."""
    subject = row
    what = chance.choice(("look", "look", "state", "done", "decide", "withdraw", "reply", "move"))
    if what == "look":
        outcome, voice = chance.choice(("resolved", "partly", "not_resolved")), chance.choice(("monitor", "recheck"))
        heard.verified(row, outcome, voice, heard.DUE_ON + timedelta(days=chance.randrange(9)))
    elif what == "state":
        row.state, row.severity = chance.choice(("answered", "dropped", "merged")), chance.choice((0, 1, 4))
    elif what == "done" and (promises := db.session.scalars(select(Commitment)).all()):
        subject = chance.choice(promises).action_point
        subject.state = chance.choice(("done", "under_way"))
    elif what == "decide":
        subject = row.observations[0]
        subject.state = chance.choice(("accepted", "rejected", "in_review"))
        subject.rejected_for = chance.choice((None, "unclear")) if subject.state == "rejected" else None
        subject.decided_at = subject.received_at + timedelta(hours=chance.randrange(200))
    elif what in ("withdraw", "reply") and (asked := requests_of(row)):
        subject = asked[0]
        if what == "reply":
            heard.replied(subject, on=subject.received_on + timedelta(days=chance.randrange(60)))
        else:
            subject.state = "withdrawn"
    elif what == "move":
        subject = row.contract
        subject.subnetwork = people.subnetwork()
    db.session.flush()
    audit.record(System(), clock.now(), "edit", subject)


@pytest.mark.parametrize("seed", range(6))
def test_kept_tallies_are_those_of_a_slow_count(app, seed):
    chance = random.Random(seed)
    rows = [build(chance) for _row in range(6)]
    db.session.expire_all()
    counting.keep_up()
    assert kept() == slowly()
    for _round in range(8):
        for _change in range(chance.randrange(1, 4)):
            correct(chance, chance.choice(rows))
        db.session.expire_all()
        counting.keep_up()
        assert kept() == slowly()


def test_a_new_day_counts_what_left_no_entry(app, monkeypatch):
    request = heard.asked(heard.finding())
    monkeypatch.setattr(clock, "today", lambda: request.last_day)
    counting.keep_up()
    assert ("reply-rate", "whole", 0, 0) not in kept()
    monkeypatch.setattr(clock, "today", lambda: request.last_day + timedelta(days=1))
    counting.keep_up()
    assert kept()["reply-rate", "whole", 0, 0] == 1


def test_nothing_new_counts_nothing(app, monkeypatch):
    work.observation(state="accepted")
    counting.keep_up()
    monkeypatch.setattr(counting, "recount", lambda *_arguments: pytest.fail("counted again"))
    counting.keep_up()


class Counted(Walk):
    """After any deeds of any people the chain has told enough: a count of everything finds nothing else."""

    def attempt(self, deed, who, facts):
        super().attempt(deed, who, facts)
        if random.Random(self.entries).random() < 0.3:
            counting.keep_up()
            self.before = snapshot()

    def teardown(self):
        if self.is_sound:
            counting.keep_up()
            found = kept()
            for table in (PresentCase, PresentTally, PresentCount):
                db.session.execute(delete(table))
            db.session.expire_all()
            counting.keep_up()
            assert found == kept()
            self.before = snapshot()
        super().teardown()


def test_the_chain_tells_of_everything_that_is_counted(app):
    chosen = settings(max_examples=5, stateful_step_count=40, deadline=None, phases=(Phase.generate,))
    run_state_machine_as_test(Counted, settings=chosen)

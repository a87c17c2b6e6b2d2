"""Runs in the background: looked at first, applied when told to, stopped, resumed, never doubled, never lost."""

import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.contracts.models import Contract, ContractVersion, Release
from app.core import clock, queue
from app.core.database import commit, db
from app.core.errors import NotPermitted, Refused
from app.ocds import runs, service, spool, working
from app.ocds.models import ImportRun, Source
from tests.given import people

COORDINATOR = people.EVERYTHING


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(working, "BEAT", 0.0)
    monkeypatch.setattr(service, "BATCH", 3)
    monkeypatch.setattr("app.ocds.pipeline.CHUNK", 2)


def releases(count, title="Зам"):
    return [
        {
            "ocid": f"ocds-{n}",
            "id": f"{n}",
            "date": "2026-01-01T00:00:00Z",
            "tag": ["contract"],
            "tender": {"title": title},
        }
        for n in range(count)
    ]


def lines(values):
    return io.BytesIO("\n".join(map(json.dumps, values)).encode())


def handed_in(values=None, actor=COORDINATOR):
    run = runs.hand_in(lines(values or releases(10)), "file.jsonl", actor, clock.now())
    commit()
    return run.id


def work():
    db.session.remove()  # what this test has read must not stand in the worker's way
    queue.work_off()
    db.session.remove()


def state(run_id):
    return db.session.get_one(ImportRun, run_id, populate_existing=True)


def count(model):
    return db.session.query(model).count()


def test_a_file_is_looked_at_first_and_applied_when_somebody_says_so(app):
    run_id = handed_in(
        [*releases(3), {"ocid": "ocds-9", "id": "9", "date": "5377-01-01T00:00:00Z", "tag": ["contract"]}]
    )
    run = state(run_id)
    run.by_id = people.person("coordinator").id
    commit()
    work()
    run = state(run_id)
    assert (run.state, run.added, count(Contract)) == ("checked", 4, 0)
    assert ("date_absurd", "/date", 1, "ocds-9") in [(p.code, p.path, p.count, p.ocid) for p in run.problems]
    runs.apply(run, COORDINATOR, clock.now())
    commit()
    work()
    run = state(run_id)
    assert (run.state, run.added, count(Contract)) == ("done", 4, 4)
    assert not spool.path_of(run).exists()


def test_a_schedules_run_is_applied_by_itself(app):
    run_id = handed_in()
    work()
    assert (state(run_id).state, count(Release)) == ("done", 10)


def test_the_same_file_again_changes_nothing(app):
    handed_in()
    again = handed_in()
    work()
    run = state(again)
    assert (run.added, run.unchanged, count(ContractVersion)) == (0, 10, 10)


class Killed(BaseException):
    """As a process that is killed: nothing catches it."""


@pytest.mark.parametrize("after", range(1, 6))
def test_what_a_killed_worker_leaves_the_next_one_completes(app, monkeypatch, after):
    run_id, beats = handed_in(), []

    def killed(self):
        beats.append(1)
        if len(beats) == after:
            raise Killed

    kept = working._Work._note_beat
    monkeypatch.setattr(working._Work, "_note_beat", lambda self: (kept(self), killed(self)))
    db.session.remove()
    with pytest.raises(Killed):
        queue.work_off()
    db.session.remove()
    monkeypatch.setattr(working._Work, "_note_beat", kept)
    monkeypatch.setattr(working, "ALIVE_FOR", timedelta(0))
    working.pick_up()
    work()
    assert state(run_id).state == "done"
    assert (count(Contract), count(Release), count(ContractVersion)) == (10, 10, 10)


def test_a_run_can_be_stopped_and_resumed(app, monkeypatch):
    run_id = handed_in()
    run = state(run_id)
    run.stop_asked = True
    commit()
    work()
    assert state(run_id).state == "stopped"
    runs.resume(state(run_id), COORDINATOR, clock.now())
    commit()
    work()
    assert (state(run_id).state, count(Contract)) == ("done", 10)


def test_a_run_nobody_works_on_stops_at_once(app):
    run_id = handed_in()
    runs.stop(state(run_id), COORDINATOR, clock.now())
    assert state(run_id).state == "stopped"


def test_a_run_that_somebody_works_on_is_left_alone(app):
    run_id = handed_in()
    run = state(run_id)
    run.beat_at = clock.now()
    commit()
    work()
    assert state(run_id).state == "waiting"


def test_a_useless_file_fails_and_says_why(app):
    run = runs.hand_in(io.BytesIO(b"not json"), "x.json", COORDINATOR, clock.now())
    commit()
    run_id = run.id
    work()
    assert state(run_id).state == "failed"
    assert state(run_id).error


def test_two_runs_of_one_source_never_overlap(app):
    facts = {"name": "Сан", "kind": "paged", "address": "https://example.mn/releases.json", "is_daily": True}
    source = runs.add_source(facts, COORDINATOR, clock.now())
    runs.begin(source, COORDINATOR, clock.now())
    with pytest.raises(Refused):
        runs.begin(source, COORDINATOR, clock.now())
    commit()
    runs.synchronise()
    assert count(ImportRun) == 1


def test_the_schedule_begins_what_is_followed_daily(app):
    for daily in (True, False):
        facts = {"name": "Сан", "kind": "file", "address": "https://example.mn/a.json", "is_daily": daily}
        runs.add_source(facts, COORDINATOR, clock.now())
    commit()
    runs.synchronise()
    daily = db.session.scalars(select(Source.id).where(Source.is_daily)).all()
    assert [run.source_id for run in db.session.scalars(select(ImportRun))] == daily


def test_only_who_may_import_does(app):
    nobody = people.person("monitor")
    with pytest.raises(NotPermitted):
        runs.hand_in(io.BytesIO(b"{}"), "x", nobody, clock.now())
    with pytest.raises(NotPermitted):
        runs.add_source({"name": "x", "kind": "file", "address": "https://example.mn"}, nobody, clock.now())


def test_a_run_whose_worker_just_died_is_picked_up_as_soon_as_that_is_sure(app, monkeypatch):
    run_id = handed_in()
    run = state(run_id)
    run.beat_at = clock.now()
    commit()
    work()
    working.pick_up()
    assert queue.work_off() == 0
    monkeypatch.setattr(working, "ALIVE_FOR", timedelta(0))
    working.pick_up()
    work()
    assert state(run_id).state == "done"


def test_the_file_of_a_run_that_stopped_goes_when_it_is_discarded(app):
    run_id = handed_in()
    run = state(run_id)
    runs.stop(run, COORDINATOR, clock.now())
    assert spool.path_of(run).exists()
    runs.discard(run, COORDINATOR, clock.now())
    assert (run.state, spool.path_of(run).exists()) == ("discarded", False)


def test_a_worker_picks_up_each_minute_what_was_left(app):
    run_id = handed_in()
    db.session.remove()
    app.extensions["queue"].huey.flush()
    app.extensions["queue"].do_regular()
    work()
    assert state(run_id).state == "done"

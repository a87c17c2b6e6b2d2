"""Whole runs of sources: fetched, resumed where they broke, applied, and nothing fetched or kept twice."""

import json

import pytest

from app.contracts import queries
from app.contracts.models import Contract, Release
from app.core import clock, queue
from app.core.database import commit, db
from app.core.web import open_session
from app.ocds import gathering, runs
from app.ocds.models import ImportRun, Source
from tests.given import people
from tests.integration.ocds.fetching.conftest import ocds, tenders  # noqa: F401
from tests.standin.manners import QUICK
from tests.standin.opentender import TOKEN, notice
from tests.standin.server import Reply

COORDINATOR = people.EVERYTHING


@pytest.fixture(autouse=True)
def quick(app, monkeypatch):
    monkeypatch.setattr(gathering, "new_session", lambda: open_session(allow_private=True, manners=QUICK))


def source(kind, address="", **facts):
    made = runs.add_source({"name": "Сан", "kind": kind, "address": address} | facts, COORDINATOR, clock.now())
    commit()
    return made.id


def run(source_id):
    """As the schedule does it: begun, fetched, checked and applied."""
    begun = runs.begin(db.session.get_one(Source, source_id), COORDINATOR, clock.now())
    commit()
    return work(begun.id)


def work(run_id):
    db.session.remove()
    queue.work_off()
    db.session.remove()
    return db.session.get_one(ImportRun, run_id)


def release(number):
    return {"ocid": f"ocds-{number}", "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["contract"]}


def count(model):
    return db.session.query(model).count()


def test_a_paged_service_is_read_to_its_end(ocds):  # noqa: F811
    ocds.publish("/1", {"releases": [release(1), release(2)]}, next=ocds.url("/2"))
    ocds.publish("/2", {"releases": [release(3)]})
    source_id = source("paged", ocds.url("/1"))
    assert (run(source_id).state, count(Contract)) == ("done", 3)
    assert run(source_id).unchanged == 3


def test_an_interrupted_run_goes_on_at_the_page_where_it_stopped(ocds):  # noqa: F811
    ocds.publish("/1", {"releases": [release(1)]}, next=ocds.url("/2"))
    failed = run(source("paged", ocds.url("/1")))
    assert (failed.state, count(Contract)) == ("failed", 0)
    assert failed.error
    ocds.publish("/2", {"releases": [release(2)]})
    runs.resume(failed, COORDINATOR, clock.now())
    commit()
    assert (work(failed.id).state, count(Contract)) == ("done", 2)
    assert ocds.asked.count("/1") == 1


def test_a_file_that_has_not_changed_is_not_read_again(ocds):  # noqa: F811
    content = json.dumps({"releases": [release(1)]}).encode()
    ocds.files["/all.json"] = (content, '"a"')
    source_id = source("file", ocds.url("/all.json"))
    assert run(source_id).added == 1
    again = run(source_id)
    assert (again.state, again.read) == ("done", 0)
    ocds.files["/all.json"] = (json.dumps({"releases": [release(1), release(2)]}).encode(), '"b"')
    assert run(source_id).added == 1


def test_what_was_fetched_but_not_applied_is_fetched_again(ocds):  # noqa: F811
    ocds.files["/all.json"] = (json.dumps({"releases": [release(1)]}).encode(), '"a"')
    source_id = source("file", ocds.url("/all.json"))
    begun = runs.begin(db.session.get_one(Source, source_id), COORDINATOR, clock.now())
    begun.by_id = people.person("coordinator").id  # so that it waits for somebody to apply it
    commit()
    runs.discard(work(begun.id), COORDINATOR, clock.now())
    commit()
    assert count(Contract) == 0
    assert run(source_id).added == 1


def test_private_addresses_are_refused_with_a_message(ocds, monkeypatch):  # noqa: F811
    monkeypatch.setattr(gathering, "new_session", lambda: open_session(manners=QUICK))
    failed = run(source("file", ocds.url("/all.json")))
    assert failed.state == "failed"
    assert "127.0.0.1" in failed.error
    assert ocds.asked == []


def test_tender_notices_become_contracts_and_a_changed_one_is_newer(app, tenders, monkeypatch):  # noqa: F811
    monkeypatch.setitem(app.config, "OPEN_TENDER_TOKEN", TOKEN)
    monkeypatch.setitem(app.config, "OPEN_TENDER_URL", tenders.url)
    tenders.notices = {2026: [notice(n, 2026) for n in range(3)]}
    source_id = source("opentender")
    assert (run(source_id).state, count(Contract)) == ("done", 3)
    tenders.notices[2026][0] |= {"tenderName": "Өөр нэр"}
    again = run(source_id)
    assert (again.changed, again.unchanged) == (1, 2)
    changed = Contract.query.filter_by(version=2).one()
    assert queries.story_of(changed).title == changed.title == "Өөр нэр"
    tenders.notices[2026][0] |= {"tenderName": notice(0, 2026)["tenderName"]}
    run(source_id)
    assert Contract.query.filter_by(version=3).one().title == notice(0, 2026)["tenderName"]
    assert run(source_id).changed == 0
    assert count(Release) == 5


def test_a_token_that_ran_out_is_said(app, tenders, monkeypatch):  # noqa: F811
    monkeypatch.setitem(app.config, "OPEN_TENDER_TOKEN", "old")
    monkeypatch.setitem(app.config, "OPEN_TENDER_URL", tenders.url)
    failed = run(source("opentender"))
    assert failed.state == "failed"
    assert "OPEN_TENDER_TOKEN" in failed.error


def test_a_server_in_trouble_is_asked_again(ocds):  # noqa: F811
    ocds.publish("/1", {"releases": [release(1)]})
    ocds.bad_days = [Reply(503), Reply(429, headers={"Retry-After": "0"})]
    assert run(source("paged", ocds.url("/1"))).state == "done"

"""Files and runs through the pages, as a coordinator does it."""

import gzip
import io
from datetime import timedelta

import pytest
import time_machine

from app.contracts.models import Contract
from app.core import clock
from app.ocds import queries
from app.ocds.models import ImportRun
from tests.given import commit, people, work as given
from tests.web.ocds.handing import NEW, hand_in, releases, work


def test_a_file_is_shown_before_it_is_applied(coordinator):
    address = hand_in(coordinator, releases(dateModified="x", contracts=[{"id": "c", "value": {"amount": "1 000"}}]))
    assert "noscript" in coordinator.get(address).text
    work()
    page = coordinator.get(f"{address}?lang=en").text
    assert "Nothing has changed yet" in page and "number_as_text" in page
    assert "would add 2 releases of new contracts" in page and "http-equiv" not in page
    assert Contract.query.count() == 0
    coordinator.post(f"{address}/apply")
    work()
    page = coordinator.get(f"{address}?lang=en").text
    assert "Applied" in page and "Зам" in page
    assert Contract.query.count() == 2


def test_the_same_file_again_is_said_to_change_nothing(coordinator):
    for _again in range(2):
        address = hand_in(coordinator, gzip.compress(releases()), "file.jsonl.gz")
        work()
        page = coordinator.get(f"{address}?lang=en").text
        coordinator.post(f"{address}/apply")
        work()
    assert "would change nothing" in page


def test_who_is_too_late_sees_how_it_stands(coordinator):
    address = hand_in(coordinator, releases())
    work()
    coordinator.post(f"{address}/discard")
    late = coordinator.post(f"{address}/apply?lang=en")
    assert "Discarded" in coordinator.follow(late).text
    assert ImportRun.query.one().state == "discarded"


def test_a_run_that_nobody_works_on_says_so_after_a_minute(coordinator):
    address = hand_in(coordinator, releases())
    told = coordinator.get(f"{address}/progress").json
    assert (told["active"], told["lonely"]) == (True, False)
    coordinator.post(f"{address}/stop")
    assert not coordinator.get(f"{address}/progress").json["active"]
    left = given.import_run(started_at=clock.now() - timedelta(minutes=2))
    commit()
    assert coordinator.get(f"/workspace/imports/{left.id}/progress").json["lonely"]
    assert "<div data-lonely>" in coordinator.get(f"/workspace/imports/{left.id}").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "checking", "read": 1234}, "Being checked: 1,234 releases read"),
        ({"state": "fetching", "done": 2_500_000}, "Fetching: 2.5 MB are here"),
        ({"state": "applying"}, "Being applied"),
    ],
)
def test_progress_is_told_in_words(coordinator, fields, said):
    run = given.import_run(beat_at=clock.now(), **fields)
    commit()
    told = coordinator.get(f"/workspace/imports/{run.id}/progress?lang=en").json
    assert (told["said"], told["active"], told["lonely"]) == (said, True, False)


def test_time_in_which_a_person_was_waited_for_does_not_count(coordinator):
    address = hand_in(coordinator, releases())
    work()
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        coordinator.post(f"{address}/apply")
        work()
    run = ImportRun.query.one()
    assert queries.worked_for([run])[run.id] < timedelta(minutes=1) < run.finished_at - run.started_at


@pytest.mark.parametrize("content", [b"", b"not json", b'{"a": 1}', b"\x1f\x8b\x08\x00"])
def test_a_useless_file_is_said_on_the_page_of_its_run(coordinator, content):
    address = hand_in(coordinator, content, "x.json")
    work()
    assert ImportRun.query.one().error in coordinator.get(address).text


def test_no_file_and_a_too_large_one_are_said(coordinator, app, monkeypatch):
    assert "Choose a file." in coordinator.post(f"{NEW}?lang=en", {}, 422).text
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100)
    page = coordinator.post(f"{NEW}?lang=en", {"file": (io.BytesIO(releases()), "x.jsonl")}, 413).text
    assert "too large" in page


def test_older_runs_are_on_the_next_page(coordinator):
    for number in range(queries.PER_PAGE + 1):
        given.import_run(source=f"file-no-{number}.json", state="done")
    commit()
    page = coordinator.get("/workspace/imports").text
    assert "file-no-0.json" not in page
    oldest_shown = ImportRun.query.filter_by(source="file-no-1.json").one().id
    assert f"before={oldest_shown}" in page
    assert "file-no-0.json" in coordinator.get(f"/workspace/imports?before={oldest_shown}").text


@pytest.mark.parametrize("path", ["", "/new", "/sources/new", "/1", "/1/columns", "/1/progress", "/template-mn.csv"])
def test_who_may_not_import_sees_none_of_it(client, path):
    person = people.person("lead")
    given.import_run()
    commit()
    client.sign_in(person).get(f"/workspace/imports{path}", 403)
    client.post("/workspace/imports/1/apply", expect=403)

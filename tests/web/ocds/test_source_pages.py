"""Sources through the pages: added, changed, fetched, and how they stand."""

import json

from app.core.database import db
from app.core.web import open_session
from app.ocds import gathering, queries
from app.ocds.models import ImportRun, Source
from tests.given import commit, work as given
from tests.integration.ocds.fetching.conftest import ocds  # noqa: F401
from tests.standin.manners import QUICK
from tests.web.ocds.handing import work

SOURCES = "/workspace/imports/sources"


def add(client, **facts):
    facts = {"name": "Сан", "kind": "paged", "address": "https://example.mn/a.json"} | facts
    return client.post(f"{SOURCES}/new", facts).headers["Location"]


def test_sources_are_added_and_changed(coordinator):
    facts = {"name": "Сан", "kind": "paged", "address": "javascript:x"}
    page = coordinator.post(f"{SOURCES}/new", facts, 422).text
    assert "http" in page and 'value="javascript:x"' in page
    address = add(coordinator)
    coordinator.post(
        f"{address}/edit", facts | {"address": "https://example.mn", "is_daily": "y", "follows_links": "y"}
    )
    source = Source.query.one()
    assert (source.is_daily, source.follows_links) == (True, True)
    page = coordinator.get(f"{address}?lang=en").text
    assert "every night at three" in page and "are fetched" in page


def test_a_source_is_fetched_once_at_a_time(coordinator):
    address = add(coordinator)
    run = coordinator.post(f"{address}/fetch").headers["Location"]
    coordinator.get(run)
    coordinator.post(f"{address}/fetch", expect=409)
    page = coordinator.get(f"{address}?lang=en").text
    assert "not over yet" in page and "Fetch now" not in page


def test_a_run_shows_why_a_private_address_was_not_asked(coordinator, ocds):  # noqa: F811
    address = add(coordinator, kind="file", address=ocds.url("/a.json"))
    run = coordinator.post(f"{address}/fetch").headers["Location"]
    work()
    assert "127.0.0.1" in coordinator.get(run).text
    assert "127.0.0.1" in coordinator.get(address).text and "127.0.0.1" in coordinator.get("/workspace/imports").text
    assert ocds.asked == []


def test_what_failed_can_be_tried_again(coordinator, ocds, monkeypatch):  # noqa: F811
    monkeypatch.setattr(gathering, "new_session", lambda: open_session(allow_private=True, manners=QUICK))
    address = add(coordinator, kind="file", address=ocds.url("/a.json"))
    run = coordinator.post(f"{address}/fetch").headers["Location"]
    work()
    assert ImportRun.query.one().state == "failed"
    release = {"ocid": "ocds-1", "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["contract"]}
    ocds.files["/a.json"] = (json.dumps({"releases": [release]}).encode(), '"a"')
    coordinator.post(f"{run}/resume")
    work()
    page = coordinator.get(f"{run}?lang=en").text
    assert "Nothing has changed yet" in page and f'href="{address}' in page


def test_whether_a_token_is_set_is_said_and_the_token_never(coordinator, app, monkeypatch):
    address = add(coordinator, kind="opentender", address="")
    assert "is not set" in coordinator.get(f"{address}?lang=en").text
    monkeypatch.setitem(app.config, "OPEN_TENDER_TOKEN", "s3cret-t0ken")
    page = coordinator.get(f"{address}?lang=en").text
    assert "is set" in page and "s3cret" not in page


def test_older_runs_of_a_source_are_on_its_next_page(coordinator):
    address = add(coordinator)
    source = Source.query.one()
    for number in range(queries.PER_PAGE + 1):
        given.import_run(source=f"run-no-{number}", from_source=db.session.merge(source), state="done")
    commit()
    assert "before=2" in coordinator.get(address).text
    assert "run-no-0" in coordinator.get(f"{address}?before=2").text

"""Files, sources and runs through the pages, as a coordinator does it."""

import io
import json

import pytest

from app.contracts.models import Contract
from app.core import queue
from app.core.database import db
from app.ocds.models import ImportRun, Source
from app.ocds.sheets import as_csv
from tests.given import commit, people


@pytest.fixture
def coordinator(client):
    person = people.person("coordinator")
    commit()
    return client.sign_in(person)


def releases(count=2, **fields):
    one = {"date": "2026-01-01T00:00:00Z", "tag": ["contract"], "tender": {"title": "Зам"}} | fields
    return "\n".join(json.dumps({"ocid": f"ocds-{n}", "id": "1"} | one) for n in range(count)).encode()


def hand_in(client, content, name="file.jsonl"):
    answer = client.post("/workspace/imports/new", {"file": (io.BytesIO(content), name)})
    return answer.headers["Location"]


def work():
    db.session.remove()
    queue.work_off()
    db.session.remove()


def test_a_file_is_shown_before_it_is_applied(coordinator):
    address = hand_in(coordinator, releases(dateModified="x", contracts=[{"id": "c", "value": {"amount": "1 000"}}]))
    assert "noscript" in coordinator.get(address).text
    work()
    page = coordinator.get(f"{address}?lang=en").text
    assert "Nothing has changed yet" in page and "number_as_text" in page
    assert Contract.query.count() == 0
    coordinator.post(f"{address}/apply")
    work()
    page = coordinator.get(f"{address}?lang=en").text
    assert "Applied" in page and "Зам" in page
    assert Contract.query.count() == 2


def test_who_is_too_late_sees_how_it_stands(coordinator):
    address = hand_in(coordinator, releases())
    work()
    coordinator.post(f"{address}/discard")
    coordinator.post(f"{address}/apply")
    assert ImportRun.query.one().state == "discarded"


def test_progress_is_told_to_the_script(coordinator):
    address = hand_in(coordinator, releases())
    told = coordinator.get(f"{address}/progress").json
    assert (told["active"], told["lonely"]) == (True, True)
    coordinator.post(f"{address}/stop")
    assert not coordinator.get(f"{address}/progress").json["active"]


def test_no_file_and_a_useless_one_are_said(coordinator):
    coordinator.post("/workspace/imports/new", {}, 422)
    address = hand_in(coordinator, b"not json", "x.json")
    work()
    assert ImportRun.query.one().error in coordinator.get(address).text


def test_a_table_waits_for_its_columns_and_shows_how_it_is_understood(coordinator):
    table = "Гэрээний нэр,Захиалагч,Гэрээний дүн,Юу ч биш\nЗам засвар,Булган ЗДТГ,1 250 000,x\n".encode()
    address = hand_in(coordinator, table, "table.csv")
    assert address.endswith("/columns")
    page = coordinator.get(f"{address}?lang=en").text
    assert "Зам засвар" in page
    chosen = {"key": "ub-2026", "column0": "title", "column1": "buyer", "column2": "amount", "column3": ""}
    page = coordinator.post(f"{address}?lang=en", chosen | {"preview": "1"}, 200).text
    assert "₮\u00a01,250,000" in page
    work()
    assert ImportRun.query.one().state == "waiting"
    run = coordinator.post(address, chosen).headers["Location"]
    work()
    coordinator.post(f"{run}/apply")
    work()
    contract = Contract.query.one()
    assert (contract.title, int(contract.amount)) == ("Зам засвар", 1_250_000)


def test_what_the_matching_lacks_is_said_and_nothing_is_lost(coordinator):
    address = hand_in(coordinator, b"a,b\n1,2\n", "table.csv")
    page = coordinator.post(f"{address}?lang=en", {"key": "k", "column0": "title", "column1": "title"}, 422).text
    assert "Two columns give this" in page and "must give who buys" in page
    assert 'value="k"' in page


def test_the_template_can_be_had(coordinator):
    for name in ("template-mn.csv", "template-en.csv", "template-mn.xlsx", "template-en.xlsx"):
        answer = coordinator.raw.get(f"/workspace/imports/{name}")
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    address = hand_in(coordinator, as_csv("mn"), "template.csv")
    coordinator.get(address)


def test_sources_are_added_changed_and_fetched_once_at_a_time(coordinator):
    facts = {"name": "Сан", "kind": "paged", "address": "javascript:x"}
    assert "http" in coordinator.post("/workspace/imports/sources/new", facts, 422).text
    facts["address"] = "https://example.mn/a.json"
    address = coordinator.post("/workspace/imports/sources/new", facts).headers["Location"]
    coordinator.get(address)
    coordinator.post(f"{address}/edit", facts | {"is_daily": "y"})
    assert Source.query.one().is_daily
    db.session.rollback()
    run = coordinator.post(f"{address}/fetch").headers["Location"]
    coordinator.get(run)
    coordinator.post(f"{address}/fetch", expect=409)
    coordinator.get("/workspace/imports")


def test_who_may_not_import_sees_none_of_it(client):
    person = people.person("lead")
    commit()
    client.sign_in(person)
    for path in ("/workspace/imports", "/workspace/imports/new", "/workspace/imports/sources/new"):
        client.get(path, 403)

"""The command line: exit codes and what it prints are relied on by other programs."""

import gzip
import json

import pytest
from sqlalchemy import text

from app.contracts.models import Contract
from app.contracts.search import finding, index
from app.core import audit, clock, database
from app.core.database import db
from app.ocds.models import ImportRun
from app.ocds.sheets import as_xlsx
from tests.given import people
from tests.integration.ocds.fetching.conftest import ocds  # noqa: F401

RELEASE = {
    "ocid": "ocds-1",
    "id": "1",
    "date": "2026-01-05T00:00:00Z",
    "tag": ["contract"],
    "tender": {"title": "Худаг"},
}


@pytest.fixture
def run(app):
    """Run a command; returns exit code and output."""

    def invoke(*words):
        db.session.commit()
        with app.app_context():
            result = app.test_cli_runner().invoke(args=[*map(str, words)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def package(tmp_path):
    def write(*releases, name="package.json"):
        path = tmp_path / name
        path.write_text(json.dumps({"releases": releases}))
        return path

    return write


def test_all_taken_is_zero_and_twice_changes_nothing(run, package):
    path = package(RELEASE)
    code, printed = run("import-contracts", "--json", path)
    assert (code, json.loads(printed)["added"]) == (0, 1)
    code, printed = run("import-contracts", "--json", path)
    assert (code, json.loads(printed)["unchanged"]) == (0, 1)


def test_some_refused_is_one_and_the_good_ones_are_there(run, package):
    code, printed = run("import-contracts", "--json", package(RELEASE, {"id": "no ocid"}))
    told = json.loads(printed)
    assert (code, told["read"], told["added"], told["refused"]) == (1, 2, 1, 1)
    assert told["problems"][0]["code"] == "missing_ocid"
    assert Contract.query.count() == 1


@pytest.mark.parametrize("content", [b"", b"hello", b'{"a": 1}', b'{"releases": [', b"\x1f\x8b\x08\x00"])
def test_unusable_is_two_says_why_and_leaves_nothing(run, tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    code, printed = run("import-contracts", path)
    assert code == 2 and str(path) in printed and len(printed) > len(str(path)) + 5
    assert Contract.query.count() == 0 and audit.verify().length == 0


def test_a_missing_file_is_two(run, tmp_path):
    assert run("import-contracts", tmp_path / "nothing.json")[0] == 2


def test_a_compressed_file_cut_off_is_not_all_taken(run, tmp_path):
    path = tmp_path / "lines.jsonl.gz"
    lines = "\n".join(json.dumps(RELEASE | {"ocid": f"ocds-{n}", "id": str(n)}) for n in range(2000))
    path.write_bytes(gzip.compress(lines.encode())[:-40])
    assert run("import-contracts", path)[0] in {1, 2}


def test_a_dry_run_changes_nothing(run, package):
    code, printed = run("import-contracts", "--dry-run", package(RELEASE))
    assert (code, "1 added" in printed, Contract.query.count()) == (0, True, 0)


@pytest.fixture
def publisher(app, ocds, monkeypatch):  # noqa: F811
    """A server on this machine, which the settings allow to ask."""
    monkeypatch.setitem(app.config, "ALLOW_PRIVATE_ADDRESSES", True)
    return ocds


def test_an_address_is_imported_like_a_file(run, publisher):
    publisher.files["/all.json"] = (json.dumps({"releases": [RELEASE]}).encode(), '"a"')
    assert run("import-contracts", publisher.url("/all.json"))[0] == 0
    assert Contract.query.one().title == "Худаг"
    assert ImportRun.query.one().source == publisher.url("/all.json")
    code, printed = run("import-contracts", "--json", publisher.url("/nothing.json"))
    assert code == 2 and json.loads(printed)["unusable"]


def test_a_private_address_is_not_asked(run, ocds):  # noqa: F811
    code, printed = run("import-contracts", ocds.url("/all.json"))
    assert (code, ocds.asked) == (2, []) and "127.0.0.1" in printed


def test_linked_releases_are_fetched_only_when_asked_to(run, publisher, tmp_path):
    publisher.publish("/r.json", {"releases": [RELEASE]})
    path = tmp_path / "records.json"
    link = {"url": publisher.url("/r.json"), "date": RELEASE["date"], "tag": ["contract"]}
    path.write_text(json.dumps({"records": [{"ocid": "ocds-1", "releases": [link]}]}))
    run("import-contracts", path)
    assert (publisher.asked, Contract.query.count()) == ([], 0)
    assert run("import-contracts", "--follow-links", path)[0] == 0
    assert Contract.query.one().title == "Худаг"


TABLE = "Гэрээний дугаар,Гэрээний нэр,Захиалагч,Гэрээний дүн\nБГ-2026/00417,Худаг,Булган ЗДТГ,{}\n"


def test_a_table_whose_headings_are_known_is_taken_and_updates_itself(run, tmp_path):
    path = tmp_path / "ub.csv"
    for amount, told in (("1000", "added"), ("1000", "unchanged"), ("2000", "changed")):
        path.write_text(TABLE.format(amount))
        code, printed = run("import-contracts", "--json", "--key", "ub-2026", path)
        assert (code, json.loads(printed)[told]) == (0, 1)
    contract = Contract.query.one()
    assert (contract.version, int(contract.amount)) == (2, 2000)
    assert contract.ocid.startswith("khyanalt-sheet-ub-2026-")


def test_a_table_with_an_unknown_heading_is_two_and_names_it(run, tmp_path):
    path = tmp_path / "ub.csv"
    path.write_text(TABLE.format("1").replace("Захиалагч", "Юу ч биш"))
    code, printed = run("import-contracts", path)
    assert code == 2 and "Юу ч биш" in printed
    assert Contract.query.count() == 0


def test_the_templates_example_is_no_contract(run, tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(as_xlsx("mn"))
    assert run("import-contracts", "--dry-run", path)[0] == 0
    assert run("import-contracts", path)[0] == 0
    assert Contract.query.count() == 0


@pytest.mark.parametrize("command", ["prepare", "reindex-contracts"])
def test_what_a_migration_leaves_undone_is_made_from_the_releases(run, package, command):
    run("import-contracts", package(RELEASE))
    position = Contract.query.one().position
    index.empty()
    db.session.execute(text("UPDATE contract SET position = NULL, title = '?', newest_on = NULL"))
    for _again in range(2):
        assert run(command)[0] == 0
        db.session.expire_all()
        assert (Contract.query.one().position, Contract.query.one().title) == (position, "Худаг")
        assert finding.find(finding.Search("худаг")).contracts == [Contract.query.one()]


def test_verify_audit_names_the_broken_entry(run, app):
    for step in range(3):
        audit.record(people.EVERYTHING, clock.now(), "edit", people.person(), number=step)
    assert run("verify-audit")[0] == 0
    db.session.execute(text("UPDATE audit_entry SET verb = 'x' WHERE id = 2"))
    code, printed = run("verify-audit")
    assert code == 1 and "entry 2" in printed


def test_reference_data_loads_once(run):
    run("load-reference")
    before = audit.verify().length
    run("load-reference")
    assert audit.verify().length == before


def test_the_first_administrator(run):
    words = ("create-admin", "admin@example.mn", "--name", "Админ", "--password", "tal-nutag-2026")
    assert run(*words)[0] == 0
    assert run(*words)[0] == 1, "once"


def test_reading_ends_even_when_it_fails(app):
    with pytest.raises(ZeroDivisionError), database.reading():
        1 / 0  # noqa: B018
    people.person()

"""`export-contracts`: which contracts, in which form."""

import json

import pytest

from app.contracts.models import Contract
from app.core import clock
from app.core.database import db
from app.ocds.command import IMPORTER
from app.ocds.service import import_file
from tests.unit.ocds.making import jsonl, release


@pytest.fixture
def export(app, tmp_path):
    """Two contracts, of which one is public; then what the command writes."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(jsonl([release("ocds-1"), release("ocds-2")]))
    with path.open("rb") as file:
        import_file(file, "test", IMPORTER, clock.now())
    db.session.scalar(db.select(Contract).filter_by(ocid="ocds-2")).published_at = clock.now()
    db.session.commit()
    return lambda *words: app.test_cli_runner().invoke(args=["export-contracts", *words])


def test_a_package_by_default(export):
    packed = json.loads(export("-").output)
    assert [record["ocid"] for record in packed["records"]] == ["ocds-1", "ocds-2"]


def test_records_and_compiled_releases_one_a_line(export):
    records, lines = (list(map(json.loads, export(form, "-").output.splitlines())) for form in ("--records", "--lines"))
    assert [record["releases"] for record in records] == [[release("ocds-1")], [release("ocds-2")]]
    assert [line["tag"] for line in lines] == [["compiled"], ["compiled"]]


def test_into_a_file_by_number(export, tmp_path):
    out = tmp_path / "out.jsonl"
    assert export("--lines", "--ocid", "ocds-2", str(out)).exit_code == 0
    assert json.loads(out.read_bytes())["ocid"] == "ocds-2"


def test_only_what_is_public(export):
    (line,) = export("--lines", "--public-only", "-").output.splitlines()
    assert json.loads(line)["khyanalt"]["address"].endswith("/contracts/2")


@pytest.mark.parametrize("words", [("--ocid", "ocds-9"), ("--ocid", "ocds-1", "--public-only")])
def test_what_is_not_there_is_named(export, words):
    answer = export(*words, "-")
    assert answer.exit_code == 1
    assert f"no such contract: {words[1]}" in answer.output

"""What came in goes out: importing an export gives the same register, and into the same register it changes nothing."""

import io
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import select

from app.contracts.export import EXTENSION, lines, package, records
from app.contracts.export.upgrading import upgrade
from app.contracts.models import Contract
from app.contracts.release import merge
from app.core import clock
from app.core.database import db
from app.ocds.problems import Unusable
from app.ocds.service import import_file
from tests.given import people
from tests.integration.ocds.test_same_register import RELEASES, register
from tests.unit.ocds.making import RELEASES as ODD_RELEASES, jsonl

SAMPLES = Path(os.environ.get("OCDS_SAMPLES") or Path(__file__).parents[4] / "shared/data/ocds")
FILES = sorted(path for path in SAMPLES.glob("*/*") if path.suffix in {".json", ".jsonl", ".gz"})


def take(content):
    return import_file(io.BytesIO(content), "test", people.EVERYTHING, clock.now())


def ids():
    return list(db.session.scalars(select(Contract.id).order_by(Contract.ocid)))


def exported():
    return b"".join(records(ids()))


def goes_round(content):
    with db.session.begin_nested() as first:
        try:
            take(content)
        except Unusable:
            first.rollback()
            return
        before, out = register(), exported()
        again = take(out) if out else None
        assert again is None or (again.tally.added, again.tally.changed, again.refused) == (0, 0, 0)
        assert register() == before
        first.rollback()
    if out:
        with db.session.begin_nested() as second:
            take(out)
            assert register() == before
            second.rollback()


@settings(max_examples=25)
@given(st.lists(RELEASES, min_size=1, max_size=6))
def test_the_register_goes_out_and_comes_in_again(app, releases):
    goes_round(jsonl(releases))


@settings(max_examples=25)
@given(st.lists(ODD_RELEASES, min_size=1, max_size=4))
def test_odd_releases_too(app, releases):
    goes_round(jsonl(releases))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_samples_too(app, path):
    goes_round(path.read_bytes())


@settings(max_examples=25)
@given(st.lists(ODD_RELEASES, min_size=1, max_size=4))
def test_a_compiled_release_is_the_merge(app, releases):
    take(jsonl(releases))
    for written, line in zip(records(ids()), lines(ids()), strict=True):
        record, compiled = msgspec.json.decode(written), msgspec.json.decode(line)
        assert compiled == record["compiledRelease"]
        compiled.pop(EXTENSION)
        assert compiled == upgrade(merge(record["releases"]))
    db.session.rollback()


def test_the_network_says_where_and_what_is_wrong_under_its_own_name(app):
    faulty = {
        "ocid": "ocds-1",
        "id": "1",
        "date": "2026-01-01T00:00:00Z",
        "tag": ["contract"],
        "contracts": [
            {"id": "c", "value": {"amount": "1 000", "currency": "MNT"}, "dateSigned": "5377-01-01T00:00:00Z"}
        ],
    }
    take(jsonl([faulty]))
    (line,) = lines(ids())
    compiled = msgspec.json.decode(line)
    assert compiled["contracts"] == faulty["contracts"]
    assert {"code": "date_absurd", "path": "/contracts/0/dateSigned"} in compiled[EXTENSION]["faults"]


def test_a_package_of_the_same_data_is_the_same_package(app):
    raw = {"ocid": "ocds-1", "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["contract"], "tender": {"id": "t"}}
    take(jsonl([raw]))
    first, second = (b"".join(package(ids(), uri="https://example.mn/x")) for _ in range(2))
    assert first == second
    assert msgspec.json.decode(first)["version"] == "1.1"

"""What came in goes out: importing an export gives the same register, and into the same register it changes nothing."""

import io
import json
import os
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import select

from app.contracts.export import EXTENSION, lines, package, record, records
from app.contracts.export.upgrading import upgrade
from app.contracts.models import Contract, ContractVersion
from app.contracts.release import merge
from app.core import clock
from app.core.database import db
from app.ocds.problems import Unusable
from app.ocds.reader import MAX_VALUE_BYTES
from app.ocds.service import import_file
from tests.given import people
from tests.integration.ocds.test_same_register import RELEASES, register
from tests.unit.ocds.making import RELEASES as ODD_RELEASES, jsonl, release

SAMPLES = Path(os.environ.get("OCDS_SAMPLES") or Path(__file__).parents[4] / "shared/data/ocds")
FILES = sorted(path for path in SAMPLES.glob("*/*") if path.suffix in {".json", ".jsonl", ".gz"})
FAULTY = {
    "contracts": [{"id": "c", "value": {"amount": "1 000", "currency": "MNT"}, "dateSigned": "5377-01-01T00:00:00Z"}]
}


def take(content):
    return import_file(io.BytesIO(content), "test", people.EVERYTHING, clock.now())


def ids():
    return list(db.session.scalars(select(Contract.id).order_by(Contract.ocid)))


def packed():
    return b"".join(package(ids(), uri="https://example.mn/x"))


def goes_round(content, export):
    with db.session.begin_nested() as here:
        try:
            take(content)
        except Unusable:
            here.rollback()
            return
        before, out = register(), export()
        again = take(out)
        assert (again.tally.added, again.tally.changed, again.refused) == (0, 0, 0)
        assert register() == before
        here.rollback()
    with db.session.begin_nested() as elsewhere:
        take(out)
        assert register() == before
        elsewhere.rollback()


@settings(max_examples=25)
@given(st.lists(RELEASES, min_size=1, max_size=6))
def test_the_register_goes_out_and_comes_in_again(app, releases):
    goes_round(jsonl(releases), packed)


@settings(max_examples=25)
@given(st.lists(ODD_RELEASES, min_size=1, max_size=4))
def test_odd_releases_too(app, releases):
    goes_round(jsonl(releases), lambda: b"".join(records(ids())))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_samples_too(app, path):
    goes_round(path.read_bytes(), packed)


@settings(max_examples=25)
@given(st.lists(ODD_RELEASES, min_size=1, max_size=4))
def test_a_compiled_release_is_the_merge(app, releases):
    take(jsonl(releases))
    for written, line in zip(records(ids()), lines(ids()), strict=True):
        whole, compiled = msgspec.json.decode(written), msgspec.json.decode(line)
        assert compiled == whole["compiledRelease"]
        compiled.pop(EXTENSION)
        assert compiled == upgrade(merge(whole["releases"]))
    db.session.rollback()


@settings(max_examples=25)
@given(st.lists(RELEASES, min_size=1, max_size=6))
def test_compiled_releases_say_the_same_elsewhere(app, releases):
    with db.session.begin_nested() as here:
        take(jsonl(releases))
        out = list(lines(ids()))
        here.rollback()
    with db.session.begin_nested() as elsewhere:
        take(b"".join(out))
        assert list(map(said, lines(ids()))) == list(map(said, out))
        elsewhere.rollback()


def said(line):
    """A compiled release without what each register says of it, and without the empty things that a merge drops."""
    return full({name: value for name, value in msgspec.json.decode(line).items() if name != EXTENSION})


def full(part):
    if isinstance(part, list):
        return list(map(full, part))
    if not isinstance(part, dict):
        return part
    kept = {name: full(member) for name, member in part.items()}
    return {name: member for name, member in kept.items() if member not in (None, {}, [])}


def test_what_is_wrong_goes_out_as_it_came_and_is_told(app):
    take(jsonl([release(**FAULTY)]))
    (line,) = lines(ids())
    compiled = msgspec.json.decode(line)
    assert compiled["contracts"] == FAULTY["contracts"]
    assert {"code": "date_absurd", "path": "/contracts/0/dateSigned"} in compiled[EXTENSION]["faults"]


def test_releases_go_out_as_they_came_each_record_on_its_line(app):
    spread = json.dumps(release(), indent=2, ensure_ascii=False).encode()
    take(spread)
    (line,) = records(ids())
    assert spread.replace(b"\n", b" ") in line
    assert record(ids()[0])["releases"] == [release()]


def test_a_package_of_the_same_data_is_the_same_package(app):
    take(jsonl([release()]))
    assert packed() == packed()
    told = msgspec.json.decode(packed())
    assert (told["uri"], told["version"]) == ("https://example.mn/x", "1.1")
    assert told["extensions"] == [f"{app.config['PUBLIC_URL']}/ocds-extension/extension.json"]
    assert told["license"] == app.config["DATA_LICENCE"]
    made = db.session.scalar(select(ContractVersion.made_at))
    assert msgspec.convert(told["publishedDate"], datetime) == made


def test_a_large_package_comes_in_again(app):
    take(jsonl([release(f"ocds-{number}", x="ү" * 10**6) for number in range(8)]))
    before, out = register(), packed()
    assert len(out) > MAX_VALUE_BYTES
    assert take(out).tally.unchanged == 8
    assert register() == before


def test_persons_are_in_the_whole_export_and_not_in_the_public_one(app):
    person = {"name": "Дорж", "identifier": {"scheme": "MN", "id": "УБ89101213"}}
    company = {"name": "Мөнх Зам ХХК", "identifier": {"scheme": "MN", "id": "2001234"}}
    take(jsonl([release(buyer=person, awards=[{"id": "a", "suppliers": [person, company]}])]))
    (whole,), (public,) = (map(msgspec.json.decode, records(ids(), public=hidden)) for hidden in (False, True))
    assert whole["releases"][0]["buyer"] == person
    assert "Дорж" not in str(public) and "УБ89101213" not in str(public)
    added = public["compiledRelease"][EXTENSION]
    assert [supplier["name"] for supplier in added["suppliers"]] == ["Мөнх Зам ХХК"]
    assert "buyer" not in added and "state" not in added

"""Any shuffling and splitting of a set of releases gives the same register; a crash or a bad one loses no other."""

import io
import json
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace
from sqlalchemy import select

from app.bodies import identity
from app.bodies.models import PublicBodyName
from app.contracts import queries
from app.contracts.archive import kept_releases, unpack_text
from app.contracts.intake import Preparation, facts_of
from app.contracts.models import Contract, ContractSupplier, SupplierName
from app.contracts.release import merge_reporting
from app.contracts.search import index, upkeep
from app.core import clock
from app.core.database import db
from app.ocds import pipeline, service
from app.ocds.service import import_file
from tests.given import people
from tests.unit.ocds.making import JSON_VALUES, jsonl, release

# Without a number it says so: else a merge would lend it the number of an earlier release's organisation.
ORGANISATIONS = st.builds(
    lambda name, number: {"name": name, "identifier": {"scheme": "MN" if number else None, "id": number or None}},
    st.sampled_from(["Ус ХХК", "Үс ХХК", "УС ХХК", "Зам", "Zam"]),
    st.sampled_from(["", "", "1", "2"]),
)
RELEASES = st.builds(
    lambda ocid, number, day, buyer, suppliers, amount, title: release(
        f"ocds-{ocid}",
        id=f"{number}",
        date=f"2026-01-{day:02d}T00:00:00+08:00",
        buyer=buyer,
        tender={"title": title},
        awards=[{"id": "a", "suppliers": suppliers}],
        contracts=[{"id": "c", "awardID": "a", "value": {"amount": amount, "currency": "MNT"}}],
    ),
    st.integers(1, 3),
    st.integers(1, 9),
    st.integers(1, 4),
    ORGANISATIONS,
    st.lists(ORGANISATIONS, max_size=2),
    st.integers(1, 10**9) | st.sampled_from(["1 000", "x"]),
    st.sampled_from(["Зам", "Гүүр", "Хөвсгөл аймгийн сургууль"]),
)


def take(releases, at):
    return import_file(io.BytesIO(jsonl(releases)), "test", people.EVERYTHING, at)


def register():
    """All that the register says, without the numbers of its rows."""
    rows = {}
    bodies = groups(PublicBodyName, "body_id")
    suppliers = groups(SupplierName, "supplier_id")
    for contract in db.session.scalars(select(Contract)):
        columns = {c.name: getattr(contract, c.name) for c in Contract.__table__.columns if c.name in TOLD}
        supplied = db.session.scalars(select(ContractSupplier.supplier_id).filter_by(contract_id=contract.id))
        rows[contract.ocid] = (
            columns,
            bodies.get(contract.buyer_id),
            sorted(map(sorted, {suppliers[number] for number in supplied})),
            queries.compiled_of(contract),
            sorted(word for word in index.tokens([contract.position])[contract.position] if word[0] != "_"),
        )
    return rows, set(bodies.values()), set(suppliers.values())


TOLD = {"title", "category", "method", "stage", "amount", "currency", "signed_on", "newest_on", "faults", "size"}


def groups(names, owner):
    found = {}
    for row in db.session.scalars(select(names)):
        found.setdefault(getattr(row, owner), set()).add((row.spelling, row.identifier))
    return {number: frozenset(group) for number, group in found.items()}


@settings(max_examples=40)
@given(st.lists(RELEASES, min_size=1, max_size=8), st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_and_batches_do_not_matter(app, releases, random, size):
    now = clock.now()
    take(releases, now)
    at_once = register()
    db.session.rollback()
    shuffled = random.sample(releases, len(releases))
    for number, start in enumerate(range(0, len(shuffled), size)):
        take(shuffled[start : start + size], now + timedelta(seconds=number))
    assert register() == at_once
    db.session.rollback()


@pytest.mark.parametrize("remembered", [0, 1, 20_000])
@settings(max_examples=20)
@given(releases=st.lists(RELEASES, min_size=1, max_size=8))
def test_what_an_import_forgets_on_its_way_changes_nothing(app, remembered, releases):
    take(releases, clock.now())
    at_once = register()
    db.session.rollback()
    with ExitStack() as settings_:
        for module, name, value in (
            (pipeline, "CHUNK", 1),
            (service, "BATCH", 1),
            (identity, "REMEMBERED", remembered),
            (upkeep, "_REMEMBERED", remembered),
            (upkeep, "_MANY", 0),
        ):
            settings_.enter_context(patch.object(module, name, value))
        take(releases, clock.now())
    assert register() == at_once
    db.session.rollback()


@given(st.lists(RELEASES, min_size=1, max_size=5))
def test_again_changes_nothing(app, releases):
    take(releases, clock.now())
    before = register()
    again = take(releases, clock.now())
    assert (again.tally.added, again.tally.changed) == (0, 0)
    assert register() == before
    db.session.rollback()


@given(st.dictionaries(st.sampled_from(["buyer", "tender", "awards", "contracts", "parties"]), JSON_VALUES))
def test_a_release_alone_tells_what_its_merge_tells(app, fields):
    raw = release(**fields)
    compiled, lost = merge_reporting([raw])
    alone, merged = Preparation(()).facts([raw]), facts_of(compiled, lost, ())
    # What a merge drops (an empty list where an object belongs) it has no fault of any more.
    assert replace(alone, faults=()) == replace(merged, faults=())
    assert set(merged.faults) <= set(alone.faults)


@given(st.lists(RELEASES, min_size=1, max_size=5))
def test_what_came_in_is_kept_to_the_byte(app, releases):
    take(releases, clock.now())
    ids = list(db.session.scalars(select(Contract.id)))
    kept = {unpack_text(row.body) for rows in kept_releases(ids).values() for row in rows}
    assert kept == {json.dumps(one).encode() for one in releases}
    db.session.rollback()


def test_other_processes_beside_this_one_do_the_same(app, monkeypatch):
    releases = [release(f"ocds-{n % 40}", id=str(n), tender={"title": f"Зам {n}"}) for n in range(60)]
    take(releases, clock.now())
    here = register()
    db.session.rollback()
    monkeypatch.setattr(pipeline, "FEW", 10)
    monkeypatch.setattr(pipeline, "CHUNK", 7)
    import_file(io.BytesIO(jsonl(releases)), "test", people.EVERYTHING, clock.now(), workers=1)
    assert register() == here
    db.session.rollback()


def test_a_dry_run_tells_what_the_run_will_do_and_does_nothing(app):
    first = [release(f"ocds-{n}", id=str(n)) for n in range(5)]
    take(first[:2], clock.now())
    more = [*first, first[0], release("ocds-0", id="x", date="2026-02-02T00:00:00Z")]
    later = clock.now() + timedelta(seconds=1)
    foreseen = import_file(io.BytesIO(jsonl(more)), "test", people.EVERYTHING, later, dry_run=True)
    assert Contract.query.count() == 2
    assert foreseen.counts() == take(more, later).counts()

"""Releases in: kept once, merged, versioned; the register's columns follow."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, strategies as st

from app.contracts import queries
from app.contracts.intake import Intake, Preparation
from app.contracts.models import Contract, ContractVersion, Release, Supplier
from app.contracts.search.finding import Search, matches
from app.core.database import db

AT = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2026, 3, 2, tzinfo=UTC)


def release(ocid="ocds-1", number=1, **fields):
    raw = {
        "ocid": ocid,
        "id": f"{ocid}-{number}",
        "date": f"2026-01-{number:02d}T00:00:00Z",
        "tag": ["contract"],
        "buyer": {"id": "b", "name": "Хөвсгөл аймгийн Боловсролын газар"},
        "tender": {"id": "t", "title": "Дотуур байрны дээвэр", "mainProcurementCategory": "works"},
        "contracts": [{"id": "c", "awardID": "a", "value": {"amount": 1000 * number, "currency": "MNT"}}],
        "awards": [{"id": "a", "suppliers": [{"id": "s", "name": "Мөнх Зам ХХК"}]}],
    } | fields
    return Preparation(()).prepare(raw, released_at=datetime.fromisoformat(raw["date"]))


def keep(*releases, at=AT):
    tally = Intake("test", at).keep(releases)
    return tally.added, tally.changed, tally.unchanged


def test_a_new_process_becomes_a_contract_that_lists_can_find(app):
    assert keep(release()) == (1, 0, 0)
    contract = queries.get_contract_by_ocid("ocds-1")
    assert (contract.title, contract.category, contract.amount) == (
        "Дотуур байрны дээвэр",
        "works",
        Decimal(1000),
    )
    assert contract.buyer.name_mn == "Хөвсгөл аймгийн Боловсролын газар"
    assert [supplier.name for supplier in contract.suppliers] == ["Мөнх Зам ХХК"]
    for spelling in ("дээвэр", "DEEVER huvsgul", "munkh zam", "ocds-1"):
        assert matches(Search(spelling)) == [contract.position], spelling


def test_the_same_release_twice_changes_nothing(app):
    keep(release())
    assert keep(release(), release()) == (0, 0, 2)
    assert ContractVersion.query.count() == Release.query.count() == 1


def test_a_later_release_makes_a_version_and_the_earlier_stays(app):
    keep(release())
    assert keep(release(number=2), at=LATER) == (0, 1, 0)
    contract = queries.get_contract_by_ocid("ocds-1")
    assert contract.amount == 2000
    first, second = queries.get_version(contract, 1), queries.get_version(contract, 2)
    assert [queries.story_of(contract, v).contracted[0].amount for v in (first, second)] == [1000, 2000]


def test_the_same_supplier_is_one(app):
    keep(release(), release(ocid="ocds-2"))
    assert Supplier.query.count() == 1


def test_amounts_in_two_currencies_are_not_added(app):
    two = [
        {"id": "c", "awardID": "a", "value": {"amount": 5, "currency": "MNT"}},
        {"id": "d", "awardID": "a", "value": {"amount": 7, "currency": "USD"}},
    ]
    keep(release(contracts=two))
    contract = queries.get_contract_by_ocid("ocds-1")
    assert contract.amount is None
    assert len(queries.story_of(contract).contracted) == 2


@given(st.permutations(range(1, 6)), st.integers(1, 5))
def test_order_and_batches_do_not_matter(app, order, size):
    db.session.rollback()
    releases = [release(number=number) for number in order]
    for start in range(0, len(releases), size):
        keep(*releases[start : start + size])
    contract = queries.get_contract_by_ocid("ocds-1")
    assert contract.amount == 5000
    assert Contract.query.count() == 1 and Release.query.count() == 5
    db.session.rollback()

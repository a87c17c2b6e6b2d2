"""Merging and splitting parties: nothing is lost, imports respect it, each decision leaves one entry."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select

from app.bodies.models import PublicBody, PublicBodyName
from app.contracts.intake import Intake, Preparation
from app.contracts.models import Contract, ContractSupplier, Supplier, SupplierName
from app.contracts.parties import queries, service
from app.contracts.parties.kinds import BODY, SUPPLIER
from app.contracts.search.finding import Search, matches
from app.core import audit, clock
from app.core.database import db
from app.core.errors import NotPermitted, Refused
from tests.given import people

COORDINATOR = people.EVERYTHING
NAMES = ["Зам", "Гүүр", "Ус", "Zam"]


def take(*pairs, start=0):
    """A contract for each pair of a buyer's and a supplier's name."""
    prepared = [
        Preparation(()).prepare(
            {
                "ocid": f"ocds-{start + n}",
                "id": "1",
                "date": "2026-01-01T00:00:00Z",
                "tag": ["contract"],
                "buyer": {"name": buyer},
                "tender": {"title": "Засвар"},
                "awards": [{"id": "a", "suppliers": [{"name": supplier}]}],
                "contracts": [{"id": "c", "awardID": "a", "value": {"amount": 100 * (n + 1), "currency": "MNT"}}],
            },
            released_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for n, (buyer, supplier) in enumerate(pairs)
    ]
    Intake("test", clock.now()).keep(prepared)


def body(name):
    row = PublicBodyName.query.filter_by(name=name).one()
    return db.session.get(PublicBody, row.body_id)


def is_sound():
    for contract in Contract.query:
        assert db.session.get(PublicBodyName, contract.buyer_name_id).body_id == contract.buyer_id
    for link in ContractSupplier.query:
        assert db.session.get(SupplierName, link.name_id).supplier_id == link.supplier_id


def test_a_merge_moves_names_contracts_and_search(app):
    take(("Зам", "А"), ("Гүүр", "Б"))
    keep, gone = body("Зам"), body("Гүүр")
    service.merge(BODY, keep, gone, COORDINATOR, clock.now(), "Нэг байгууллага")
    assert gone.merged_into_id == keep.id
    assert [count for _, count in queries.names_of(BODY, keep)] == [1, 1]
    assert len(matches(Search(chosen={"body": keep.id}))) == 2
    (entry,) = audit.history(keep)
    assert (entry.verb, entry.reason) == ("merge", "Нэг байгууллага")
    take(("Гүүр", "В"), start=9)
    assert body("Гүүр") is keep
    is_sound()


def test_a_merge_keeps_the_addresses_that_only_the_merged_body_had(app):
    take(("Зам", "А"), ("Гүүр", "Б"))
    keep, gone = body("Зам"), body("Гүүр")
    keep.letters_email, gone.letters_email, gone.head_email = "a@example.mn", "b@example.mn", "head@example.mn"
    db.session.flush()
    service.merge(BODY, keep, gone, COORDINATOR, clock.now(), "Нэг байгууллага")
    assert (keep.letters_email, keep.head_email) == ("a@example.mn", "head@example.mn")
    assert audit.history(keep)[-1].details["carried"] == ["head_email"]


def test_a_split_gives_back_what_was_merged(app):
    take(("Зам", "А"), ("Гүүр", "А"))
    keep, gone = body("Зам"), body("Гүүр")
    service.merge(BODY, keep, gone, COORDINATOR, clock.now(), "-")
    row = PublicBodyName.query.filter_by(name="Гүүр").one()
    again = service.split(BODY, keep, [row.id], COORDINATOR, clock.now(), "Тусдаа")
    assert again is gone and gone.merged_into_id is None
    assert len(matches(Search(chosen={"body": keep.id}))) == len(matches(Search(chosen={"body": gone.id}))) == 1
    is_sound()


def test_a_split_takes_back_the_addresses_that_came_by_the_merge(app):
    """Else letters to the one, with the link that speaks for it, would go to the other."""
    take(("Зам", "А"), ("Гүүр", "Б"))
    keep, gone = body("Зам"), body("Гүүр")
    keep.letters_address = gone.letters_address = "Нэг байр"
    gone.letters_email, gone.head_email = "b@example.mn", "head@example.mn"
    db.session.flush()
    service.merge(BODY, keep, gone, COORDINATOR, clock.now(), "-")
    keep.head_email = "new@example.mn"
    row = PublicBodyName.query.filter_by(name="Гүүр").one()
    service.split(BODY, keep, [row.id], COORDINATOR, clock.now(), "Тусдаа")
    assert (keep.letters_email, keep.letters_address, keep.head_email) == (None, "Нэг байр", "new@example.mn")
    assert gone.letters_email == "b@example.mn"
    assert audit.history(keep)[-1].details["returned"] == ["letters_email"]


def test_spellings_that_fold_alike_can_be_told_apart(app):
    take(("А", "Ус"), ("А", "Үс"))
    supplier = Supplier.query.one()
    row = SupplierName.query.filter_by(name="Үс").one()
    other = service.split(SUPPLIER, supplier, [row.id], COORDINATOR, clock.now(), "Өөр компани")
    assert (supplier.name, other.name) == ("Ус", "Үс")
    take(("А", "Үс"), start=9)
    assert len(matches(Search(chosen={"supplier": other.id}))) == 2
    is_sound()


def test_what_makes_no_sense_is_refused(app):
    take(("Зам", "А"), ("Гүүр", "А"))
    one, other = body("Зам"), body("Гүүр")
    for refused in ((one, one, "-"), (one, other, " ")):
        with pytest.raises(Refused):
            service.merge(BODY, *refused[:2], COORDINATOR, clock.now(), refused[2])
    with pytest.raises(NotPermitted):
        service.merge(BODY, one, other, people.person("lead"), clock.now(), "-")
    with pytest.raises(Refused):
        service.split(BODY, one, [row.id for row, _ in queries.names_of(BODY, one)], COORDINATOR, clock.now(), "-")
    service.merge(BODY, one, other, COORDINATOR, clock.now(), "-")
    with pytest.raises(Refused):
        service.merge(BODY, one, other, COORDINATOR, clock.now(), "-")


def test_concentration_is_withheld_for_few_and_told_for_many(app):
    take(("Зам", "А"), ("Зам", "Б"))
    assert queries.concentration_of(BODY, body("Зам")).index is None
    take(*[("Зам", "А")] * 6, start=10)
    found = queries.concentration_of(BODY, body("Зам"))
    assert (found.partners, found.contracts) == (2, 8)
    assert 0.5 < found.index <= 1 and found.shares[0].partner.name == "А"
    assert [row.contracts for row in queries.years_of(BODY, body("Зам"))] == [8]


ACTS = st.lists(
    st.tuples(st.sampled_from(["take", "merge", "split"]), st.integers(0, 9), st.integers(0, 9)), max_size=8
)


@given(ACTS)
def test_whatever_is_done_every_contract_means_whom_its_name_means(app, acts):
    for number, (act, first, second) in enumerate(acts):
        bodies = list(db.session.scalars(select(PublicBody).where(PublicBody.merged_into_id.is_(None))))
        if act == "take" or not bodies:
            take((NAMES[first % 4], NAMES[second % 4]), start=100 * number)
            continue
        one, other = bodies[first % len(bodies)], bodies[second % len(bodies)]
        names = [row.id for row, _ in queries.names_of(BODY, one)]
        try:
            if act == "merge":
                service.merge(BODY, one, other, COORDINATOR, clock.now(), "-")
            else:
                service.split(BODY, one, names[: second % (len(names) + 1)], COORDINATOR, clock.now(), "-")
        except Refused:
            pass
        is_sound()
    db.session.rollback()

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from app.contracts.release import FaultCode
from app.contracts.story import Party, Payment, Payments, Promise, Story, tell, web_address
from app.core.money import Money, totals
from tests.unit.contracts.making import RELEASES, compiled, money
from tests.unit.ocds.samples import SAMPLES, needs_samples


def mnt(amount: int) -> Money:
    return Money(Decimal(amount), "MNT")


def story(**fields: Any) -> Story:
    return tell(compiled(**fields))


def contract(**fields: Any) -> dict[str, Any]:
    return {"id": "c", "status": "active", **fields}


def test_nothing_is_told_of_nothing() -> None:
    told = tell({})
    assert (told.ocid, told.title, told.buyer, told.contracted, told.stage) == ("", "", None, (), "planning")
    assert told.payments == Payments()
    assert told.faults == ()


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"tender": {"title": "T"}, "contracts": [contract(title="C")]}, "T"),
        ({"tender": {}, "contracts": [contract(), contract(title="C")]}, "C"),
        ({"awards": [{"title": "A"}]}, "A"),
        ({"planning": {"budget": {"project": "P"}}}, "P"),
        ({"tender": {"items": [{"description": "I"}]}}, "I"),
    ],
)
def test_the_best_title_there_is(fields: dict[str, Any], title: str) -> None:
    assert story(**fields).title == title


def test_a_buyer_is_completed_from_the_parties() -> None:
    party = {
        "id": "b",
        "name": "Long name",
        "identifier": {"scheme": "MN-REG", "id": "9012345"},
        "address": {"locality": "Дархан", "region": "Дархан-Уул"},
    }
    told = story(parties=[party], buyer={"id": "b", "name": "Buyer"})
    assert told.buyer == Party("Buyer", "b", "MN-REG-9012345", "Дархан, Дархан-Уул")
    assert told.places == ("Дархан, Дархан-Уул",)


def test_a_buyer_may_be_known_by_role_or_as_procuring_entity() -> None:
    by_role = story(parties=[{"id": "x", "name": "X", "roles": ["payer", "buyer"]}])
    by_entity = story(tender={"procuringEntity": {"name": "Y"}})
    assert [told.buyer and told.buyer.name for told in (by_role, by_entity)] == ["X", "Y"]


def test_suppliers_are_those_of_standing_awards_each_once() -> None:
    awards = [
        {"id": 1, "status": "active", "suppliers": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]},
        {"id": 2, "suppliers": [{"id": "a", "name": "A"}]},
        {"id": 3, "status": "cancelled", "suppliers": [{"id": "c", "name": "C"}]},
        {"id": 4, "status": "unsuccessful", "suppliers": [{"id": "d", "name": "D"}]},
    ]
    assert [party.name for party in story(awards=awards).suppliers] == ["A", "B"]


def test_old_releases_have_their_parties_inside() -> None:
    supplier = {"name": "A", "identifier": {"id": 5}, "address": {"region": "Ховд"}}
    assert story(awards=[{"suppliers": [supplier]}]).suppliers == (Party("A", None, "5", "Ховд"),)


@pytest.mark.parametrize(
    ("status", "counts"),
    [("active", True), ("terminated", True), (None, True), ("pending", False), ("cancelled", False)],
)
def test_contracts_that_never_were_do_not_count(status: str | None, counts: bool) -> None:
    told = story(contracts=[contract(status=status, value=money(5))])
    assert told.contracted == ((mnt(5),) if counts else ())


def test_currencies_never_mix() -> None:
    values = [money(5), money(7, "USD"), money(6), money(1.5, "usd")]
    told = story(contracts=[contract(value=value) for value in values])
    assert told.contracted == (mnt(11), Money(Decimal("8.5"), "USD"))
    assert told.contracted_from == "contracts"


def test_awards_stand_in_while_no_contract_has_a_value() -> None:
    awards = [{"id": 1, "value": money(5)}, {"id": 2, "value": money(6), "status": "cancelled"}]
    told = story(awards=awards, contracts=[contract()])
    assert (told.contracted, told.contracted_from) == ((mnt(5),), "awards")


def test_a_contract_without_a_value_beside_others_is_a_fault() -> None:
    told = story(contracts=[contract(value=money(5)), contract(), contract(status="cancelled")])
    assert [str(fault) for fault in told.faults] == ["value_missing /contracts/1/value"]


def test_days_are_the_days_as_written() -> None:
    period = {"startDate": "2026-01-01T00:00:00+08:00", "endDate": "2026-12-31T23:59:59Z"}
    told = story(contracts=[contract(period=period, dateSigned="2025-12-30T00:00:00-06:00")])
    assert told.signed_on == date(2025, 12, 30)
    assert (told.starts_on, told.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_period_spans_all_contracts_or_is_that_of_the_awards() -> None:
    early, late = [{"startDate": f"{year}-01-01", "endDate": f"{year}-06-30"} for year in (2025, 2026)]
    spanned = story(contracts=[contract(period=late), contract(period=early)])
    foreseen = story(contracts=[contract()], awards=[{"contractPeriod": early}])
    assert (spanned.starts_on, spanned.ends_on) == (date(2025, 1, 1), date(2026, 6, 30))
    assert (foreseen.starts_on, foreseen.ends_on) == (date(2025, 1, 1), date(2025, 6, 30))


def test_items_are_what_was_promised_last() -> None:
    tendered, bought = ({"id": 1, "description": name, "quantity": 2, "unit": {"name": "ш"}} for name in "ab")
    told = story(tender={"items": [tendered]}, contracts=[contract(items=[bought])])
    assert told.items == (Promise("b", Decimal(2), "ш"),)


def test_places_of_delivery_come_before_those_of_the_buyer() -> None:
    item = {"id": 1, "deliveryAddress": {"region": "Ховд"}, "deliveryAddresses": [{"locality": "Жаргалант"}]}
    told = story(buyer={"name": "B", "address": {"region": "Улаанбаатар"}}, tender={"items": [item, item]})
    assert told.places == ("Жаргалант", "Ховд")


def test_amendments_of_all_parts_by_day() -> None:
    old_form = contract(amendment={"date": "2026-01-01", "rationale": "old form"})
    told = story(
        tender={"amendments": [{"id": 1, "date": "2026-02-01", "rationale": "r"}]},
        contracts=[old_form, contract(amendments=[{"id": 2}])],
    )
    assert [(one.section, one.on) for one in told.amendments] == [
        ("contract", date(2026, 1, 1)),
        ("tender", date(2026, 2, 1)),
        ("contract", None),
    ]


def test_an_amendment_repeated_in_the_old_form_is_told_once() -> None:
    amendment = {"date": "2026-01-01", "rationale": "more time"}
    told = story(contracts=[contract(amendment=amendment, amendments=[amendment | {"id": 1}])])
    assert len(told.amendments) == 1


def test_values_before_amendments_where_the_source_tells_them() -> None:
    amendments = [
        {"id": 1, "date": "2026-01-01", "changes": [{"property": "value.amount", "former_value": 100}]},
        {"id": 2, "date": "2026-02-01", "changes": [{"property": "period", "former_value": 5}]},
        {"id": 3, "date": "2026-03-01", "changes": [{"property": "/value", "former_value": money(150)}]},
    ]
    told = story(contracts=[contract(value=money(200), amendments=amendments)]).amendments
    assert [(one.value_before, one.value_after) for one in told] == [
        (mnt(100), mnt(150)),
        (None, None),
        (mnt(150), mnt(200)),
    ]


def test_milestones_by_due_day_each_once() -> None:
    late, early = ({"title": month, "dueDate": f"2026-{month}-01"} for month in ("05", "04"))
    told = story(contracts=[contract(milestones=[late, {"id": 3}, early, late])]).milestones
    assert [(one.title, one.due_on) for one in told] == [
        ("04", date(2026, 4, 1)),
        ("05", date(2026, 5, 1)),
        ("3", None),
    ]


def test_a_milestone_repeated_under_implementation_stands_there_with_its_state() -> None:
    planned = {"id": 1, "title": "M", "type": "payment", "value": money(5), "status": "scheduled"}
    implementation = {"milestones": [planned | {"status": "met"}]}
    told = story(contracts=[contract(milestones=[planned], implementation=implementation)])
    assert [(one.section, one.state) for one in told.milestones] == [("implementation", "met")]
    assert told.payments.planned == (mnt(5),)


def test_payments_planned_against_reported() -> None:
    kinds = ("payment", "financing", "delivery")
    milestones = [{"id": kind, "type": kind, "value": money(2)} for kind in kinds]
    transactions = [{"id": 1, "value": money(3)}, {"id": 2, "value": money(5, "USD")}, {"id": 3}]
    implementation = {"milestones": milestones, "transactions": transactions}
    told = story(contracts=[contract(value=money(9), implementation=implementation)]).payments
    assert (told.planned, told.planned_from) == ((mnt(4),), "milestones")
    assert told.reported == (mnt(3), Money(Decimal(5), "USD"))


def test_a_payment_names_who_paid_whom_and_when() -> None:
    parties = [{"id": "q", "name": "Q"}]
    payment = {"id": "t", "date": "2026-03-04", "payer": {"name": "P"}, "payee": {"id": "q"}}
    told = story(parties=parties, contracts=[contract(implementation={"transactions": [payment]})])
    assert told.payments.transactions == (Payment("t", date(2026, 3, 4), None, "P", "Q"),)


def test_payments_of_old_releases() -> None:
    payment = {
        "id": "t",
        "amount": money(2),
        "providerOrganization": {"legalName": "P"},
        "receiverOrganization": {"legalName": "Q"},
    }
    told = story(contracts=[contract(value=money(9), implementation={"transactions": [payment]})]).payments
    assert (told.planned, told.planned_from, told.reported) == ((mnt(9),), "contracts", (mnt(2),))
    assert (told.transactions[0].payer, told.transactions[0].payee) == ("P", "Q")


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://эрдэнэт.мон/баримт.pdf", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://example.org", False),
        ("//example.org/a", False),
        ("example.org", False),
        ("https://", False),
        ("https://a b.org", False),
        ("https://[bad", False),
        ("https://user:secret@example.org", False),
        ("java\nscript:alert(1)", False),
        ("https://example.org/\u202egpj.exe", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, is_web: bool) -> None:
    assert web_address(url) == (url if is_web else None)


def test_a_document_without_a_usable_link_is_still_named() -> None:
    documents = [
        {"id": 1, "title": "A", "url": "javascript:alert(1)"},
        {"id": 2, "title": "B"},
        {"id": 3},
        {},
    ]
    told = story(tender={"documents": documents})
    assert [(one.title, one.url) for one in told.documents] == [("A", None), ("B", None), ("3", None)]
    assert [(fault.code, fault.path) for fault in told.faults] == [(FaultCode.LINK_REFUSED, "/tender/documents/0/url")]


def test_a_document_is_listed_where_it_is_first_named() -> None:
    document = {"id": 1, "title": "A", "url": "https://example.org/a", "datePublished": "2026-01-01"}
    told = story(tender={"documents": [document]}, contracts=[contract(documents=[document])])
    assert [(one.section, one.published_on) for one in told.documents] == [("tender", date(2026, 1, 1))]


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"planning": {}}, "planning"),
        ({"tender": {"status": "active"}}, "tender"),
        ({"tender": {}, "awards": [{"status": "active"}]}, "award"),
        ({"tender": {}, "awards": [{"status": "unsuccessful"}]}, "tender"),
        ({"contracts": [contract()]}, "contract"),
        ({"awards": [{}], "contracts": [contract(status="cancelled")]}, "award"),
        ({"contracts": [contract(implementation={"milestones": [{"status": "scheduled"}]})]}, "contract"),
        ({"contracts": [contract(implementation={"milestones": [{"status": "met"}]})]}, "implementation"),
        ({"contracts": [contract(implementation={"transactions": [{"id": 1}]})]}, "implementation"),
        ({"contracts": [contract(status="terminated"), contract()]}, "contract"),
        ({"contracts": [contract(status="terminated"), contract(status="cancelled")]}, "ended"),
    ],
)
def test_the_stage_reached(fields: dict[str, Any], stage: str) -> None:
    assert story(**fields).stage == stage


@given(RELEASES)
def test_any_release_has_a_story(raw: dict[str, Any]) -> None:
    told = tell(raw)
    assert told == tell(raw)
    assert all(document.url is None or document.url.lower().startswith("http") for document in told.documents)
    assert len({money.currency for money in told.contracted}) == len(told.contracted)


@given(RELEASES)
def test_totals_are_the_sum_of_what_is_told(raw: dict[str, Any]) -> None:
    payments = tell(raw).payments
    assert payments.reported == totals(payment.amount for payment in payments.transactions if payment.amount)


@needs_samples
def test_the_standards_fictional_example() -> None:
    path = SAMPLES / "sample-data" / "fictional-example_1.1_record_ocds-213czf-000-00001.json"
    told = tell(json.loads(path.read_text())["records"][0]["compiledRelease"])
    assert (told.title, told.stage) == ("Planned cycle lane improvements", "implementation")
    assert told.contracted == (Money(Decimal(11_000_000), "GBP"),)
    assert told.payments.reported == (Money(Decimal(60_000), "GBP"),)
    assert (told.bidders, len(told.documents), told.faults) == (2, 9, ())

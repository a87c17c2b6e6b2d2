from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from hypothesis import given, strategies as st

from app.contracts.release import FaultCode, decode, describe
from app.core.clock import ULAANBAATAR
from app.core.money import Money
from tests.unit.contracts.making import ANYTHING, RELEASES


def faults_of(raw: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in decode(raw)[1]]


def tender(**fields: Any) -> dict[str, Any]:
    return {"ocid": "a", "tender": fields}


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00"),
        ("2024-05-06T07:08:09.123456789+08:00", "2024-05-06T07:08:09.123456+08:00"),
        ("2024-05-06 07:08:09-06:00", "2024-05-06T07:08:09-06:00"),
        ("2024-05-06T07:08:09", "2024-05-06T07:08:09+08:00"),
        (" 2024-05-06 ", "2024-05-06T00:00:00+08:00"),
        ("20240506", "2024-05-06T00:00:00+08:00"),
    ],
)
def test_dates_as_they_come(written: str, instant: str) -> None:
    release, faults = decode({"date": written})
    assert release.date is not None
    assert (release.date.isoformat(), faults) == (instant, ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("5377-01-01T00:00:00Z", FaultCode.DATE_ABSURD),
        ("9999-12-31", FaultCode.DATE_ABSURD),
        ("1989-12-31", FaultCode.DATE_ABSURD),
        ("2057-01-01", FaultCode.DATE_ABSURD),
        ("2024-02-30", FaultCode.DATE_UNREADABLE),
        ("06.05.2024", FaultCode.DATE_UNREADABLE),
        ("string", FaultCode.DATE_UNREADABLE),
        (20240506, FaultCode.WRONG_TYPE),
        ({"value": "2024-05-06"}, FaultCode.WRONG_TYPE),
    ],
)
@time_machine.travel("2026-03-01")
def test_dates_that_cannot_be_used(written: object, code: FaultCode) -> None:
    release, faults = decode({"date": written})
    assert release.date is None
    assert [(fault.code, fault.path) for fault in faults] == [(code, "/date")]


@given(st.dates(date(1991, 1, 1), date(2040, 1, 1)), st.times(timezones=st.just(ULAANBAATAR)))
def test_every_date_written_in_iso_is_read_back(day: date, time: time) -> None:
    instant = datetime.combine(day, time)
    assert decode({"date": instant.isoformat()})[0].date == instant


@pytest.mark.parametrize(
    ("amount", "read_as"),
    [
        (193817.39, "193817.39"),
        (0.1, "0.1"),
        (50_400_000_000_000, "50400000000000"),
        (1e22 / 1e8, "100000000000000.0"),
        (-5, "-5"),
        (0, "0"),
    ],
)
def test_amounts_are_exact(amount: float, read_as: str) -> None:
    release, faults = decode(tender(value={"amount": amount, "currency": "mnt "}))
    assert release.tender
    assert release.tender.value == Money(Decimal(read_as), "MNT")
    assert faults == ()


@pytest.mark.parametrize(
    ("value", "read_as", "fault"),
    [
        (
            {"amount": "1 250 000,50", "currency": "MNT"},
            ("1250000.50", "MNT"),
            "number_as_text /tender/value/amount",
        ),
        ({"amount": "string", "currency": "MNT"}, None, "number_unreadable /tender/value/amount"),
        ({"amount": True, "currency": "MNT"}, None, "wrong_type /tender/value/amount"),
        ({"amount": 10**30, "currency": "MNT"}, None, "number_absurd /tender/value/amount"),
        ({"amount": "9" * 30, "currency": "MNT"}, None, "number_absurd /tender/value/amount"),
        ({"amount": 5}, ("5", "XXX"), "currency_missing /tender/value"),
        ({"amount": 5, "currency": ""}, ("5", "XXX"), "currency_missing /tender/value"),
        ({"amount": 5, "currency": "төгрөг"}, ("5", "XXX"), "currency_unreadable /tender/value/currency"),
        (5, None, "wrong_type /tender/value"),
    ],
)
def test_amounts_that_are_not_in_order(value: object, read_as: tuple[str, str] | None, fault: str) -> None:
    release, faults = decode(tender(value=value))
    assert release.tender
    expected = Money(Decimal(read_as[0]), read_as[1]) if read_as else None
    assert (release.tender.value, [str(fault) for fault in faults]) == (expected, [fault])


@pytest.mark.parametrize("value", [None, {}, {"amount": None}, {"amount": "", "currency": "MNT"}])
def test_no_amount_is_no_fault(value: object) -> None:
    release, faults = decode(tender(value=value))
    assert release.tender
    assert (release.tender.value, faults) == (None, ())


def test_a_field_of_the_wrong_type_loses_only_itself() -> None:
    raw = tender(title=["x"], description="d", items="none", numberOfTenderers="12")
    release, _ = decode(raw)
    assert release.tender
    assert (release.tender.title, release.tender.description, release.tender.number_of_tenderers) == (
        None,
        "d",
        12,
    )
    assert faults_of(raw) == [
        "wrong_type /tender/title",
        "not_a_list /tender/items",
        "wrong_type /tender/items",
        "number_as_text /tender/numberOfTenderers",
    ]


def test_numbers_serve_as_ids_and_nulls_in_lists_are_nothing() -> None:
    release, faults = decode({"ocid": "a", "id": 7.0, "awards": [None, {"id": 12}], "tag": [None, "award"]})
    assert (release.id, release.awards[0].id, release.tag) == ("7", "12", ("award",))
    assert faults == ()


def test_a_lone_object_or_text_stands_for_a_list_of_one() -> None:
    release, _ = decode({"awards": {"id": "1"}, "parties": [{"roles": "buyer"}]})
    assert (release.awards[0].id, release.parties[0].roles) == ("1", ("buyer",))
    assert faults_of({"awards": {"id": "1"}}) == ["not_a_list /awards"]


@pytest.mark.parametrize("bidders", [-1, 2.5, "many", [3]])
def test_a_count_is_a_whole_number(bidders: object) -> None:
    release, faults = decode(tender(numberOfTenderers=bidders))
    assert release.tender
    assert release.tender.number_of_tenderers is None
    assert len(faults) >= 1


def test_text_holds_no_nul() -> None:
    assert decode({"ocid": " a\0b "})[0].ocid == "ab"


def test_faults_show_what_stood_there_but_not_at_length() -> None:
    _, (fault,) = decode({"date": "x" * 500})
    assert len(fault.detail) == 80
    assert fault.detail in describe(fault)


def test_dates_of_the_future_are_measured_from_today() -> None:
    with time_machine.travel("2026-03-01") as traveller:
        assert faults_of({"date": "2057-01-01"})
        traveller.shift(timedelta(days=400))
        assert not faults_of({"date": "2057-01-01"})


@given(st.dictionaries(st.sampled_from(["ocid", "date", "tag", "tender", "awards", "contracts"]), ANYTHING))
def test_any_values_are_read_or_are_faults(raw: dict[str, Any]) -> None:
    for fault in decode(raw)[1]:
        assert describe(fault)
        assert fault.path.split("/")[1] in raw


@given(RELEASES)
def test_releases_full_of_wrong_types_never_fail(raw: dict[str, Any]) -> None:
    assert decode(raw)

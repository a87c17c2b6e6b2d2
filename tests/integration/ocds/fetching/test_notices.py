"""A notice as a release: what it says, what it leaves out, and that nothing makes it fail."""

import json

import pytest
from hypothesis import given, strategies as st

from app.contracts.release import decode
from app.ocds.fetching.notices import as_release
from tests.standin.opentender import notice
from tests.unit.ocds.making import JSON_VALUES, events

FIELDS = sorted(notice(1))
NOTICES = st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), JSON_VALUES, max_size=12)


def test_a_notice_is_a_tender_release():
    release = as_release(notice(7))
    read, faults = decode(release)
    assert not faults
    assert (read.ocid, read.tag, read.language) == ("khyanalt-mn-1780000000007", ("tender",), "mn")
    assert release["date"] == "2026-06-24T12:00:00+08:00"
    assert release["buyer"] == {"id": "MN-REG-9012345", "name": "Говь-Алтай аймгийн Засаг даргын Тамгын газар"}
    tender = read.tender
    assert (tender.id, tender.title) == ("ГБТГ/2026-7", "7-р сургуулийн засвар")
    assert (str(tender.value.amount), tender.value.currency) == ("1250000000.5", "MNT")
    assert (tender.procurement_method, tender.main_procurement_category) == ("open", "works")
    assert tender.procurement_method_details == "Нээлттэй тендер шалгаруулалт"
    assert tender.tender_period.end_date.isoformat() == "2026-07-24T10:00:00+08:00"
    assert release["tender"]["bidOpening"] == {"date": "2026-07-24T10:30:00+08:00"}
    assert (tender.status, release["tender"]["statusDetails"]) == ("active", "Зарласан")
    assert tender.documents[0].url == "https://www.tender.gov.mn/mn/invitation/detail/1780000000007"


def test_the_notice_stays_whole_but_for_the_person():
    given = notice(7, subTenders=[{"tenderName": "Багц 1", "positionName": "Д. Дорж"}])
    release = as_release(given)
    expected = {name: value for name, value in given.items() if name != "positionName"}
    assert release["x_opentender"] == expected | {"subTenders": [{"tenderName": "Багц 1"}]}
    assert "Болд" not in json.dumps(release, ensure_ascii=False)


def test_a_citizens_number_is_not_kept():
    release = as_release(notice(7, registrationNumber="УБ 12345678"))
    assert "12345678" not in json.dumps(release)
    assert release["buyer"]["id"] == release["buyer"]["name"]


def test_a_changed_notice_is_another_release_of_the_same_process():
    one, other = as_release(notice(7)), as_release(notice(7, docStatusName="Хүчингүй болсон"))
    assert one["ocid"] == other["ocid"]
    assert one["id"] != other["id"]
    assert other["tender"]["status"] == "cancelled"
    assert as_release(notice(7, positionName="Өөр хүн")) == one


@pytest.mark.parametrize(
    ("code", "category"), [("PRODUCT", "goods"), ("job ", "works"), ("SERVICE", "services"), ("X", None)]
)
def test_categories(code, category):
    assert as_release(notice(7, tenderTypeCode=code))["tender"].get("mainProcurementCategory") == category


@pytest.mark.parametrize(
    ("rule", "method"),
    [
        ("Нээлттэй тендер", "open"),
        ("Хязгаарлагдмал тендер шалгаруулалт", "limited"),
        ("Шууд гэрээ байгуулах", "direct"),
        ("Харьцуулалтын арга", None),
    ],
)
def test_methods(rule, method):
    tender = as_release(notice(7, ruleName=rule))["tender"]
    assert (tender.get("procurementMethod"), tender["procurementMethodDetails"]) == (method, rule)


@pytest.mark.parametrize(
    ("fields", "ocid"),
    [
        ({"invitationId": "1780000000007"}, "khyanalt-mn-1780000000007"),
        ({"invitationId": 1780000000007.0}, "khyanalt-mn-1780000000007"),
        ({"invitationId": None}, "khyanalt-mn-tender-9007"),
        ({"invitationId": "../../x"}, "khyanalt-mn-tender-9007"),
    ],
)
def test_the_ocid_holds_what_is_stable(fields, ocid):
    assert as_release(notice(7, **fields))["ocid"] == ocid


def test_what_cannot_be_read_is_left_for_the_reader_to_note():
    release = as_release(
        notice(7, receiveDate="маргааш", totalBudget="1 250 000,50", publishDate="5377-01-01 00:00:00")
    )
    _, faults = decode(release)
    assert {fault.path for fault in faults} >= {"/tender/tenderPeriod/endDate", "/tender/value/amount", "/date"}


@given(NOTICES)
def test_nothing_in_a_notice_makes_it_fail(given):
    release = as_release(given)
    assert release == as_release(json.loads(json.dumps(given)))
    assert [event.raw["ocid"] for event in events(json.dumps(release).encode()) if hasattr(event, "raw")] == [
        release["ocid"]
    ]
    assert decode(release)
    assert "positionName" not in release["x_opentender"]

"""Files and feeds of a search."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Event

import openpyxl
import pytest

from app.contracts.listing import files, rows
from app.contracts.listing.download import AT_ONCE
from app.core.database import db
from tests.given import commit, people, work
from tests.web.contracts.register import entries, link, many, supplied, supplier, table

FILE = "/workspace/contracts/download"


@pytest.fixture
def reader(app, client):
    person = people.person("observer")
    commit(person)
    client.sign_in(person)
    return person


def whole():
    """A contract with everything a table tells."""
    fields = {"title": "Дээврийн засвар", "buyer": people.body(name_mn="Усны газар"), "place": people.place()}
    facts = {"category": "works", "amount": Decimal("1250000.50"), "currency": "MNT", "signed_on": date(2026, 3, 5)}
    return supplied(work.contract(**fields, **facts), supplier("Мөнх Зам ХХК", "2001234"), supplier("Өгөөж ХХК"))


def test_a_table_tells_in_the_language_of_the_reader(client, reader):
    contract = whole()
    commit(contract)
    answer = client.get(f"{FILE}.csv?text=deevr&lang=en")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=contracts-2")
    (row,) = table(answer)
    assert (row["Title"], row["Who buys"], row["Category"]) == ("Дээврийн засвар", "Усны газар", "Works")
    assert set(row["Who supplies"].split("; ")) == {"Мөнх Зам ХХК", "Өгөөж ХХК"}
    assert (row["Contracted amount"], row["Currency"], row["Signed on"]) == ("1250000.50", "MNT", "2026-03-05")
    assert row["Where"] == "Khuvsgul aimag"
    assert row["Address"].endswith(f"/workspace/contracts/{contract.id}")


@pytest.mark.parametrize("title", ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(client, reader, title):
    work.contract(title=title)
    commit()
    (row,) = table(client.get(f"{FILE}.csv?lang=en"))
    assert row["Title"] == f"'{title}"
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx?lang=en").data)).active
    cell = sheet.cell(2, 2)
    assert cell.data_type == "s" and cell.value.endswith(title.strip())


def test_a_workbook_holds_numbers_and_days(client, reader):
    commit(whole())
    answer = client.get(f"{FILE}.xlsx?lang=en")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    headings, values = ([cell.value for cell in row] for row in sheet.iter_rows())
    row = dict(zip(headings, values, strict=True))
    assert row["Contracted amount"] == 1250000.5
    assert row["Signed on"].date() == date(2026, 3, 5)
    assert answer.headers["Content-Disposition"].endswith(".xlsx")


def test_days_and_texts_that_a_workbook_cannot_hold(client, reader):
    work.contract(title="зам " * 10_000, signed_on=date(1, 1, 1), ends_on=date(5377, 1, 1))
    commit()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx").data)).active
    values = [cell.value for cell in sheet[2]]
    assert ("зам " * 10_000)[:32_767] in values and "0001-01-01" in values


def test_a_sheet_ends_where_excel_does(client, reader, monkeypatch):
    monkeypatch.setattr(files, "LAST_ROW", 2)
    many(3)
    commit()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx").data)).active
    assert sheet.max_row == 1 + 2


def test_a_file_holds_every_match_once_the_newest_first(client, reader, monkeypatch):
    monkeypatch.setattr(rows.finding.every, "__defaults__", (7,))
    found = [row for day in (1, 2, 3) for row in many(10, newest_on=date(2026, 1, day))]
    work.contract(title="Өөр")
    commit(*found)
    numbers = [row["Number of the process (OCID)"] for row in table(client.get(f"{FILE}.csv?text=zasvar&lang=en"))]
    assert numbers == [row.ocid for row in reversed(found)]


def test_while_a_file_is_sent_others_may_write(client, reader, app):
    """A download on a slow line must not hold the lock of writers, and must let go of its connection in the end."""
    many(3)
    commit()
    begun, written = Event(), Event()

    def read_slowly():
        pieces = client.raw.get(f"{FILE}.csv", buffered=False).iter_encoded()
        first = next(pieces) + next(pieces)
        begun.set()
        written.wait(20)
        return first + b"".join(pieces)

    with ThreadPoolExecutor(1) as reading:
        file = reading.submit(read_slowly)
        begun.wait(20)
        late = work.contract(ocid="ocds-late")
        commit(late)
        written.set()
        assert file.result().count(b"ocds-test-") == 3 and b"ocds-late" not in file.result()
    db.session.remove()
    assert db.engine.pool.checkedout() == 0


def test_few_files_are_sent_at_a_time(client, reader):
    commit()
    sent = [client.raw.get(f"{FILE}.csv", buffered=False) for _ in range(AT_ONCE)]
    client.get(f"{FILE}.csv", expect=429)
    for answer in reversed(sent):
        answer.close()
    client.get(f"{FILE}.csv")


def test_a_file_is_for_readers_of_the_register(client):
    commit()
    client.get(f"{FILE}.csv", expect=302)


def feed_of(client, query="text=zasvar&lang=en"):
    return link(client.get(f"/workspace/contracts?{query}"), "Subscribe to new contracts")


def test_a_reader_subscribes_by_a_personal_address(client, reader):
    old, new = work.contract(newest_on=date(2026, 1, 1)), work.contract(newest_on=date(2026, 2, 1))
    work.contract(title="Өөр")
    commit(old, new)
    address = feed_of(client)
    client.sign_out()
    answer = client.get(address)
    assert answer.mimetype == "application/atom+xml"
    assert entries(answer) == [new.title, old.title]
    client.get(address, expect=304, headers={"If-None-Match": answer.headers["ETag"]})


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}, {"epoch": 1}])
def test_the_personal_address_holds_as_long_as_the_account(client, reader, change):
    address = feed_of(client)
    client.sign_out()
    client.get(address)
    reader = db.session.merge(reader)
    for name, value in change.items():
        setattr(reader, name, value)
    db.session.commit()
    client.get(address, expect=404)


@pytest.mark.parametrize("token", ["x", "MS4w.x.y", "1.0"])
def test_no_other_address_is_a_feed(client, token):
    client.get(f"/workspace/contracts/feed/{token}.atom", expect=404)


def test_what_xml_cannot_hold_does_not_break_the_feed(client, reader):
    work.contract(title="Зам\x0b & <гүүр>")
    commit()
    assert entries(client.get(feed_of(client, "lang=en"))) == ["Зам & <гүүр>"]

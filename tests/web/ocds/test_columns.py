"""A table handed in through the page: its columns are matched, and shown as they are understood."""

import io

import pytest
from openpyxl import Workbook

from app.contracts.models import Contract
from app.ocds.models import ImportRun
from app.ocds.sheets import as_csv
from tests.web.ocds.handing import NEW, hand_in, releases, work

TABLE = "Гэрээний нэр,Захиалагч,Гэрээний дүн,Юу ч биш\nЗам засвар,Булган ЗДТГ,1 250 000,x\n".encode()
MATCHED = {"column0": "title", "column1": "buyer", "column2": "amount", "column3": ""}
STATED = {"key": "ub-2026", "given_buyer": "", "given_place": "", "given_currency": ""}


def book(**sheets):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(content := io.BytesIO())
    return content.getvalue()


def test_a_table_waits_for_its_columns_and_shows_how_it_is_understood(coordinator):
    address = hand_in(coordinator, TABLE, "Гэрээ 2026.csv")
    assert address.endswith("/columns")
    page = coordinator.get(f"{address}?lang=en").text
    assert "Зам засвар" in page and 'value="geree-2026"' in page
    page = coordinator.post(f"{address}?lang=en", STATED | MATCHED | {"preview": "1"}, 200).text
    assert "₮\u00a01,250,000" in page
    work()
    assert ImportRun.query.one().state == "waiting"
    run = coordinator.post(address, STATED | MATCHED).headers["Location"]
    work()
    coordinator.post(f"{run}/apply")
    work()
    contract = Contract.query.one()
    assert (contract.title, int(contract.amount)) == ("Зам засвар", 1_250_000)


def test_a_later_table_with_the_same_short_name_updates_the_same_contracts(coordinator):
    rows = "Гэрээний дугаар,Гэрээний нэр,Захиалагч,Гэрээний дүн\nБГ-2026/00417,Зам засвар,Булган ЗДТГ,{}\n"
    for amount in ("1000", "2000"):
        address = hand_in(coordinator, rows.format(amount).encode(), "table.csv")
        columns = {"column0": "number", "column1": "title", "column2": "buyer", "column3": "amount"}
        run = coordinator.post(address, STATED | columns).headers["Location"]
        work()
        coordinator.post(f"{run}/apply")
        work()
    contract = Contract.query.one()
    assert (contract.version, int(contract.amount)) == (2, 2000)


def test_the_sheet_and_the_row_of_its_headings_are_chosen(coordinator):
    content = book(Нүүр=[["Хуудас", "Нэр"]], Гэрээ=[["Жагсаалт", "2026 он"], ["Юу", "Хэн"], ["Худаг", "Сум"]])
    address = hand_in(coordinator, content, "book.xlsx")
    assert ">Гэрээ</option>" in coordinator.get(address).text
    there = f"{address}?sheet=Гэрээ&heading=2"
    assert "Худаг" in coordinator.get(there).text
    run = coordinator.post(there, STATED | {"column0": "title", "column1": "buyer"}).headers["Location"]
    mapping = ImportRun.query.one().mapping
    assert (mapping["sheet"], mapping["heading"]) == ("Гэрээ", 2)
    work()
    coordinator.post(f"{run}/apply")
    work()
    assert Contract.query.one().title == "Худаг"


def test_what_is_stated_for_the_whole_table_stands_in_where_no_column_gives_it(coordinator):
    address = hand_in(coordinator, "Гэрээний нэр,Гэрээний дүн\nХудаг,100\n".encode(), "table.csv")
    stated = STATED | {"given_buyer": "Булган ЗДТГ", "given_currency": "USD"}
    page = coordinator.post(
        f"{address}?lang=en", stated | {"column0": "title", "column1": "amount", "preview": "1"}, 200
    )
    assert "Булган ЗДТГ" in page.text and "$\u00a0100" in page.text
    assert "No currency is given" not in page.text


def test_what_the_matching_lacks_is_said_and_nothing_is_lost(coordinator):
    address = hand_in(coordinator, b"a,b\n1,2\n", "table.csv")
    chosen = {"column0": "title", "column1": "title", "given_place": "Сэлэнгэ"}
    page = coordinator.post(f"{address}?lang=en", STATED | chosen, 422).text
    assert "Two columns give this" in page and "must give who buys" in page
    assert 'href="#given_buyer"' in page
    assert 'value="ub-2026"' in page and 'value="Сэлэнгэ"' in page
    assert "are needed" in coordinator.post(f"{address}?lang=en", STATED | chosen | {"key": "№"}, 422).text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"PK\x03\x04junk", "broken.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.xls"),
        (b"<html><table>", "page.csv"),
        (b"a,b\n\x01,\x02", "data.csv"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_where_it_was_chosen(coordinator, content, name):
    page = coordinator.post(f"{NEW}?lang=en", {"file": (io.BytesIO(content), name)}, 422).text
    assert 'href="#file"' in page
    assert ImportRun.query.count() == 0


def test_columns_that_cannot_be_matched_any_more_say_so(coordinator):
    table = hand_in(coordinator, TABLE, "table.csv")
    coordinator.post(table, STATED | MATCHED)
    work()
    coordinator.get(table, 409)
    coordinator.post(table, STATED | MATCHED, 409)
    coordinator.get(f"{hand_in(coordinator, releases())}/columns", 409)


def test_the_template_can_be_had_and_taken(coordinator):
    for name in ("template-mn.csv", "template-en.csv", "template-mn.xlsx", "template-en.xlsx"):
        answer = coordinator.raw.get(f"/workspace/imports/{name}")
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    coordinator.get(hand_in(coordinator, as_csv("mn"), "template.csv"))

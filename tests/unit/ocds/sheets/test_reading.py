"""Files as spreadsheet programs in Mongolia write them, and files that only look like it."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, strategies as st

from app.ocds.sheets import SheetCode, Unreadable, read_rows
from app.ocds.sheets.reading import MAX_COLUMNS
from tests.unit.ocds.sheets.making import HEADINGS, ROW, as_csv, as_xlsx, cells, opened

BLANK: tuple[str, ...] = ()
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029\x85"), max_size=8)


def refusal(content: bytes, **options: object) -> SheetCode:
    with pytest.raises(Unreadable) as refused:
        cells(content, **options)
    assert "%(" not in str(refused.value)
    return refused.value.why_code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encoding_and_the_delimiter_are_recognised(encoding: str, delimiter: str) -> None:
    sheet = opened(as_csv([HEADINGS, ROW, ROW], encoding, delimiter))
    assert (sheet.headings, [line.cells for line in sheet.rows], sheet.problems) == (HEADINGS, [ROW, ROW], ())


def test_what_is_not_utf8_is_read_as_windows_writes_it_and_said() -> None:
    plain = [[cell.replace("ү", "v").replace("ө", "є") for cell in line] for line in (HEADINGS, ROW)]
    sheet = opened(as_csv(plain, "cp1251", ";"))
    assert next(sheet.rows).cells == tuple(plain[1])
    assert [problem.code for problem in sheet.problems] == [SheetCode.ENCODING_GUESSED]


def test_a_late_letter_decides_the_encoding_of_the_whole_file() -> None:
    content = b"number,title\r\n" + b"1,plain\r\n" * 20_000 + "2,Зам\r\n".encode("cp1251")
    assert cells(content)[-1] == ("2", "Зам")


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    assert cells("Нэр;Дүн\nЗам;1,5\nГүүр;2,5\nХашаа;3,5\n".encode()) == [
        ("Зам", "1,5"),
        ("Гүүр", "2,5"),
        ("Хашаа", "3,5"),
    ]


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    sheet = opened(b"sep=|\nTitle|Buyer\na|b\n")
    assert (sheet.headings, sheet.heading_row) == (("Title", "Buyer"), 1)


def test_line_breaks_inside_cells_do_not_shift_the_numbers() -> None:
    sheet = opened(as_csv([["Title", "Buyer"], ["two\nlines", "b"], [], ["c", "d"]]))
    assert [(line.number, line.cells) for line in sheet.rows] == [(2, ("two\nlines", "b")), (4, ("c", "d"))]


def test_headings_stand_below_titles_and_blanks() -> None:
    rows = [["2026 оны гэрээний бүртгэл"], BLANK, ["Нэгж:", "төгрөг"], HEADINGS, ROW]
    for content in (as_csv(rows), as_xlsx({"a": rows})):
        sheet = opened(content)
        assert (sheet.headings, sheet.heading_row) == (HEADINGS, 4)
        assert sheet.above == ("2026 оны гэрээний бүртгэл", "Нэгж: төгрөг")


def test_headings_that_nobody_knows_are_the_first_row_of_texts_or_the_one_that_is_named() -> None:
    rows = [["Title of all"], ["Foo", "Bar"], ["1", "2"], ["Baz", "Qux"]]
    assert opened(as_csv(rows)).headings == ("Foo", "Bar")
    assert opened(as_csv(rows), heading_row=4).headings == ("Baz", "Qux")


def test_xlsx_gives_values_of_formulas_days_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 1, ["Title", "Amount", "Signed on"])
        sheet.write_string(2, 1, "Road")
        sheet.write_formula(2, 2, "=1+1", None, 2)
        sheet.write_datetime(2, 3, datetime.fromisoformat("2026-03-05"), book.add_format({"num_format": "yyyy.mm.dd"}))
        sheet.merge_range(3, 1, 3, 2, "merged")
    with path.open("rb") as file:
        read = read_rows(file, path.name)
        rows = [(line.number, line.cells) for line in read.rows]
    assert read.headings == ("", "Title", "Amount", "Signed on")
    assert rows == [(3, (None, "Road", 2, datetime.fromisoformat("2026-03-05"))), (4, (None, "merged"))]


def test_the_first_sheet_with_anything_is_taken_unless_one_is_named() -> None:
    content = as_xlsx({"Хоосон": [], "Гэрээ": [HEADINGS, ROW], "Бусад": [["a", "b"], ["c", "d"]]})
    assert (opened(content).name, opened(content).names) == ("Гэрээ", ("Хоосон", "Гэрээ", "Бусад"))
    assert cells(content, worksheet="Бусад") == [("c", "d")]
    assert refusal(content, worksheet="Хоосон") is SheetCode.EMPTY
    assert refusal(content, worksheet="Байхгүй") is SheetCode.NO_SUCH_SHEET


def test_hidden_sheets_come_last() -> None:
    book = as_xlsx({"hidden": [["x", "y"]], "shown": [["a", "b"]]})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        part = archive.read("xl/workbook.xml").replace(b'name="hidden"', b'name="hidden" state="hidden"')
    assert opened(repacked(book, xl_workbook=part)).names == ("shown", "hidden")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", SheetCode.EMPTY),
        (b" \r\n\r\n", SheetCode.EMPTY),
        (as_xlsx({"a": []}), SheetCode.EMPTY),
        (b"\x00\x01\x02\x03" * 50, SheetCode.NOT_A_SHEET),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)), SheetCode.NOT_A_SHEET),
        (b"%PDF-1.7\n", SheetCode.OTHER_FORMAT),
        (b"\xef\xbb\xbf\n<HTML><table><tr><td>1", SheetCode.OTHER_FORMAT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), SheetCode.OTHER_FORMAT),
        (b'Title,Buyer\na,b\n"open,' + b"c,d\n" * 50_000, SheetCode.CELL_TOO_LONG),
        (b"Title,Buyer\n" + b"x" * 1_100_000, SheetCode.CELL_TOO_LONG),
        (b"Title,Buyer\n" + b",x" * (MAX_COLUMNS + 1), SheetCode.TOO_MANY_COLUMNS),
        (as_xlsx({"a": [["Title", "Buyer"], ["x"] * (MAX_COLUMNS + 1)]}), SheetCode.TOO_MANY_COLUMNS),
        (as_xlsx({"a": [HEADINGS, ROW]})[:3000], SheetCode.DAMAGED),
    ],
)
def test_what_cannot_be_taken_is_refused_clearly(content: bytes, code: SheetCode) -> None:
    assert refusal(content) is code


def test_a_protected_workbook_is_told_from_an_old_one() -> None:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32], head[48:52] = struct.pack("<H", 9), struct.pack("<I", 1)
    assert refusal(bytes(head) + bytes(512) + "EncryptedPackage".encode("utf-16-le")) is SheetCode.PASSWORD


def repacked(content: bytes, **parts: bytes) -> bytes:
    """An XLSX file with other parts: name as the keyword, `_` for `/`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = {name.replace("/", "_").split(".")[0]: name for name in old.namelist()}
        for key, name in names.items():
            new.writestr(name, parts.pop(key, old.read(name)))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def test_zips_of_other_kinds_are_told_apart() -> None:
    book = as_xlsx({"a": [HEADINGS, ROW]})
    assert refusal(repacked(book, **{"content.xml": b""})) is SheetCode.OTHER_FORMAT
    assert refusal(repacked(book, **{"xl/workbook.bin": b""})) is SheetCode.OTHER_FORMAT
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "a")
    assert refusal(other.getvalue()) is SheetCode.NOT_A_SHEET


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = repacked(as_xlsx({"a": [HEADINGS, ROW]}), xl_sharedStrings=b" " * (65 * 1024 * 1024))
    tracemalloc.start()
    assert refusal(bomb) is SheetCode.TOO_LARGE
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_entities_do_not_grow() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    assert refusal(repacked(as_xlsx({"a": [HEADINGS, ROW]}), xl_sharedStrings=bomb)) is SheetCode.DAMAGED


def test_a_sheet_that_breaks_off_says_where() -> None:
    book = as_xlsx({"a": [HEADINGS, *[ROW] * 100]})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml")
    with pytest.raises(Unreadable) as refused:
        cells(repacked(book, xl_worksheets_sheet1=part[: len(part) // 2]))
    assert refused.value.why_code is SheetCode.DAMAGED
    assert refused.value.where.startswith("row ")


def test_a_row_number_beyond_all_sheets_does_not_hang() -> None:
    book = as_xlsx({"a": [HEADINGS, ROW]})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml").replace(b'<row r="2"', b'<row r="99999999999"')
    assert cells(repacked(book, xl_worksheets_sheet1=part)) == []


def test_there_is_a_last_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ocds.sheets.reading.MAX_ROWS", 3)
    for make in (as_csv, lambda rows: as_xlsx({"a": rows})):
        assert len(cells(make([HEADINGS, ROW, ROW, BLANK, BLANK]))) == 2
        assert refusal(make([HEADINGS, ROW, ROW, ROW])) is SheetCode.TOO_MANY_ROWS


def test_the_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.csv"
        path.write_bytes(as_csv([HEADINGS, *[ROW] * count]))
        with path.open("rb") as file:
            tracemalloc.start()
            assert sum(1 for _ in read_rows(file, path.name).rows) == count
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    assert peak(30_000) < peak(3_000) + 200_000


def test_the_file_stays_open_and_may_be_left_before_its_end() -> None:
    file = io.BytesIO(as_csv([HEADINGS, *[ROW] * 1000]))
    rows: Iterator[object] = read_rows(file, "a").rows
    next(rows)
    del rows
    assert not file.closed


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_csv_and_xlsx_tell_the_same(rows: list[list[str]]) -> None:
    written = [["Title", "Buyer", "Supplier"], *rows]
    typed = [[cell if cell.strip() else None for cell in row] for row in written]
    in_csv = [[cell for cell in row if cell and str(cell).strip()] for row in cells(as_csv(written))]
    in_xlsx = [[cell for cell in row if cell and str(cell).strip()] for row in cells(as_xlsx({"a": typed}))]
    assert in_csv == in_xlsx


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda rest: b"PK\x03\x04" + rest))
def test_any_bytes_are_rows_or_a_refusal(content: bytes) -> None:
    try:
        cells(content)
    except Unreadable as refused:
        assert str(refused)

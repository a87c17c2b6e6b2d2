"""Rows become releases: nothing lost, nothing doubled, the same row always the same release."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from app.contracts.release import decode, merge
from app.contracts.story import tell
from app.core.money import Money
from app.ocds.sheets import Field, Row, SheetCode, message, releases
from tests.unit.ocds.sheets.making import DAY, HEADINGS, ROW, as_csv, as_xlsx, contract, one, opened, row, taken

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10)
CELLS = WORDS | st.sampled_from(["15", "УБЕ/202301234", "1 250 000,50", "2026.03.05", "Хаасан", "Нийт", "№ 3", "-"])
ROWS = st.lists(st.lists(CELLS, min_size=7, max_size=9), max_size=6)


def ocid(**fields: str) -> str:
    found: str = one(row(**fields))[0]["ocid"]
    return found


def compiled(*rows: Any, **options: Any) -> dict[str, Any]:
    return merge([found.release for found in taken(*rows, **options) if found.release])


def codes(found: Row) -> list[SheetCode]:
    return [problem.code for problem in found.problems]


def test_a_row_tells_its_story() -> None:
    story = tell(compiled(ROW))
    assert (story.title, story.signed_on, story.language) == ("Зам засвар", date(2026, 3, 5), "mn")
    assert story.buyer is not None
    assert (story.buyer.name, [supplier.name for supplier in story.suppliers]) == ("Сум ЗДТГ", ["Зам ХХК"])
    assert [(str(sum_.amount), sum_.currency) for sum_ in story.contracted] == [("1250000.5", "MNT")]
    assert (story.stage, story.faults) == ("ended", ())


def test_every_field_of_a_row_arrives() -> None:
    headings = ("Title", "Buyer", "Buyer id", "Supplier", "Supplier id", "Category", "Method", "Budget", "Currency")
    headings += ("Starts", "Ends", "Place", "Notice number", "Bidders", "Link", "Description")
    cells = ("Road", "Body", "9000001", "Company", "5000001", "Ажил", "Нээлттэй тендер шалгаруулалт", "5 сая", "USD")
    cells += ("2026.01.01", "2026.02.01", "Төв аймаг", "УР-1", "4", "https://example.org/", "Long")
    story = tell(compiled(cells, headings=headings))
    assert (story.category, story.method, story.method_details) == ("works", "open", "Нээлттэй тендер шалгаруулалт")
    assert story.buyer is not None
    assert (story.buyer.identifier, story.suppliers[0].identifier) == ("MN-REG-9000001", "MN-REG-5000001")
    assert (story.budget, story.bidders, story.places) == (Money(story.budget.amount, "USD"), 4, ("Төв аймаг",))
    assert (story.starts_on, story.ends_on) == (date(2026, 1, 1), date(2026, 2, 1))
    assert (story.documents[0].url, story.description) == ("https://example.org/", "Long")
    assert story.faults == ()


def test_the_row_is_kept_as_written_whatever_could_be_read() -> None:
    found, problems = one(
        (*row(amount="тодорхойгүй", signed="удахгүй"), "тэмдэглэл"), headings=(*HEADINGS, "Миний тэмдэглэл")
    )
    kept = found["contracts"][0]["x_sheet"]
    assert {"heading": "Гэрээний дүн", "cell": "тодорхойгүй"} in kept
    assert {"heading": "Миний тэмдэглэл", "cell": "тэмдэглэл"} in kept
    assert problems == [SheetCode.AMOUNT_UNREADABLE, SheetCode.DAY_UNREADABLE]
    assert not {"value", "dateSigned"} & found["contracts"][0].keys()


def test_problems_name_the_row_the_column_and_the_process() -> None:
    (only,) = taken(row(amount="?"))
    problem = only.problems[0]
    assert (problem.where, problem.detail, problem.ocid) == ("row 2, column E", "?", "khyanalt-sheet-ub-ubye-202301234")
    assert message(problem) == "row 2, column E: ? cannot be read as an amount."


def test_a_blank_cell_says_that_there_is_nothing_and_an_unreadable_one_says_nothing() -> None:
    before = taken(ROW)[0].release
    emptied, unread = (taken(row(amount=cell), dated=date(2026, 6, 1))[0].release for cell in ("", "?"))
    assert before and emptied and unread
    assert tell(merge([before, emptied])).contracted == ()
    assert tell(merge([before, unread])).contracted == tell(before).contracted


def test_states_are_kept_verbatim_and_read() -> None:
    assert [contract(state="Шинэ")[name] for name in ("status", "statusDetails")] == ["pending", "Шинэ"]
    assert [contract(state="Бусад")[name] for name in ("status", "statusDetails")] == [None, "Бусад"]
    assert tell(compiled(row(state="Татгалзсан"))).contracted == ()


@pytest.mark.parametrize(
    ("heading", "cell", "value", "code"),
    [
        ("Дүн", "5", {"amount": 5, "currency": "MNT"}, SheetCode.CURRENCY_ASSUMED),
        ("Дүн (сая төг)", "1.5", {"amount": 1_500_000, "currency": "MNT"}, SheetCode.AMOUNT_SCALED),
        ("Дүн (сая төг)", "2 тэрбум", {"amount": 2 * 10**9, "currency": "MNT"}, None),
        ("Дүн (ам.доллар)", "7", {"amount": 7, "currency": "USD"}, None),
        ("Дүн (төг)", "$7", {"amount": 7, "currency": "USD"}, None),
    ],
)
def test_currency_and_unit_may_stand_in_the_heading(
    heading: str, cell: str, value: dict[str, Any], code: SheetCode | None
) -> None:
    found, problems = one(("A-2026-12345", "t", "b", cell), headings=("Гэрээ №", "Нэр", "Захиалагч", heading))
    assert found["contracts"][0]["value"] == value
    assert problems == ([code] if code else [])


def test_no_currency_is_assumed_beside_one_that_cannot_be_read() -> None:
    found, problems = one(("t", "b", "5", "мөнгө"), headings=("Title", "Buyer", "Amount", "Currency"))
    assert found["contracts"][0]["value"] == {"amount": 5, "currency": None}
    assert SheetCode.CURRENCY_ASSUMED not in problems


def test_what_is_stated_for_the_whole_sheet_fills_blank_cells() -> None:
    found, _ = one(("t", ""), headings=("Title", "Buyer"), buyer="Body", currency="₮")
    assert found["buyer"] == {"name": "Body"}


def test_several_suppliers_stand_in_one_cell() -> None:
    found, _ = one(row(supplier="А ХХК;\nБ ХХК"))
    assert found["awards"][0]["suppliers"] == [{"name": "А ХХК"}, {"name": "Б ХХК"}]


def test_registration_numbers_of_persons_are_not_kept_anywhere() -> None:
    (only,) = taken((*row(supplier="Бат УБ88112233"), "чы99042512"), headings=(*HEADINGS, "РД"))
    assert only.release is not None
    told = json.dumps(only.release, ensure_ascii=False) + str(only.problems)
    assert "88112233" not in told
    assert "99042512" not in told
    assert codes(only).count(SheetCode.PERSONAL_NUMBER) == 2
    assert contract(number="УБ20240115")["id"] == "УБ20240115"


# Which process and which contract


def test_a_number_of_its_own_names_the_process() -> None:
    assert ocid(number="УБЕ/202301234", buyer="a") == ocid(number="УБЕ/202301234", buyer="b")
    assert ocid(number="УБЕ/202301234") == "khyanalt-sheet-ub-ubye-202301234"


@pytest.mark.parametrize("number", ["15", "№ 15", "15/2026", "ГХ-15", "2026-15"])
def test_a_running_number_is_that_of_one_body(number: str) -> None:
    ocids = {ocid(number=number, buyer=buyer) for buyer in ("Сум А", "Сум Б")}
    assert len(ocids) == 2
    assert ocid(number=number, buyer="сум  А") in ocids
    assert one(row(number=number))[1] == [SheetCode.RUNNING_NUMBER]


def test_a_running_number_begins_again_each_year() -> None:
    assert ocid(number="15", signed="2026.01.02") != ocid(number="15", signed="2025.01.02")
    assert ocid(number="15/2026", signed="2026.01.02") == ocid(number="15/2026", signed="2025.12.30")


@pytest.mark.parametrize(
    ("number", "code"),
    [("", SheetCode.NO_NUMBER), ("байхгүй", SheetCode.NUMBER_UNUSABLE), ("٣٤٥٦٧", SheetCode.NUMBER_UNUSABLE)],
)
def test_without_a_number_buyer_title_and_day_name_the_process(number: str, code: SheetCode) -> None:
    assert ocid(number=number, amount="1 төг") == ocid(number=number, amount="2 төг")
    assert ocid(number=number, title="Гүүр") != ocid(number=number)
    assert one(row(number=number))[1] == [code]


def test_the_number_of_the_notice_stands_in_for_that_of_the_contract() -> None:
    headings = (*HEADINGS, "Урилгын дугаар")
    lots = [(*row(number="", title=f"Багц {lot}"), "УР/202600123") for lot in (1, 2)]
    first, second = taken(*lots, headings=headings)
    assert first.entry == "khyanalt-sheet-ub-ur-202600123/contract"
    assert second.entry == "khyanalt-sheet-ub-ur-202600123/contract#2"


def test_a_running_number_of_nobody_is_not_enough() -> None:
    found, problems = one(("15", "Title"), headings=("Contract number", "Title"))
    assert found["ocid"].startswith("khyanalt-sheet-ub-")
    assert problems == [SheetCode.NUMBER_UNUSABLE]


def test_an_ocid_that_is_given_stands() -> None:
    found, problems = one(("ocds-1-2", "t", "b"), headings=("OCID", "Title", "Buyer"))
    assert (found["ocid"], problems) == ("ocds-1-2", [])


def test_sources_do_not_meet() -> None:
    assert taken(ROW, source="a")[0].entry != taken(ROW, source="b")[0].entry


def test_a_framework_listed_lot_by_lot_loses_no_lot() -> None:
    lots = [row(title=f"Багц {lot}", amount=f"{lot} төг", supplier=f"Компани {lot % 3}") for lot in range(1, 101)]
    story = tell(compiled(*lots))
    assert [sum_.amount for sum_ in story.contracted] == [5050]
    assert (story.title, len(story.suppliers)) == ("Багц 1", 3)


def test_lots_with_numbers_are_found_again_in_any_order_and_file() -> None:
    lots = [(*row(amount=f"{lot} төг"), str(lot)) for lot in (1, 2, 3)]
    entries = {found.entry for lot in lots[::-1] for found in taken(lot, headings=(*HEADINGS, "Багц"))}
    assert entries == {found.entry for found in taken(*lots, headings=(*HEADINGS, "Багц"))}
    assert len(entries) == 3


def test_changed_lots_change_and_add_none() -> None:
    before = taken(*(row(amount=f"{lot} төг") for lot in (1, 2)))
    after = taken(*(row(amount=f"{lot} төг") for lot in (3, 4)), dated=date(2026, 6, 1))
    merged = merge([found.release for found in (*before, *after) if found.release])
    assert [sum_.amount for sum_ in tell(merged).contracted] == [7]


def test_a_contract_listed_in_two_states_is_one_contract() -> None:
    first, second = taken(ROW, row(state="Гүйцэтгэж байгаа"))
    assert codes(second) == [SheetCode.SAME_CONTRACT]
    assert first.entry != second.entry
    merged = compiled(ROW, row(state="Гүйцэтгэж байгаа"))
    assert [one["statusDetails"] for one in merged["contracts"]] == ["Гүйцэтгэж байгаа"]
    assert tell(merged).contracted == tell(compiled(ROW)).contracted


# The same again, and what changed


def test_an_unchanged_row_keeps_its_id_in_a_later_file_and_a_changed_one_does_not() -> None:
    before = [found.release for found in taken(ROW, row(number="УБЕ/202309999"))]
    after = [found.release for found in taken(row(amount="7"), row(number="УБЕ/202309999"), dated=date(2026, 6, 1))]
    assert all(before)
    assert all(after)
    ids = [(old["id"], new["id"]) for old, new in zip(before, after, strict=True) if old and new]
    assert [old == new for old, new in ids] == [False, True]
    assert merge([release for release in (after[0], before[0]) if release])["contracts"][0]["value"]["amount"] == 7


def test_a_row_that_moved_is_the_same() -> None:
    alone, moved = taken(ROW)[0], taken((), row(number="УБЕ/202309999"), ROW)[-1]
    assert alone.release == moved.release


@given(ROWS)
def test_the_same_sheet_twice_gives_the_same_releases(rows: list[list[str]]) -> None:
    assert taken(*rows) == taken(*rows)


@given(ROWS)
def test_every_filled_row_becomes_a_release_that_can_be_read_or_says_why_not(rows: list[list[str]]) -> None:
    found = taken(*rows)
    filled = [number for number, cells in enumerate(rows, start=2) if any(cell.strip() for cell in cells)]
    told = [each for each in found if SheetCode.BLANK_ROWS not in codes(each)]
    assert [each.number for each in told] == filled
    assert all(each.release or each.problems for each in told)
    made = [(each, each.release) for each in told if each.release]
    for each, release in made:
        decode(json.loads(json.dumps(release)))
        kept = [cell["cell"] for cell in release["contracts"][0]["x_sheet"]]
        assert kept == [cell for cell in rows[each.number - 2] if cell.strip()]
    assert len({each.entry for each, _ in made}) == len({release["id"] for _, release in made}) == len(made)


def test_csv_and_xlsx_give_the_same_releases() -> None:
    mapping = {0: Field.NUMBER, 1: Field.TITLE, 2: Field.BUYER}
    both = (opened(as_csv([HEADINGS, ROW])), opened(as_xlsx({"a": [HEADINGS, ROW]})))
    first, second = (list(releases(sheet, mapping, "ub", DAY)) for sheet in both)
    assert first == second


# Rows that are no contracts


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("Нийт", "", "", "", "5 000"), SheetCode.TOTAL_ROW),
        (("", "НИЙТ ДҮН:", "", "", "5 000"), SheetCode.TOTAL_ROW),
        (("", "Total", "", "", "5 000"), SheetCode.TOTAL_ROW),
        (HEADINGS, SheetCode.HEADINGS_AGAIN),
        (tuple("1234567"), SheetCode.NUMBERED_COLUMNS),
        (("", "I. Бараа"), SheetCode.LONE_CELL),
        (("", "", "Сум", "Компани"), SheetCode.NOTHING_TO_NAME),
    ],
)
def test_rows_that_are_no_contract_are_skipped_and_say_so(cells: tuple[str, ...], code: SheetCode) -> None:
    skipped, kept = taken(cells, ROW)
    assert (skipped.release, codes(skipped)) == (None, [code])
    assert kept.release is not None


def test_a_title_that_begins_like_a_total_is_a_contract() -> None:
    assert contract(title="Нийтийн эзэмшлийн зам")["title"] == "Нийтийн эзэмшлийн зам"


def test_blank_rows_between_are_noted_once() -> None:
    first, blank, last = taken(ROW, (), ("", " "), row(number="УБЕ/202309999"))
    assert (blank.number, codes(blank), blank.problems[0].detail) == (3, [SheetCode.BLANK_ROWS], "2")
    assert (first.number, last.number) == (2, 5)

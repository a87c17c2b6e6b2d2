"""What can be wrong with a spreadsheet, and how to say it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString, gettext as _, lazy_gettext as _l
from openpyxl.utils import get_column_letter

from app.core.errors import Refused


class SheetCode(StrEnum):
    # the file: these refuse it
    EMPTY = "sheet_empty"
    NOT_A_SHEET = "sheet_not_a_sheet"
    OTHER_FORMAT = "sheet_other_format"
    PASSWORD = "sheet_password"
    DAMAGED = "sheet_damaged"
    TOO_LARGE = "sheet_too_large"
    TOO_MANY_ROWS = "sheet_too_many_rows"
    TOO_MANY_COLUMNS = "sheet_too_many_columns"
    CELL_TOO_LONG = "sheet_cell_too_long"
    NO_SUCH_SHEET = "sheet_no_such_sheet"
    # the file: read all the same
    ENCODING_GUESSED = "sheet_encoding_guessed"
    # rows left out
    BLANK_ROWS = "sheet_blank_rows"
    EXAMPLE_ROW = "sheet_example_row"
    HEADINGS_AGAIN = "sheet_headings_again"
    NUMBERED_COLUMNS = "sheet_numbered_columns"
    TOTAL_ROW = "sheet_total_row"
    LONE_CELL = "sheet_lone_cell"
    NOTHING_TO_NAME = "sheet_nothing_to_name"
    # which contract a row is of
    NO_NUMBER = "sheet_no_number"
    NUMBER_UNUSABLE = "sheet_number_unusable"
    RUNNING_NUMBER = "sheet_running_number"
    SAME_NUMBER = "sheet_same_number"
    SAME_CONTRACT = "sheet_same_contract"
    # cells
    AMOUNT_UNREADABLE = "sheet_amount_unreadable"
    AMOUNT_SCALED = "sheet_amount_scaled"
    CURRENCY_UNKNOWN = "sheet_currency_unknown"
    CURRENCY_ASSUMED = "sheet_currency_assumed"
    DAY_UNREADABLE = "sheet_day_unreadable"
    DAY_AMBIGUOUS = "sheet_day_ambiguous"
    DAY_FROM_SERIAL = "sheet_day_from_serial"
    CATEGORY_UNKNOWN = "sheet_category_unknown"
    METHOD_UNKNOWN = "sheet_method_unknown"
    STATE_UNKNOWN = "sheet_state_unknown"
    COUNT_UNREADABLE = "sheet_count_unreadable"
    LINK_UNREADABLE = "sheet_link_unreadable"
    DIGITS_LOST = "sheet_digits_lost"
    FORMULA_ERROR = "sheet_formula_error"
    PERSONAL_NUMBER = "sheet_personal_number"


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One thing wrong at `where`: "row 12", "row 12, column C", or "/" for the whole file.

    `detail`: what stood there. `ocid`: of the process the row is of, where that is known.
    """

    code: SheetCode
    where: str
    detail: str = ""
    ocid: str = ""


class Unreadable(Refused):
    """The sheet cannot be taken; `why_code` says why, `where` how far it was read."""

    def __init__(self, why_code: SheetCode, detail: str = "", where: str = "/") -> None:
        self.where, self.why_code, self.detail = where, why_code, detail
        super().__init__(LazyString(message, SheetProblem(why_code, where, detail)))


_SENTENCES = {
    SheetCode.EMPTY: _l("The sheet is empty."),
    SheetCode.NOT_A_SHEET: _l("This is neither a CSV nor an XLSX file."),
    SheetCode.OTHER_FORMAT: _l("This is %(detail)s. Open it in a spreadsheet program and save it as XLSX."),
    SheetCode.PASSWORD: _l("The file is protected by a password. Save it without one."),
    SheetCode.DAMAGED: _l("The file is damaged and cannot be read. Save it again as XLSX, or as CSV."),
    SheetCode.TOO_LARGE: _l("Unpacked, the file is larger than %(detail)s. Save it as CSV, or send it in parts."),
    SheetCode.TOO_MANY_ROWS: _l("The sheet has more than %(detail)s rows; send it in parts."),
    SheetCode.TOO_MANY_COLUMNS: _l("The sheet has more than %(detail)s columns."),
    SheetCode.CELL_TOO_LONG: _l("A cell here is too long; perhaps a quotation mark before it is not closed."),
    SheetCode.NO_SUCH_SHEET: _l("The file has no sheet named %(detail)s."),
    SheetCode.ENCODING_GUESSED: _l(
        "This is not UTF-8. It was read as %(detail)s, which has no ө and ү: they may stand here as other letters."
    ),
    SheetCode.BLANK_ROWS: _l("Blank rows were skipped: %(detail)s."),
    SheetCode.EXAMPLE_ROW: _l("The example of the template was skipped."),
    SheetCode.HEADINGS_AGAIN: _l("The headings stand here again; the row was skipped."),
    SheetCode.NUMBERED_COLUMNS: _l("This row only numbers the columns and was skipped."),
    SheetCode.TOTAL_ROW: _l("This row is a total and was skipped: %(detail)s."),
    SheetCode.LONE_CELL: _l("Only one cell of this row is filled; it was skipped: %(detail)s."),
    SheetCode.NOTHING_TO_NAME: _l("The row has neither a title nor a number; it was left out: %(detail)s."),
    SheetCode.NO_NUMBER: _l("The contract has no number; it is known by its buyer, title and day of signing."),
    SheetCode.NUMBER_UNUSABLE: _l("%(detail)s is no number of a contract; buyer, title and day of signing stand in."),
    SheetCode.RUNNING_NUMBER: _l("%(detail)s is a running number; it was joined with the buyer and the year."),
    SheetCode.SAME_NUMBER: _l("The number %(detail)s stood before in this sheet; taken as one more contract of it."),
    SheetCode.SAME_CONTRACT: _l("The contract %(detail)s is listed again; the last row counts."),
    SheetCode.AMOUNT_UNREADABLE: _l("%(detail)s cannot be read as an amount."),
    SheetCode.AMOUNT_SCALED: _l("The heading gives the unit: %(detail)s. The amount was multiplied."),
    SheetCode.CURRENCY_UNKNOWN: _l("%(detail)s is not a currency that is known."),
    SheetCode.CURRENCY_ASSUMED: _l("No currency is given; %(detail)s was assumed."),
    SheetCode.DAY_UNREADABLE: _l("%(detail)s cannot be read as a day."),
    SheetCode.DAY_AMBIGUOUS: _l("%(detail)s was read with the day before the month."),
    SheetCode.DAY_FROM_SERIAL: _l("The number %(detail)s was read as a day, as spreadsheets count days."),
    SheetCode.CATEGORY_UNKNOWN: _l("%(detail)s is not a category that is known."),
    SheetCode.METHOD_UNKNOWN: _l("%(detail)s is not a method that is known; it is kept as written."),
    SheetCode.STATE_UNKNOWN: _l("%(detail)s is not a state that is known; it is kept as written."),
    SheetCode.COUNT_UNREADABLE: _l("%(detail)s cannot be read as a number of bidders."),
    SheetCode.LINK_UNREADABLE: _l("%(detail)s is not a web address."),
    SheetCode.DIGITS_LOST: _l("The spreadsheet shortened a long number to %(detail)s; its digits are lost."),
    SheetCode.FORMULA_ERROR: _l("The formula here gives an error: %(detail)s."),
    SheetCode.PERSONAL_NUMBER: _l("A person's registration number stood here; it was not kept."),
}
_PLACE = re.compile(r"row (?P<row>\d+)(?:, column (?P<column>[A-Z]+))?")


def place(row: int, column: int | None = None) -> str:
    """Row 12 and column 2 are "row 12, column C": rows count from 1, columns from 0."""
    return f"row {row}" if column is None else f"row {row}, column {get_column_letter(column + 1)}"


def message(problem: SheetProblem) -> str:
    """The problem in the reader's language, with its place."""
    where = localise(problem.where)
    sentence = str(_SENTENCES[problem.code]) % {"detail": problem.detail}
    return _("%(place)s: %(sentence)s", place=where, sentence=sentence) if where else sentence


def localise(where: str) -> str:
    """A place in the reader's language; "" for the whole file."""
    match = _PLACE.fullmatch(where)
    if not match:
        return "" if where == "/" else where
    row = _("row %(number)s", number=match["row"])
    if match["column"]:
        row = _("%(row)s, column %(letters)s", row=row, letters=match["column"])
    return str(row)

"""Spreadsheets as a source: CSV and XLSX, by the template or by matching columns.

    sheet = read_rows(file, "contracts.xlsx")
    mapping = guess(sheet.headings)             # a person may change it; then `check(mapping)`
    for row in releases(sheet, mapping, "ub-2026", dated=day_of_the_file):
        row.release, row.problems

No page and no database is needed here, and nothing looks at the clock.
"""

from app.ocds.sheets.columns import COLUMNS, Field, check, guess
from app.ocds.sheets.problems import SheetCode, SheetProblem, Unreadable, localise, message
from app.ocds.sheets.reading import Line, Sheet, read_rows
from app.ocds.sheets.releases import Row, releases
from app.ocds.sheets.template import as_csv, as_xlsx

__all__ = [
    "COLUMNS",
    "Field",
    "Line",
    "Row",
    "Sheet",
    "SheetCode",
    "SheetProblem",
    "Unreadable",
    "as_csv",
    "as_xlsx",
    "check",
    "guess",
    "localise",
    "message",
    "read_rows",
    "releases",
]

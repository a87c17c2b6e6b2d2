"""A spreadsheet as headings and rows, read lazily: memory holds one row at a time.

Of an XLSX file its table of shared texts is in memory too, which is why that has a limit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from app.ocds.sheets import csv_files, xlsx_files
from app.ocds.sheets.cells import Cell, is_blank, verbatim
from app.ocds.sheets.columns import known_headings
from app.ocds.sheets.problems import SheetCode, SheetProblem, Unreadable, place

MAX_ROWS = 200_000  # bounds what `identity.Ledger` remembers; all contracts of Mongolia are 77,101
MAX_COLUMNS = 200
_LEAD = 40  # filled rows among which the headings are looked for
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank. `number`: as spreadsheet programs count, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: what stands below the headings, to be read once. `names`: the sheets one may choose; none in CSV.

    `above`: titles above the headings, as text.
    """

    name: str
    names: tuple[str, ...]
    headings: tuple[str, ...]
    heading_row: int
    above: tuple[str, ...]
    rows: Iterator[Line]
    problems: tuple[SheetProblem, ...] = ()


def read_rows(file: BinaryIO, name: str, *, worksheet: str | None = None, heading_row: int | None = None) -> Sheet:
    """Open a CSV or XLSX file (seekable; not closed here). `name`: what the file is called.

    Without `worksheet` the first sheet that holds anything is taken, without `heading_row` the row with most known
    headings, else the first with several texts. Raises Unreadable, also later while rows are read.
    """
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    if head.startswith(xlsx_files.MAGIC):
        return _from_xlsx(file, worksheet, heading_row)
    xlsx_files.refuse_relatives(file, head)
    return _from_csv(file, name, heading_row)


def _from_xlsx(file: BinaryIO, worksheet: str | None, heading_row: int | None) -> Sheet:
    book = xlsx_files.opened(file)
    names = xlsx_files.names(book)
    if worksheet is not None and worksheet not in names:
        raise Unreadable(SheetCode.NO_SUCH_SHEET, worksheet)
    for chosen in [worksheet] if worksheet is not None else names:
        lines = _lines(xlsx_files.rows(book, chosen))
        lead = list(islice(lines, _LEAD))
        if lead:
            return _sheet(chosen, names, lead, lines, heading_row)
    raise Unreadable(SheetCode.EMPTY)


def _from_csv(file: BinaryIO, name: str, heading_row: int | None) -> Sheet:
    form = csv_files.form_of(file)
    lines = _lines(csv_files.rows(file, form))
    lead = list(islice(lines, _LEAD))
    if not lead:
        raise Unreadable(SheetCode.EMPTY)
    guessed = (SheetProblem(SheetCode.ENCODING_GUESSED, "/", form.encoding),) if form.is_guessed else ()
    return _sheet(name, (), lead, lines, heading_row, guessed)


def _lines(rows: Iterator[Sequence[Cell]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        cells = _trimmed(row)
        if not cells:
            continue
        if number > MAX_ROWS:
            raise Unreadable(SheetCode.TOO_MANY_ROWS, f"{MAX_ROWS:,}")
        if len(cells) > MAX_COLUMNS:
            raise Unreadable(SheetCode.TOO_MANY_COLUMNS, str(MAX_COLUMNS), place(number))
        yield Line(number, cells)


def _trimmed(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells up to the last filled one."""
    end = len(row)
    while end and is_blank(row[end - 1]):
        end -= 1
    return tuple(row[:end])


def _sheet(
    name: str,
    names: tuple[str, ...],
    lead: list[Line],
    lines: Iterator[Line],
    heading_row: int | None,
    problems: tuple[SheetProblem, ...] = (),
) -> Sheet:
    chosen = _heading_place(lead, heading_row)
    headings, above = lead[chosen], lead[:chosen]
    return Sheet(
        name=name,
        names=names,
        headings=tuple(" ".join(verbatim(cell).split()) for cell in headings.cells),
        heading_row=headings.number,
        above=tuple(" ".join(filter(None, map(verbatim, line.cells))) for line in above),
        rows=chain(lead[chosen + 1 :], lines),
        problems=problems,
    )


def _heading_place(lead: list[Line], wanted: int | None) -> int:
    """Which of the first lines holds the headings."""
    numbers = [line.number for line in lead]
    if wanted in numbers:
        return numbers.index(wanted)
    known = [known_headings(map(verbatim, line.cells)) for line in lead]
    if max(known) >= 2:
        return known.index(max(known))
    return next((index for index, line in enumerate(lead) if _looks_like_headings(line)), 0)


def _looks_like_headings(line: Line) -> bool:
    filled = [cell for cell in line.cells if not is_blank(cell)]
    return len(filled) >= 2 and all(isinstance(cell, str) and not cell.strip()[0].isdigit() for cell in filled)

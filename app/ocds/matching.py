"""Columns of a spreadsheet before it is imported: what they hold, what they may mean, how rows would be understood."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.contracts.story import Story, tell
from app.ocds import spool
from app.ocds.models import ImportRun
from app.ocds.sheets import Line, Sheet, SheetProblem, guess, read_rows, releases

EXAMPLES, PREVIEWED = 3, 5


@dataclass(frozen=True)
class Column:
    """`examples`: what stands below the heading, as text."""

    place: int
    heading: str
    examples: list[str]


@dataclass(frozen=True)
class Look:
    """A sheet as the matching page shows it. `guessed`: field by place of the column."""

    names: tuple[str, ...]
    name: str
    columns: list[Column]
    guessed: dict[int, str]


def look_at(run: ImportRun, worksheet: str | None = None) -> Look:
    """Raises `sheets.Unreadable`."""
    with spool.path_of(run).open("rb") as file:
        sheet = read_rows(file, run.file_name or "", worksheet=worksheet)
        lines = list(islice(sheet.rows, EXAMPLES))
    guessed = {place: str(field) for place, field in guess(sheet.headings).items()}
    return Look(sheet.names, sheet.name, _columns(sheet, lines), guessed)


def preview(run: ImportRun, mapping: dict[str, Any]) -> list[tuple[Story | None, tuple[SheetProblem, ...]]]:
    """How the first rows would be understood, each with its problems."""
    columns = {int(place): field for place, field in mapping["columns"].items()}
    with spool.path_of(run).open("rb") as file:
        sheet = read_rows(file, run.file_name or "", worksheet=mapping.get("sheet"))
        rows = releases(sheet, columns, mapping["key"], run.started_at, mapping.get("given"))
        return [(tell(row.release) if row.release else None, row.problems) for row in islice(rows, PREVIEWED)]


def _columns(sheet: Sheet, lines: list[Line]) -> list[Column]:
    def examples(place: int) -> list[str]:
        cells = (line.cells[place] for line in lines if place < len(line.cells))
        return [str(cell) for cell in cells if cell not in (None, "")]

    return [Column(place, heading, examples(place)) for place, heading in enumerate(sheet.headings)]

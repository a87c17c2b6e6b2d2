"""Columns of a spreadsheet before it is imported: what they hold, what they may mean, how rows would be understood."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l

from app.contracts.story import Story, tell
from app.core.errors import Refused
from app.core.text import excerpt, slug
from app.ocds import spool
from app.ocds.models import ImportRun
from app.ocds.sheets import Line, Sheet, SheetProblem, check, guess, read_rows, releases
from app.ocds.sheets.cells import verbatim

LOOKED_AT, PREVIEWED = 30, 5  # rows
EXAMPLES, EXAMPLE_LENGTH = 4, 60
TABLES = {".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".ods"}  # some only to be told what to save them as
KEY_LENGTH = 40


@dataclass(frozen=True)
class Column:
    """`examples`: some of what stands below the heading, as text."""

    place: int
    heading: str
    examples: list[str]


@dataclass(frozen=True)
class Look:
    """A sheet as the matching page shows it. `names`: of the sheets to choose from. `guessed`: field by place of the
    column."""

    names: tuple[str, ...]
    name: str
    heading_row: int
    columns: list[Column]
    guessed: dict[int, str]
    problems: tuple[SheetProblem, ...]


Understood = tuple[Story | None, tuple[SheetProblem, ...]]


def is_table(name: str) -> bool:
    """Whether a file of this name wants its columns matched."""
    return PurePath(name).suffix.lower() in TABLES


def key_from(name: str) -> str:
    """A first proposal of what a table is called for good."""
    return slug(PurePath(name).stem, KEY_LENGTH)


def look_at(file: BinaryIO, name: str, worksheet: str | None = None, heading_row: int | None = None) -> Look:
    """Raises `sheets.Unreadable`."""
    sheet = read_rows(file, name, worksheet=worksheet, heading_row=heading_row)
    lines = list(islice(sheet.rows, LOOKED_AT))
    guessed = {place: str(field) for place, field in guess(sheet.headings).items()}
    return Look(sheet.names, sheet.name, sheet.heading_row, _columns(sheet, lines), guessed, sheet.problems)


def guess_whole(file: BinaryIO, name: str, key: str) -> dict[str, Any]:
    """The matching (as `supply` takes it) of a table whose headings are all known; Refused when one is not."""
    look = look_at(file, name)
    unknown = [column.heading for column in look.columns if column.heading and column.place not in look.guessed]
    if unknown:
        said = ", ".join(unknown)
        raise Refused(_l("It is not known what these columns mean: %(columns)s. Match them on the page.", columns=said))
    check(look.guessed)
    return {"columns": look.guessed, "sheet": look.name, "heading": look.heading_row, "key": key}


@contextmanager
def table_of(run: ImportRun) -> Iterator[BinaryIO]:
    """The file of a run whose columns wait to be matched. Refused when they do not, or not any more."""
    if run.state != "waiting" or run.mapping is None:
        raise Refused(_l("The columns cannot be matched any more."))
    with spool.path_of(run).open("rb") as file:
        yield file


def preview(file: BinaryIO, run: ImportRun, mapping: dict[str, Any]) -> list[Understood]:
    """How the first rows would be understood, each with its problems."""
    columns = {int(place): field for place, field in mapping["columns"].items()}
    sheet = read_rows(file, run.file_name or "", worksheet=mapping["sheet"], heading_row=mapping["heading"])
    rows = releases(sheet, columns, mapping["key"], run.started_at, mapping["given"])
    return [(tell(row.release) if row.release else None, row.problems) for row in islice(rows, PREVIEWED)]


def _columns(sheet: Sheet, lines: list[Line]) -> list[Column]:
    def examples(place: int) -> list[str]:
        cells = (line.cells[place] for line in lines if place < len(line.cells))
        told = dict.fromkeys(excerpt(verbatim(cell), EXAMPLE_LENGTH) for cell in cells)
        return [text for text in told if text][:EXAMPLES]

    return [Column(place, heading, examples(place)) for place, heading in enumerate(sheet.headings)]

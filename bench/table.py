"""The table of results: printed, and with `--write` kept in docs/performance.md with the machine it was made on."""

import math
import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

PAGE = Path(__file__).parent.parent / "docs/performance.md"
BEGIN, END = "<!-- make bench: begin -->", "<!-- make bench: end -->"
HEAD = ("work", "size", "ours", "reference", "its figure", "ratio", "reach", "reached")
FIRST_PAGE = "# Performance\n\nMeasured by `make bench`; see `bench/`.\n"


@dataclass(frozen=True, slots=True)
class Reach:
    """Bounds of the ratio ours / reference, or (`absolute`) of our own figure."""

    least: float = 0
    most: float = math.inf
    absolute: bool = False

    def holds(self, ours: float, ratio: float) -> bool:
        return self.least <= (ours if self.absolute else ratio) <= self.most

    def told(self, unit: str) -> str:
        sign, bound = ("≥", self.least) if self.least else ("≤", self.most)
        told = f"1/{1 / bound:g}" if bound < 0.1 else f"{bound:g}"
        return f"{sign} {told} {unit if self.absolute else 'times'}"


@dataclass(frozen=True, slots=True)
class Row:
    """`ours` is None while it cannot be measured, `theirs` when there is no reference."""

    work: str
    size: str
    unit: str
    ours: float | None
    reference: str = ""
    theirs: float | None = None
    reach: Reach | None = None

    def cells(self) -> tuple[str, ...]:
        ratio = self.ours / self.theirs if self.ours is not None and self.theirs else math.nan
        return (
            self.work,
            self.size,
            _figure(self.ours, self.unit),
            self.reference,
            _figure(self.theirs, self.unit),
            "" if math.isnan(ratio) else f"{ratio:.2f}",
            self.reach.told(self.unit) if self.reach else "",
            self._reached(ratio),
        )

    def _reached(self, ratio: float) -> str:
        if self.ours is None or self.reach is None:
            return ""
        return "yes" if self.reach.holds(self.ours, ratio) else "no"


def as_text(rows: list[Row]) -> str:
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def write(rows: list[Row], database: str, page: Path = PAGE) -> None:
    """Put the rows between the markers of the page, each in place of the one that stood there; the others stay, with
    the day on which they were measured; the machine of each day stands above."""
    text = page.read_text() if page.exists() else FIRST_PAGE
    if BEGIN not in text:
        text += f"\n{BEGIN}\n{END}\n"
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    lines = {_name(cells): cells for cells in _kept(text)}
    lines |= {_name(row.cells()): (*row.cells(), day) for row in rows}
    told = dict(re.findall(r"^(\d{4}-\d\d-\d\d)(: .*)$", text, re.MULTILINE)) | {day: f": {machine(database)}"}
    machines = [f"{on}{told[on]}" for on in sorted({cells[-1] for cells in lines.values()} & told.keys())]
    table = "\n\n".join((BEGIN, *machines, f"{_as_markdown(lines.values())}\n{END}"))
    page.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _old: table, text, flags=re.DOTALL))


def _kept(text: str) -> Iterator[tuple[str, ...]]:
    """The lines of the table that stands there."""
    for line in text.partition(BEGIN)[2].partition(END)[0].splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if len(cells) == len(HEAD) + 1 and cells[:2] != HEAD[:2] and cells[0] != "---":
            yield cells


def _name(cells: tuple[str, ...]) -> tuple[str, ...]:
    """What was measured, at which size, beside which reference."""
    return (*cells[:2], cells[3])


def _as_markdown(lines: Iterable[tuple[str, ...]]) -> str:
    head = (*HEAD, "day")
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ("---",) * len(head), *lines))


def machine(database: str) -> str:
    """One sentence: on what. `database` is the address of a PostgreSQL."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    return (
        f"{os.cpu_count()} cores of {model[1] if model else platform.machine()}, "
        f"{memory:.0f} GB of memory, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"PostgreSQL {_postgresql(database)}."
    )


def _postgresql(database: str) -> str:
    try:
        with psycopg.connect(database) as connection:
            return str(connection.info.parameter_status("server_version")).split()[0]
    except psycopg.OperationalError:
        return "not there"


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    decimals = 0 if value >= 100 else 2 if value >= 1 else 4
    return f"{value:,.{decimals}f} {unit}"

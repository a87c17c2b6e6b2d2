"""From rows to OCDS 1.1 releases: one row, one release.

Nothing that stands in a sheet is lost: the contract carries its row as written in `x_sheet`, a list of headings and
cells. A column that is matched and blank says that there is nothing (null, which deletes in a merge); a cell that
cannot be read says nothing, and leaves what is known from before.

Ids and dates, so that a sheet taken again changes nothing and a changed row is newer:

- `date` is the day of the file, as the caller states it; no clock is read.
- `id` is `<ocid>/<contract>-<hash of all but id and date>`, so an unchanged row has the same id in every file.
- Whoever keeps releases holds back one whose id is that of the release of the same `Row.entry` that comes last on or
  before its date. A changed row has another id and a later date; one that changed back is newer again.

Of several rows of one process the first tells of the tender and the buyer, each tells of its own contract.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.core import clock
from app.ocds.reader import fingerprint
from app.ocds.sheets.cells import PERSONAL, is_blank, verbatim
from app.ocds.sheets.columns import Field
from app.ocds.sheets.identity import Identity, Ledger, Standing, Values, identify
from app.ocds.sheets.problems import SheetCode, SheetProblem, place
from app.ocds.sheets.reading import Line, Sheet
from app.ocds.sheets.rows import Reader, ReadRow
from app.ocds.sheets.vocabulary import category_of, is_total, method_of, state_of

EXAMPLE = "ЖИШЭЭ / EXAMPLE"  # as the number of a contract: the row shows how to fill the template
_LEFT_OUT = "█" * 10
_CYRILLIC = re.compile("[А-ЯЁӨҮа-яёөү]")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of row `number`: a release, or None when it was left out, which a problem then says.

    `entry`: which contract of which process, the same in every sheet of the source.
    """

    number: int
    release: dict[str, Any] | None
    problems: tuple[SheetProblem, ...]
    entry: str = ""


def releases(
    sheet: Sheet,
    mapping: Mapping[int, str],
    source_key: str,
    dated: date | datetime,
    given: Mapping[str, str] | None = None,
) -> Iterator[Row]:
    """Each filled row as a release. `mapping`: column (from 0) to field, as `columns.check` passed it.

    `given`: what a person states for the whole sheet, for blank cells too. `dated`: the day of the file.
    """
    reader = Reader(sheet.headings, {column: Field(name) for column, name in mapping.items()}, given or {})
    ledger, expected = Ledger(), sheet.heading_row + 1
    for line in sheet.rows:
        if line.number > expected:
            yield _skipped(SheetCode.BLANK_ROWS, expected, str(line.number - expected))
        expected = line.number + 1
        yield _row(line, sheet, reader, ledger, source_key, _instant(dated))


def _row(line: Line, sheet: Sheet, reader: Reader, ledger: Ledger, source_key: str, dated: str) -> Row:
    line, redacted = _without_persons(line, reader.column_of(Field.NUMBER))
    if code := _reason_to_skip(line, sheet):
        return _skipped(code, line.number, _shown(line))
    read = reader.read(line)
    values = read.values
    if not (values.get(Field.TITLE) or values.get(Field.NUMBER) or values.get(Field.OCID)):
        return _skipped(SheetCode.NOTHING_TO_NAME, line.number, _shown(line), redacted)
    identity = identify(values, source_key)
    standing = ledger.place(identity.ocid, values)
    problems = (*redacted, *read.problems, *_of_identity(identity, standing, line.number))
    return Row(
        number=line.number,
        release=_release(identity.ocid, standing, read, dated),
        problems=tuple(replace(problem, ocid=identity.ocid) for problem in problems),
        entry=_entry(identity.ocid, standing),
    )


def _skipped(code: SheetCode, number: int, detail: str, before: tuple[SheetProblem, ...] = ()) -> Row:
    return Row(number, None, (*before, SheetProblem(code, place(number), detail)))


def _reason_to_skip(line: Line, sheet: Sheet) -> SheetCode | None:
    written = [verbatim(cell).strip() for cell in line.cells]
    filled = [cell for cell in written if cell]
    if EXAMPLE in filled:
        return SheetCode.EXAMPLE_ROW
    if [" ".join(cell.split()) for cell in written] == list(sheet.headings):
        return SheetCode.HEADINGS_AGAIN
    if len(filled) > 2 and filled == [str(count) for count in range(1, len(filled) + 1)]:
        return SheetCode.NUMBERED_COLUMNS
    if any(map(is_total, filled[:2])):
        return SheetCode.TOTAL_ROW
    return SheetCode.LONE_CELL if len(filled) == 1 and len(sheet.headings) > 2 else None


def _of_identity(identity: Identity, standing: Standing, number: int) -> Iterable[SheetProblem]:
    if identity.code:
        yield SheetProblem(identity.code, place(number), identity.detail)
    if standing.repeats:
        yield SheetProblem(SheetCode.SAME_CONTRACT, place(number), standing.contract)
    elif standing.ordinal > 1:
        yield SheetProblem(SheetCode.SAME_NUMBER, place(number), standing.contract)


def _without_persons(line: Line, number_column: int | None) -> tuple[Line, tuple[SheetProblem, ...]]:
    """The line without registration numbers of persons, which are never kept; a contract's may look the same."""
    cells, problems = list(line.cells), []
    for column, cell in enumerate(line.cells):
        if isinstance(cell, str) and column != number_column and PERSONAL.search(cell):
            cells[column] = PERSONAL.sub(_LEFT_OUT, cell)
            problems.append(SheetProblem(SheetCode.PERSONAL_NUMBER, place(line.number, column)))
    return Line(line.number, tuple(cells)), tuple(problems)


def _shown(line: Line) -> str:
    return " | ".join(verbatim(cell).strip() for cell in line.cells if not is_blank(cell))[:200]


def _entry(ocid: str, standing: Standing) -> str:
    """Rows that repeat a contract are entries of their own, so that each is compared with itself the next time."""
    entry = f"{ocid}/{standing.contract}"
    return f"{entry}~{standing.repeats}" if standing.repeats else entry


def _release(ocid: str, standing: Standing, read: ReadRow, dated: str) -> dict[str, Any]:
    values = read.values
    said: dict[str, Any] = {"ocid": ocid, "tag": ["contract"], "initiationType": "tender"}
    if standing.is_first:
        said |= _of_process(values)
    said |= {"awards": [_award(values, standing)], "contracts": [_contract(read, standing)]}
    return said | {"id": f"{_entry(ocid, standing)}-{fingerprint(said)[:16]}", "date": dated}


def _of_process(values: Values) -> dict[str, Any]:
    said: dict[str, Any] = {"tender": _tender(values)}
    if _CYRILLIC.search(values.get(Field.TITLE) or ""):
        said["language"] = "mn"
    if Field.BUYER in values or Field.BUYER_IDENTIFIER in values:
        said["buyer"] = _organisation(values.get(Field.BUYER), values.get(Field.BUYER_IDENTIFIER))
    if Field.BUDGET in values:
        said["planning"] = {"budget": {"amount": _money(values[Field.BUDGET])}}
    return said


def _tender(values: Values) -> dict[str, Any]:
    said = _told(values, title=Field.TITLE, description=Field.DESCRIPTION, numberOfTenderers=Field.BIDDERS)
    said["id"] = values.get(Field.NOTICE) or "tender"
    if Field.CATEGORY in values:
        said["mainProcurementCategory"] = category_of(values[Field.CATEGORY] or "")
    if Field.METHOD in values:
        said["procurementMethod"] = method_of(values[Field.METHOD] or "")
        said["procurementMethodDetails"] = values[Field.METHOD]
    return said


def _award(values: Values, standing: Standing) -> dict[str, Any]:
    """Without a value: only that of the contract is known, and a cancelled contract must not leave one behind."""
    said: dict[str, Any] = {"id": standing.contract, "status": "active"}
    if Field.SUPPLIER in values or Field.SUPPLIER_IDENTIFIER in values:
        said["suppliers"] = _suppliers(values.get(Field.SUPPLIER), values.get(Field.SUPPLIER_IDENTIFIER))
    return said


def _suppliers(names: str | None, identifier: str | None) -> list[dict[str, Any]]:
    """Without ids, so that a corrected list replaces the one before whole."""
    every = [" ".join(name.split()) for name in (names or "").replace("\n", ";").split(";") if name.strip()]
    if len(every) > 1:
        return [_organisation(name, None) for name in every]
    return [_organisation(every[0] if every else None, identifier)] if every or identifier else []


def _organisation(name: str | None, identifier: str | None) -> dict[str, Any]:
    """With its number in the state register, scheme MN-REG; named by that when it has no name."""
    said: dict[str, Any] = {"name": name or identifier}
    return said | ({"identifier": {"scheme": "MN-REG", "id": identifier}} if identifier else {})


def _contract(read: ReadRow, standing: Standing) -> dict[str, Any]:
    values = read.values
    said: dict[str, Any] = {"id": standing.contract, "awardID": standing.contract}
    said |= _told(values, title=Field.TITLE, description=Field.DESCRIPTION, dateSigned=Field.SIGNED)
    if period := _told(values, startDate=Field.STARTS, endDate=Field.ENDS):
        said["period"] = period
    if Field.AMOUNT in values:
        said["value"] = _money(values[Field.AMOUNT])
    if Field.STATE in values:
        said |= {"status": state_of(values[Field.STATE] or ""), "statusDetails": values[Field.STATE]}
    return said | _attached(values) | {"x_sheet": read.verbatim}


def _attached(values: Values) -> dict[str, Any]:
    """Where it is delivered, and where this can be read."""
    said: dict[str, Any] = {}
    if where := values.get(Field.PLACE):
        item = {"id": "1", "description": values.get(Field.TITLE), "deliveryAddress": {"region": where}}
        said["items"] = [item]
    if link := values.get(Field.LINK):
        said["documents"] = [{"id": "source", "title": link, "url": link}]
    return said


def _told(values: Values, **names: Field) -> dict[str, Any]:
    """The fields that the row gives, under the names of OCDS."""
    return {name: _plain(values[field]) for name, field in names.items() if field in values}


def _plain(value: Any) -> Any:
    return _instant(value) if isinstance(value, date) else value


def _money(value: tuple[Any, str] | None) -> dict[str, Any]:
    if value is None:
        return {"amount": None, "currency": None}
    amount, currency = value
    return {"amount": int(amount) if amount == int(amount) else float(amount), "currency": currency}


def _instant(day: date | datetime) -> str:
    """As OCDS writes it; a day begins in Ulaanbaatar."""
    if isinstance(day, datetime):
        return day.isoformat()
    return datetime(day.year, day.month, day.day, tzinfo=clock.ULAANBAATAR).isoformat()

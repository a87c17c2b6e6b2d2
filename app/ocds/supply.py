"""From the file of a run to its pieces: procurement data as it is, a spreadsheet by way of its columns.

Sheets and the open-data service tell how things are, not since when. So what says the same as the newest release of
its entry is that release once more, and what says something else is as new as the run that saw it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

import msgspec
from sqlalchemy import select

from app.contracts.archive import unpack_text
from app.contracts.models import Contract, Release
from app.core.database import db
from app.ocds.gathering import new_session
from app.ocds.models import ImportRun
from app.ocds.problems import Problem
from app.ocds.reader import Piece, pieces
from app.ocds.reader.releases import Origin
from app.ocds.sheets import SheetProblem, read_rows, releases
from app.ocds.terms import OPENTENDER

BATCH = 500
LARGEST_LINKED = 32 << 20  # bytes


def pieces_of(run: ImportRun, file: BinaryIO) -> Iterator[Piece | Problem]:
    """Raises Unusable or `sheets.Unreadable` when the file is of no use."""
    source = run.from_source
    if run.mapping:
        return _dated(_rows(run, run.mapping, file), run.started_at)
    if source is None:
        return pieces(file, name=run.source)
    if not run.total:
        return iter(())  # the source told nothing new
    found = pieces(file, name=run.source, follow=_follow if source.follows_links else None)
    return _dated(found, run.started_at) if source.kind == OPENTENDER else found


def _follow(address: str) -> bytes | None:
    with new_session() as session:
        return session.persist(lambda: session.read("GET", address, most=LARGEST_LINKED)).content


def _rows(run: ImportRun, mapping: dict[str, Any], file: BinaryIO) -> Iterator[Piece | Problem]:
    """`mapping`: columns {position: field}, given {field: value}, sheet, heading, key of the source."""
    sheet = read_rows(file, run.file_name or "", worksheet=mapping.get("sheet"), heading_row=mapping.get("heading"))
    yield from map(_as_problem, sheet.problems)
    columns = {int(place): field for place, field in mapping["columns"].items()}
    for row in releases(sheet, columns, mapping["key"], run.started_at, mapping.get("given")):
        yield from map(_as_problem, row.problems)
        if row.release:
            yield Piece(msgspec.json.encode(row.release), Origin(f"row {row.number}"))


def _as_problem(problem: SheetProblem) -> Problem:
    return Problem(problem.code, problem.where, problem.detail, problem.ocid)


class _Newest(NamedTuple):
    """The newest release of an entry."""

    release_id: str
    number: int


def _dated(events: Iterable[Piece | Problem], at: datetime) -> Iterator[Piece | Problem]:
    stream = iter(events)
    while batch := list(islice(stream, BATCH)):
        told = {n: msgspec.json.decode(event.text) for n, event in enumerate(batch) if isinstance(event, Piece)}
        newest = _newest({release.get("ocid") for release in told.values()})
        for n, event in enumerate(batch):
            yield _as_held(event, told[n], newest, at) if isinstance(event, Piece) else event


def _as_held(piece: Piece, release: dict[str, Any], newest: dict[str, _Newest], at: datetime) -> Piece:
    held = newest.get(_entry(str(release.get("id"))))
    if held is None:
        return piece
    if held.release_id == release["id"]:
        body = db.session.scalar(select(Release.body).where(Release.id == held.number))
        return msgspec.structs.replace(piece, text=unpack_text(body or b""))
    return msgspec.structs.replace(piece, text=msgspec.json.encode(release | {"date": at.isoformat()}))


def _newest(ocids: set[Any]) -> dict[str, _Newest]:
    query = select(Release.release_id, Release.id).join(Contract).where(Contract.ocid.in_(ocids - {None}))
    rows = db.session.execute(query.order_by(Release.released_at.nulls_first(), Release.id))
    return {_entry(release_id): _Newest(release_id, number) for release_id, number in rows}


def _entry(release_id: str) -> str:
    """Ids end in a hash of what the release says; what stands before it is the same for every state of an entry."""
    return release_id.rpartition("-")[0]

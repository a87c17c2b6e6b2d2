"""Downloads: sent while they are read, so that their size costs no memory."""

import weakref
from collections.abc import Callable, Iterable, Iterator
from threading import BoundedSemaphore
from typing import Any

from flask import Response, stream_with_context
from flask_babel import gettext as _

from app.contracts import export
from app.contracts.listing.files import Batches, csv_pieces, xlsx_pieces
from app.contracts.listing.table import Table
from app.core import clock
from app.core.database import reading
from app.ui.errors import error_page

AT_ONCE = 2
_turns = BoundedSemaphore(AT_ONCE)

Lines = Callable[[Iterable[int]], Iterator[bytes]]
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
}


def send(suffix: str, batches: Batches, table: Table, releases: Lines) -> Any:
    """The answer that hands out the contracts as a file, tables or the `releases` of their numbers, one a line.

    Few at a time: each keeps a thread of the server busy until its reader has all of it.
    """
    pieces: Any = stream_with_context(_read_only(_made(suffix, batches, table, releases)))
    response = Response(pieces, content_type=MEDIA_TYPES[suffix])
    name = f"contracts-{clock.today().isoformat()}.{suffix}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    if not _turns.acquire(blocking=False):
        return error_page(429, _("Others are downloading just now."))
    response.call_on_close(weakref.finalize(response, _turns.release))
    return response


def release_lines(contract_ids: Iterable[int]) -> Iterator[bytes]:
    """Their compiled releases, one a line."""
    return export.lines(contract_ids)


def _made(suffix: str, batches: Batches, table: Table, releases: Lines) -> Iterator[bytes]:
    if suffix == "jsonl":
        return releases(row.facts.id for batch in batches for row in batch)
    return csv_pieces(batches, table) if suffix == "csv" else xlsx_pieces(batches, table)


def _read_only(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The request's own transaction is over before the first piece is sent; this one lasts until the last."""
    with reading():
        yield from pieces

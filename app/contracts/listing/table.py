"""Columns of a table of contracts, in the reader's language."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l

from app.bodies.queries import list_places, place_label
from app.contracts.listing.naming import CODES
from app.contracts.listing.rows import Party, Row

Cell = str | int | Decimal | date | None


class Table:
    """`endpoint` is that of a contract's page. `whole`: with what only the network sees."""

    def __init__(self, endpoint: str, *, whole: bool) -> None:
        address = current_app.config["PUBLIC_URL"] + url_for(endpoint, contract_id=0, lang=None).removesuffix("0")
        columns = [*self._columns(address), *(self._internal_columns() if whole else ())]
        self.headings = [str(heading) for heading, _ in columns]
        self._cells = [cell for _, cell in columns]

    def cells(self, row: Row) -> list[Cell]:
        return [cell(row) for cell in self._cells]

    def _columns(self, address: str) -> list[tuple[Any, Callable[[Row], Cell]]]:
        places = {place.id: place_label(place) for place in list_places()}
        return [
            (_l("Number of the process (OCID)"), lambda row: row.facts.ocid),
            (_l("Title"), lambda row: row.facts.title),
            (_l("Who buys"), lambda row: row.buyer and row.buyer.name),
            (_l("Registration number of who buys"), lambda row: row.buyer and row.buyer.identifier),
            (_l("Who supplies"), lambda row: _joined(party.name for party in row.suppliers)),
            (_l("Registration numbers of who supplies"), lambda row: _joined(map(_number, row.suppliers))),
            (_l("Category"), _worded("category")),
            (_l("How it was tendered"), _worded("method")),
            (_l("Stage"), _worded("stage")),
            (_l("Where"), lambda row: places.get(row.facts.place_id)),
            (_l("Contracted amount"), lambda row: row.facts.amount),
            (_l("Currency"), lambda row: row.facts.currency),
            (_l("Signed on"), lambda row: row.facts.signed_on),
            (_l("Starts on"), lambda row: row.facts.starts_on),
            (_l("Ends on"), lambda row: row.facts.ends_on),
            (_l("Newest release of"), lambda row: row.facts.newest_on),
            (_l("Address"), lambda row: f"{address}{row.facts.id}"),
        ]

    def _internal_columns(self) -> list[tuple[Any, Callable[[Row], Cell]]]:
        return [(_l("Monitoring"), _worded("state")), (_l("Problems in the data"), lambda row: row.facts.faults)]


def _worded(name: str) -> Callable[[Row], Cell]:
    """A code in words. They are looked up once: a translation for each cell would take longer than all the rest."""
    words = {code: str(label) for code, label in CODES[name].items()}

    def cell(row: Row) -> Cell:
        code: str | None = getattr(row.facts, name)
        return words.get(code or "", code)

    return cell


def _joined(parts: Any) -> str:
    return "; ".join(parts)


def _number(party: Party) -> str:
    return party.identifier or "–"

"""A page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.core.database import db

PER_PAGE = 25
COUNTED = 10_000  # rows of a list that are counted; that there are more is all that a page of it says
MOST_PAGES = 10**9  # so that a number of any length stays one that a database can hold


@dataclass(frozen=True)
class Page:
    """`items` of page number `page` (from 1) out of `total` items; `is_open`: of more than that."""

    items: Sequence[Any]
    total: int
    page: int
    per_page: int = PER_PAGE
    is_open: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_next(self) -> bool:
        return self.is_open or self.page < self.pages


def paginate(query: Select[Any], page: int, per_page: int = PER_PAGE, total: int | None = None) -> Page:
    """Run an ordered query of one entity for one page; a number out of range gives the nearest page.

    `total`: how many there are, where that was counted already. Else rows are counted up to `COUNTED`, or as far as
    the page that is asked for, so that a first page costs the same however long the list is.
    """
    most = max(COUNTED, min(page, MOST_PAGES) * per_page)
    found = _count(query, most + 1) if total is None else total
    is_open = total is None and found > most
    found = min(found, most) if is_open else found
    page = min(max(page, 1), max(1, -(-found // per_page)))
    rows = db.session.scalars(query.limit(per_page).offset((page - 1) * per_page)).unique().all()
    return Page(rows, found, page, per_page, is_open)


def _count(query: Select[Any], most: int) -> int:
    some = query.order_by(None).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0

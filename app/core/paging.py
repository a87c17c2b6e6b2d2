"""A page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.core.database import db

PER_PAGE = 25


@dataclass(frozen=True)
class Page:
    """`items` of page number `page` (from 1) out of `total` items."""

    items: Sequence[Any]
    total: int
    page: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def paginate(query: Select[Any], page: int, per_page: int = PER_PAGE, total: int | None = None) -> Page:
    """Run an ordered query of one entity for one page; a number out of range gives the nearest page.

    `total`: how many there are, where that was counted already.
    """
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // per_page)))
    rows = db.session.scalars(query.limit(per_page).offset((page - 1) * per_page)).unique().all()
    return Page(rows, total, page, per_page)

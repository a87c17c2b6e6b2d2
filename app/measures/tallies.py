"""Kept tallies: how many cases of a measure have which value. A page reads them, however many cases there are.

Two features keep some, in tables of the same columns: `summaries` of what is published, `workspace` of the present.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.bodies.models import Place, PublicBody
from app.core.database import db
from app.core.paging import Page, paginate
from app.partnership.models import FocusArea, Subnetwork

Key = tuple[str, str, int, int]
Tallies = dict[int, dict[str, dict[int, int]]]
MODELS: dict[str, Any] = {"body": PublicBody, "subnetwork": Subnetwork, "place": Place, "focus": FocusArea}
ORDERS: dict[str, tuple[Any, ...]] = {
    "body": (PublicBody.sort_key, PublicBody.id),
    "subnetwork": (Subnetwork.name_mn, Subnetwork.id),
    "place": (Place.sort_key, Place.id),
    "focus": (FocusArea.plan_id.desc(), FocusArea.position, FocusArea.id),
}


class TallyColumns:
    """`scope`: "whole" (subject 0) or a code of `terms.SCOPES`; `value`: 0 or 1, or days."""

    measure: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True)
    cases: Mapped[int]


def settle(table: Any, changes: Counter[Key]) -> None:
    """Add to the tallies in the database itself, in one order, so that two who count at once lose nothing."""
    for key in sorted(key for key, change in changes.items() if change):
        fields = dict(zip(("measure", "scope", "subject", "value"), key, strict=True))
        here = and_(*(getattr(table, name) == value for name, value in fields.items()))
        found: Any = db.session.execute(update(table).where(here).values(cases=table.cases + changes[key]))
        if not found.rowcount:
            db.session.execute(insert(table).values(**fields, cases=changes[key]))
    db.session.execute(delete(table).where(table.cases == 0))


def tallies_of(table: Any, scope: str, subjects: Collection[int]) -> Tallies:
    """By subject and measure: value to number of cases."""
    found: Tallies = defaultdict(lambda: defaultdict(dict))
    for row in db.session.scalars(select(table).where(table.scope == scope, table.subject.in_(subjects))):
        found[row.subject][row.measure][row.value] = row.cases
    return found


def list_measured(table: Any, scope: str, measures: Collection[str], page: int, *conditions: Any) -> Page:
    """What a scope's table is by, in the order of names or the newest period first: never in the order of a number.

    Items are rows of `MODELS`; of periods plain numbers as in `rules.year_and_half`. `measures`: such that whatever has
    a case of any measure has one of these. `conditions`: that the rows must fit.
    """
    subjects = select(table.subject).where(table.scope == scope, table.measure.in_(measures))
    if scope not in MODELS:
        return paginate(subjects.distinct().order_by(table.subject.desc()), page)
    model = MODELS[scope]
    return paginate(select(model).where(model.id.in_(subjects), *conditions).order_by(*ORDERS[scope]), page)


def is_number(text: str) -> bool:
    """One that both databases can hold: a part of the key of a list's line."""
    return text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) < 2**31

"""What may be the same observation: the same contract and stage, days apart, in similar words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from app.core.database import db
from app.findings.likeness import is_similar, likeness
from app.findings.models import Observation
from app.findings.rules import NEAR_DAYS, is_near

GONE = ("draft", "withdrawn", "rejected", "duplicate")


@dataclass(frozen=True)
class Near:
    """`days` lie between the two visits; `per_cent` of their words are the same, None when neither has any."""

    observation: Observation
    days: int
    per_cent: int | None


def near_duplicates(observations: Sequence[Observation]) -> dict[int, list[Near]]:
    """For each, by its id, what it may repeat or be repeated by: the earliest visit first."""
    others: dict[tuple[int, str], list[Observation]] = {}
    dated = [row for row in observations if row.visited_on]
    if dated:
        query = select(Observation).where(or_(*map(_around, dated)), Observation.state.notin_(GONE))
        query = query.options(selectinload(Observation.answers), selectinload(Observation.contract))
        found = db.session.scalars(
            query.order_by(Observation.contract_id, Observation.stage, Observation.visited_on, Observation.id)
        )
        others = {key: list(rows) for key, rows in groupby(found, _subject)}
    return {row.id: _near(row, others.get(_subject(row), [])) for row in observations}


def _around(row: Observation) -> ColumnElement[bool]:
    first, last = row.visited_on - timedelta(NEAR_DAYS), row.visited_on + timedelta(NEAR_DAYS)
    return and_(
        Observation.contract_id == row.contract_id,
        Observation.stage == row.stage,
        Observation.visited_on.between(first, last),
    )


def _subject(row: Observation) -> tuple[int, str]:
    return row.contract_id, row.stage


def _near(row: Observation, others: Sequence[Observation]) -> list[Near]:
    alike = [
        Near(other, abs((row.visited_on - other.visited_on).days), likeness(_text(row), _text(other)))
        for other in others
        if is_close(row, other)
    ]
    return [one for one in alike if is_similar(one.per_cent)]


def is_close(one: Observation, other: Observation) -> bool:
    """Of the same contract and stage, from the same fortnight."""
    same = _subject(one) == _subject(other) and one.id != other.id
    return bool(same and one.visited_on and other.visited_on and is_near(one.visited_on, other.visited_on))


def _text(row: Observation) -> str:
    return " ".join([row.notes, *(answer.note or "" for answer in row.answers)])

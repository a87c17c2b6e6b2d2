"""Values as the frozen JSON writes them: days in ISO 8601, amounts as decimal text, both names."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.core.money import Money


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def amounts(values: Iterable[Money]) -> list[dict[str, str]]:
    return [{"amount": f"{money.amount:f}", "currency": money.currency} for money in values]


def name(row: Any) -> dict[str, str | None]:
    """`name_mn` and `name_en` of a place, a public body or a member organisation."""
    return {"name_mn": row.name_mn, "name_en": row.name_en}

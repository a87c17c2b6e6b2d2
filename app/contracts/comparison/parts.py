"""Values of a release as they are shown: amounts, days, words; long ones cut short."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from app.contracts.comparison.labels import Field, code
from app.contracts.comparison.shapes import Part
from app.contracts.comparison.walking import is_amount, leaves, name_of
from app.contracts.release.fields import instant, money

MOST_PARTS = 8
LONGEST = 300  # characters
_DAYS_OF_ENTRY = ("dueDate", "date", "datePublished", "dateSigned")
_AMOUNTS_OF_ENTRY = ("value", "amount")


def shown(value: object, field: Field) -> tuple[Part, ...]:
    """To be shown one after the other; empty for nothing."""
    if isinstance(value, Mapping) and not is_amount(value):
        return tuple(_entry(value)) or as_written(value)
    part = single(value, field)
    return as_written(value) if part is None else (part,)


def single(value: object, field: Field) -> Part | None:
    """One amount, one day, or the words of one code; None if it is none of these."""
    if is_amount(value):
        return money(value, "", [])
    if not isinstance(value, str):
        return None
    if field[-1].lower().startswith("date") or field[-1].endswith("Date"):
        return _day(value)
    words = code(field, value)
    return None if words is value else words


def as_written(value: object) -> tuple[Part, ...]:
    """Every scalar of it as the source wrote it, as far as there is room."""
    written = [_text(scalar) for *_, scalar in islice(leaves(value), MOST_PARTS + 1)]
    return (*written[:MOST_PARTS], "…") if len(written) > MOST_PARTS else tuple(written)


def _entry(entry: Mapping[str, object]) -> Iterator[Part]:
    """What an entry of a list is called, its amount and its day."""
    if name := name_of(entry):
        yield _text(name)
    amounts = (money(entry[key], "", []) for key in _AMOUNTS_OF_ENTRY if is_amount(entry.get(key)))
    yield from [amount for amount in amounts if amount][:1]
    days = (_day(entry[key]) for key in _DAYS_OF_ENTRY if key in entry)
    yield from [day for day in days if day][:1]


def _day(written: object) -> date | None:
    read = instant(written, "", []) if isinstance(written, str) else None
    return read.date() if read else None


def _text(scalar: object) -> str:
    text = str(scalar)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

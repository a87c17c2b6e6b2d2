"""What stands in the index: words, and terms for filters. A term begins with an underscore, which no word contains."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.core.text import fold

_CODE = re.compile(r"[^0-9a-z]+")
FEWEST_DIGITS, MOST_DIGITS = 7, 11  # of an amount in tögrög: below ten million … ten billion and more


class Described(NamedTuple):
    """What the filters look at. `place_ids`: the place and what it lies in."""

    place_ids: tuple[int, ...]
    buyer_id: int | None
    supplier_ids: tuple[int, ...]
    category: str | None
    method: str | None
    stage: str | None
    year: int | None
    amount: Decimal | None
    currency: str | None
    has_faults: bool
    state: str = "registered"
    is_public: bool = False
    focus_area_ids: tuple[int, ...] = ()
    action_point_ids: tuple[int, ...] = ()


def terms(of: Described) -> Iterator[str]:
    """Every term under which a contract is found."""
    yield from (term("place", number) for number in of.place_ids)
    yield from (term("supplier", number) for number in of.supplier_ids)
    yield from (term("focus_area", number) for number in of.focus_area_ids)
    yield from (term("action_point", number) for number in of.action_point_ids)
    for name in ("category", "method", "stage", "year", "state"):
        if (value := getattr(of, name)) is not None:
            yield term(name, value)
    if of.buyer_id is not None:
        yield term("body", of.buyer_id)
    if (digits := band(of.amount, of.currency)) is not None:
        yield term("band", digits)
    if of.has_faults:
        yield FAULTY
    if of.is_public:
        yield PUBLIC


def term(name: str, value: object) -> str:
    """The term of one value of one filter. Codes may be any text in the data, so they are folded."""
    written = value if isinstance(value, int) else _CODE.sub("", fold(str(value)))
    return f"_{name}_{written}"


PUBLIC, FAULTY = term("public", 1), term("faulty", 1)


def band(amount: Decimal | None, currency: str | None) -> int | None:
    """How many digits an amount in tögrög has, the small and the large ones taken together; None for others."""
    if amount is None or currency != "MNT":
        return None
    return max(FEWEST_DIGITS, min(len(str(int(abs(amount)))), MOST_DIGITS))


def year_of(*days: date | None) -> int | None:
    """The year a contract is looked for under: of the first of these days that is known."""
    return next((day.year for day in days if day), None)


def vocabulary(found: Iterable[str]) -> set[str]:
    """Of words, as written or folded, those that beginnings and parts of words are looked up among. Not those with
    digits: numbers of contracts are nearly all different, and few for one beginning."""
    return {word for word in found if word.isalpha()}

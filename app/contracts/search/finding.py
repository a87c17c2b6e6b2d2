"""Searches in three tiers: words as they are written and their beginnings, then any spelling that folds alike, then
parts of words. A later tier finds what no earlier one found, so the best matches come first, each tier newest first.

All matches of a common word cannot be ranked in time, nor counted; so they are ordered by tier and counted up to a
thousand, and the page says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import joinedload

from app.contracts.models import Contract
from app.contracts.search import index
from app.contracts.search.index import Expression, Group
from app.contracts.search.words import PUBLIC, term
from app.core.database import db
from app.core.text import fold_word, words

PER_PAGE = 25
COUNTED = 1_000  # up to here a count is exact
MOST_WORDS = 8  # of a search
MOST_BEGINNINGS = 200  # words of the vocabulary that a beginning stands for, the shortest: nearest to what was typed
MOST_PARTS = 60  # and a part of a word
SHORTEST_PART = 3


class Order(StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Search:
    """What is looked for. `chosen`: values by name of the filter (see `words.Described`); all must hold."""

    text: str = ""
    chosen: dict[str, int | str] = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    public_only: bool = False

    @property
    def filters(self) -> tuple[str, ...]:
        """As terms of the index."""
        found = tuple(term(name, value) for name, value in self.chosen.items())
        return (*found, PUBLIC) if self.public_only else found


@dataclass(frozen=True)
class Results:
    """A page of contracts. `next` is the key by which the page after it begins, None at the end."""

    contracts: list[Contract]
    next: str | None


Match = tuple[int, int]  # tier and position


def survey(search: Search, limit: int = COUNTED + 1) -> list[Match]:
    """The best matches, at most `limit`: the first page, the count and the counts beside it are all taken from it."""
    found: list[Match] = []
    for tier, expression in _tiers(search, apart=False):
        earlier = {position for _, position in found}
        newest = _newest(expression, limit + len(earlier), None)
        found += [(tier, position) for position in newest if position not in earlier]
        if len(found) >= limit:
            break
    return found[:limit]


def find(
    search: Search, after: str | None = None, per_page: int = PER_PAGE, surveyed: list[Match] | None = None
) -> Results:
    """The page behind the key `after`, or the first. A key that cannot be read gives the first. `surveyed`: what
    `survey` found, if that is at hand."""
    if search.order is Order.AMOUNT:
        return _largest_first(search, after, per_page)
    key = _read_key(after)
    positions = surveyed[: per_page + 1] if surveyed and key == _FIRST else _behind(search, key, per_page + 1)
    page = positions[:per_page]
    contracts = at_positions([position for _, position in page])
    return Results(contracts, "{}.{}".format(*page[-1]) if len(positions) > per_page else None)


def _behind(search: Search, key: Match, wanted: int) -> list[Match]:
    found: list[Match] = []
    for tier, expression in _tiers(search):
        if tier >= key[0] and len(found) < wanted:
            before = key[1] if tier == key[0] else None
            found += [(tier, position) for position in _newest(expression, wanted - len(found), before)]
    return found


def matches(search: Search) -> list[int]:
    """Positions of the best matches, one more than are counted."""
    return [position for _, position in survey(search)]


def every(search: Search, batch: int = 500) -> Iterator[list[int]]:
    """All positions that match, in batches, however many: for downloads."""
    for _, expression in _tiers(search):
        before: int | None = None
        while found := _newest(expression, batch, before):
            yield found
            before = found[-1]


def at_positions(positions: list[int]) -> list[Contract]:
    """The contracts at these positions, in their order, with what a list shows."""
    query = select(Contract).where(Contract.position.in_(positions))
    query = query.options(joinedload(Contract.buyer), joinedload(Contract.place))
    found = {contract.position: contract for contract in db.session.scalars(query)}
    return [found[position] for position in positions if position in found]


def _newest(expression: Expression, limit: int, before: int | None) -> list[int]:
    if limit <= 0:
        return []
    if expression.groups:
        return index.newest(expression, limit, before)
    query = select(Contract.position).where(Contract.position.is_not(None))
    query = query.where(Contract.position < before) if before is not None else query
    return list(db.session.scalars(query.order_by(Contract.position.desc()).limit(limit)))


def _tiers(search: Search, *, apart: bool = True) -> Iterator[tuple[int, Expression]]:
    """Expressions of the tiers, each (if `apart`) without what an earlier one finds; ordered by date only one."""
    asked = words(search.text)[:MOST_WORDS]
    if not asked or search.order is not Order.RELEVANCE:
        yield 1, _of(map(_any_way, asked), search)
        return
    exact = _of(map(_as_written, asked), search)
    yield 1, exact
    folded = _of(map(_in_any_spelling, asked), search)
    yield 2, folded.without(exact) if apart else folded
    parts = _of(map(_any_way, asked), search)
    yield 3, parts.without(folded) if apart else parts


def _of(groups: Iterable[Group], search: Search) -> Expression:
    return Expression((*groups, *(Group((filter_,), (f" {filter_} ",)) for filter_ in search.filters)))


def _as_written(word: str) -> Group:
    return Group(_beginning_with(word), (f" {word}",))


def _in_any_spelling(word: str) -> Group:
    spellings = dict.fromkeys((word, fold_word(word)))
    tokens = (token for spelling in spellings for token in _beginning_with(spelling))
    return Group(tuple(dict.fromkeys(tokens)), tuple(f" {spelling}" for spelling in spellings))


def _any_way(word: str) -> Group:
    """By its beginning in any spelling, or as a part of a longer word."""
    part, so_far = fold_word(word), _in_any_spelling(word)
    if len(part) < SHORTEST_PART or not part.isalpha():
        return so_far
    inside = index.containing(part, MOST_PARTS)
    return Group(tuple(dict.fromkeys((*so_far.tokens, *inside))), (*so_far.needles, part))


def _beginning_with(word: str) -> tuple[str, ...]:
    """Words with digits are not in the vocabulary, and few for one beginning."""
    return tuple(index.beginning(word, MOST_BEGINNINGS)) if word.isalpha() else (f"{word}*",)


def _largest_first(search: Search, after: str | None, per_page: int) -> Results:
    """By amount within each currency. Few matches are put in order; of many the walk down the amounts soon has
    enough, as it looks into the words of each contract it passes."""
    size, number = _read_key(after)
    (_, expression), *_ = _tiers(search)
    query = select(Contract.id)
    if expression.groups:
        few = index.some(expression, COUNTED + 1)
        within = Contract.position.in_(few) if len(few) <= COUNTED else index.holds(expression, Contract.position)
        query = query.where(within)
    if after and number:
        query = query.where(tuple_(Contract.size, Contract.id) < (size, min(number, _LARGEST_ID)))
    ids = list(db.session.scalars(_by_size(query).limit(per_page + 1)))
    contracts = _with_parties(ids[:per_page])
    last = contracts[-1] if contracts else None
    return Results(contracts, f"{last.size}.{last.id}" if last and len(ids) > per_page else None)


def _by_size(query: Select[int]) -> Select[int]:
    return query.order_by(Contract.size.desc(), Contract.id.desc())


def _with_parties(ids: list[int]) -> list[Contract]:
    query = select(Contract).where(Contract.id.in_(ids))
    query = query.options(joinedload(Contract.buyer), joinedload(Contract.place))
    found = {contract.id: contract for contract in db.session.scalars(query)}
    return [found[number] for number in ids]


_FIRST = (0, 0)
_LARGEST, _LARGEST_ID = 2**62, 2**31 - 1


def _read_key(key: str | None) -> tuple[int, int]:
    """Both numbers of a key; `_FIRST` stands before everything."""
    first, _, second = (key or "").partition(".")
    try:
        return min(int(first), _LARGEST), min(int(second), _LARGEST)
    except ValueError:
        return _FIRST

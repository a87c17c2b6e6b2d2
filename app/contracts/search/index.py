"""The full-text index in the two databases: the same questions, asked in each one's way.

SQLite: FTS5 without positions, over the column of `contract_words`; its row numbers are the contracts' positions, so
it hands out the newest first by itself. PostgreSQL: a GIN index on `contract_words.words`.

An expression is a query in conjunctive form: every group must match, each by one of its tokens; `but_not` are
expressions that must not match. A beginning of words is asked for by naming the words (`beginning`): both databases
walk through the entries of many whole words much faster than through those of a prefix, which they gather first.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, cast, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from app.contracts.models import ContractWords
from app.core.bulk import chunks, insert_rows, on_postgresql
from app.core.database import db

FTS = "contract_search"
MANY_SEGMENTS = 8  # FTS5 keeps what arrived together together; above so many parts a search feels it


@dataclass(frozen=True)
class Group:
    """`tokens`: any of them, a `*` at the end makes one a beginning. `needles`: the same as parts of the text of an
    entry, in which every token stands between blanks."""

    tokens: tuple[str, ...]
    needles: tuple[str, ...]


@dataclass(frozen=True)
class Expression:
    groups: tuple[Group, ...]
    but_not: tuple["Expression", ...] = ()

    def without(self, *others: "Expression") -> "Expression":
        return Expression(self.groups, (*self.but_not, *(other for other in others if not other.is_empty)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing can match: a group has no alternative."""
        return not all(group.tokens for group in self.groups)


def put(entries: Mapping[int, str]) -> None:
    """Enter tokens, parted by blanks, by position. FTS5 writes entries in the order of their numbers much faster."""
    rows = [{"position": number, "words": entries[number]} for number in sorted(entries)]
    insert_rows(ContractWords.__table__, rows)
    if rows and not on_postgresql():
        driver: Any = db.session.connection().connection.driver_connection
        entries_ = [(row["position"], row["words"]) for row in rows]
        driver.executemany(f"INSERT INTO {FTS} (rowid, words) VALUES (?, ?)", entries_)


def remove(positions: Iterable[int]) -> None:
    """Take entries out."""
    for some in chunks(positions):
        numbers = ", ".join(map(str, map(int, some)))
        if not on_postgresql():
            gone = f"SELECT 'delete', position, words FROM contract_words WHERE position IN ({numbers})"
            db.session.execute(text(f"INSERT INTO {FTS} ({FTS}, rowid, words) {gone}"))
        db.session.execute(text(f"DELETE FROM contract_words WHERE position IN ({numbers})"))


def tokens(positions: Iterable[int]) -> dict[int, list[str]]:
    """What stands in the index at these positions."""
    column = "tsvector_to_array(words)" if on_postgresql() else "words"
    found: dict[int, list[str]] = {}
    for some in chunks(positions):
        numbers = ", ".join(map(str, map(int, some)))
        rows = db.session.execute(text(f"SELECT position, {column} FROM contract_words WHERE position IN ({numbers})"))
        found |= {row[0]: row[1].split() if isinstance(row[1], str) else list(row[1]) for row in rows}
    return found


def empty() -> None:
    """Take everything out."""
    if not on_postgresql():
        db.session.execute(text(f"INSERT INTO {FTS} ({FTS}) VALUES ('delete-all')"))
    db.session.execute(text("DELETE FROM contract_words"))


def tidy() -> None:
    """After many entries: let the database put them in order for quick searches."""
    if on_postgresql():
        db.session.execute(text("SELECT gin_clean_pending_list('ix_contract_words_words')"))
        db.session.execute(text("ANALYZE contract_words, contract, contract_supplier"))
    elif (db.session.scalar(text(f"SELECT count(DISTINCT segid) FROM {FTS}_idx")) or 0) > MANY_SEGMENTS:
        db.session.execute(text(f"INSERT INTO {FTS} ({FTS}) VALUES ('optimize')"))


def newest(wanted: Expression, limit: int, before: int | None = None) -> list[int]:
    """Positions that match, the newest first, at most `limit`; only those `before` a position when given."""
    if wanted.is_empty:
        return []
    if on_postgresql():
        return _newest_in_order(wanted, limit, before)
    query = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH :wanted"
    query += " AND rowid < :before" if before is not None else ""
    return _positions(text(f"{query} ORDER BY rowid DESC LIMIT :limit"), wanted, limit, before)


def some(wanted: Expression, limit: int) -> list[int]:
    """Any positions that match, at most `limit`: to tell whether they are few, and if so which."""
    if wanted.is_empty:
        return []
    if not on_postgresql():
        return newest(wanted, limit)
    return _positions(text(f"SELECT position FROM contract_words WHERE {_MATCH} LIMIT :limit"), wanted, limit, None)


_MATCH = "words @@ CAST(:wanted AS tsquery)"


def _newest_in_order(wanted: Expression, limit: int, before: int | None) -> list[int]:
    """Of few matches all, put in order; of many the walk from the newest on soon has enough.

    With n matches among N entries the first looks at n of them and the second at about `limit` · N / n, so from
    √(`limit` · N) matches on the walk is shorter. The planner knows n well, but not what the order means for it.
    """
    behind = " AND position < :before" if before is not None else ""
    matching = f"SELECT position FROM contract_words WHERE {_MATCH}{behind}"
    few = math.isqrt(GATHERED_FOR_ONE_WALKED * limit * _entries()) + 1
    values = _values(matching, wanted, before=before)
    if _estimated(matching, values) < SURELY_MANY * few:
        in_order = "ARRAY(SELECT position FROM few ORDER BY position DESC LIMIT :limit)"
        together = f"WITH few AS MATERIALIZED ({matching} LIMIT {few}) SELECT (SELECT count(*) FROM few), {in_order}"
        with _without("seqscan"):
            count, found = db.session.execute(text(together), values | {"limit": limit}).one()
        if count < few:
            return list(found)
    with _without("bitmapscan"):
        return _positions(text(f"{matching} ORDER BY position DESC LIMIT :limit"), wanted, limit, before)


GATHERED_FOR_ONE_WALKED = 3  # entries that the index gathers in the time in which one is looked at
SURELY_MANY = 2  # times as many: a word counts twice in the estimate when it is the same in two spellings


def _estimated(query: str, values: dict[str, Any]) -> int:
    """How many rows the planner expects of it."""
    (plan,) = db.session.scalar(text(f"EXPLAIN (FORMAT JSON) {query}"), values)
    return int(plan["Plan"]["Plan Rows"])


@contextmanager
def _without(scan: str) -> Iterator[None]:
    db.session.execute(text(f"SET LOCAL enable_{scan} = off"))
    yield
    db.session.execute(text(f"SET LOCAL enable_{scan} = on"))


def _entries() -> int:
    """About how many there are, as the last `tidy` saw."""
    counted = text("SELECT reltuples FROM pg_class WHERE oid = 'contract_words'::regclass")
    return max(1_000, int(db.session.scalar(counted) or 0))


def _positions(query: TextClause, wanted: Expression, limit: int, before: int | None) -> list[int]:
    return list(db.session.scalars(query, _values(query.text, wanted, limit=limit, before=before)))


def _values(query: str, wanted: Expression, **others: int | None) -> dict[str, Any]:
    """Those that the query names."""
    values = {"wanted": written(wanted), **others}
    return {name: value for name, value in values.items() if f":{name}" in query}


def written(wanted: Expression) -> str:
    """The expression in the language of the database. Tokens hold letters, digits and underscores only."""
    return _for_postgresql(wanted) if on_postgresql() else _for_fts5(wanted)


def _for_fts5(wanted: Expression) -> str:
    def token(one: str) -> str:
        return f'"{one[:-1]}"*' if one.endswith("*") else f'"{one}"'

    groups = (f"({' OR '.join(map(token, group.tokens))})" for group in wanted.groups)
    whole = f"({' AND '.join(groups)})"
    return "".join([whole, *(f" NOT {_for_fts5(other)}" for other in wanted.but_not)])


def _for_postgresql(wanted: Expression) -> str:
    def token(one: str) -> str:
        return f"'{one[:-1]}':*" if one.endswith("*") else f"'{one}'"

    groups = [f"({' | '.join(map(token, group.tokens))})" for group in wanted.groups]
    return " & ".join([*groups, *(f"!({_for_postgresql(other)})" for other in wanted.but_not)])


def beginning(part: str, limit: int) -> list[str]:
    """Words of the vocabulary that begin so, the shortest first."""
    query = "SELECT word FROM search_word WHERE word >= :part AND word < :end ORDER BY length(word), word LIMIT :limit"
    return list(db.session.scalars(text(query), {"part": part, "end": f"{part}\U0010ffff", "limit": limit}))


def containing(part: str, limit: int) -> list[str]:
    """Words of the vocabulary that hold this part, the shortest first."""
    query = "SELECT word FROM search_word WHERE word LIKE :part ORDER BY length(word), word LIMIT :limit"
    return list(db.session.scalars(text(query), {"part": f"%{part}%", "limit": limit}))


def enter_words(new: Sequence[str]) -> None:
    """Add words to the vocabulary; known ones are left alone."""
    if new:
        rows = [{"word": word} for word in new]
        db.session.execute(text("INSERT INTO search_word (word) VALUES (:word) ON CONFLICT DO NOTHING"), rows)


def holds(wanted: Expression, position: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether the entry at a position matches, as a condition to be tried on one contract after the other."""
    if on_postgresql():
        inner = select(ContractWords.position).where(
            ContractWords.position == position, ContractWords.words.op("@@")(cast(written(wanted), TSQUERY))
        )
        return exists(inner)
    words = " " + select(ContractWords.words).where(ContractWords.position == position).scalar_subquery() + " "
    return and_(*(or_(*(func.instr(words, needle) > 0 for needle in group.needles)) for group in wanted.groups))

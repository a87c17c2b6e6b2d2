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

from sqlalchemy import ColumnElement, and_, cast, exists, func, or_, select, text
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
    values = {"wanted": _for_fts5(wanted), "limit": limit}
    if before is not None:
        query, values = f"{query} AND rowid < :before", values | {"before": before}
    return _positions(f"{query} ORDER BY rowid DESC LIMIT :limit", values)


def some(wanted: Expression, limit: int) -> list[int]:
    """Any positions that match, at most `limit`: to tell whether they are few, and if so which."""
    if wanted.is_empty:
        return []
    if not on_postgresql():
        return newest(wanted, limit)
    condition, values = _condition(wanted)
    return _positions(f"SELECT position FROM contract_words WHERE {condition} LIMIT :limit", values | {"limit": limit})


def _newest_in_order(wanted: Expression, limit: int, before: int | None) -> list[int]:
    """Of few matches all, put in order; of many the walk from the newest on soon has enough.

    Of n matches among N entries the first fetches n and the second looks at about `limit` · N / n. The planner
    knows n well where words come together by chance, but not where they avoid each other; so the walk goes only some
    times as far as it should have to.
    """
    condition, values = _condition(wanted)
    entries, expected = _entries(), _estimated(condition, values)
    behind = "" if before is None else "WHERE position < :before"
    values |= {"limit": limit} | ({} if before is None else {"before": before})
    if expected >= math.isqrt(limit * entries // WALKED_FOR_ONE_GATHERED):
        far = PATIENCE * limit * entries // expected
        walked = f"SELECT position, words FROM contract_words {behind} ORDER BY position DESC LIMIT :far"
        with _without("bitmapscan", "seqscan"):
            found = _in_order(f"SELECT position FROM ({walked}) AS walked WHERE {condition}", values | {"far": far})
        if len(found) == limit:
            return found
    matching = f"SELECT position FROM contract_words {behind} {'AND' if behind else 'WHERE'} {condition}"
    with _without("seqscan"):
        return _in_order(f"WITH every AS MATERIALIZED ({matching}) SELECT position FROM every", values)


WALKED_FOR_ONE_GATHERED = 6  # entries that are looked at in the time in which the index gathers and fetches one
PATIENCE = 4


def _condition(wanted: Expression) -> tuple[str, dict[str, Any]]:
    """Each group as a condition of its own, the one with the fewest tokens first, and what they name.

    The index then leaps from match to match of the groups, and the walk drops most entries at the first; of one long
    query both look at every token. Nothing is sought by what must not match, so that stands last.
    """
    groups = [_any_of(group) for group in sorted(wanted.groups, key=lambda group: len(group.tokens))]
    others = [_for_postgresql(other) for other in wanted.but_not]
    values = {f"group_{number}": query for number, query in enumerate([*groups, *others])}
    signs = [*([""] * len(groups)), *(["NOT "] * len(others))]
    parts = [f"{sign}words @@ CAST(:{name} AS tsquery)" for sign, name in zip(signs, values, strict=True)]
    return " AND ".join(parts), values


def _estimated(condition: str, values: dict[str, Any]) -> int:
    """How many rows the planner expects: at least one."""
    query = f"EXPLAIN (FORMAT JSON) SELECT position FROM contract_words WHERE {condition}"
    (plan,) = db.session.scalar(text(query), values)
    return max(1, int(plan["Plan"]["Plan Rows"]))


@contextmanager
def _without(*scans: str) -> Iterator[None]:
    for scan in scans:
        db.session.execute(text(f"SET LOCAL enable_{scan} = off"))
    yield
    for scan in scans:
        db.session.execute(text(f"SET LOCAL enable_{scan} = on"))


def _entries() -> int:
    """About how many there are, as the last `tidy` saw."""
    counted = text("SELECT reltuples FROM pg_class WHERE oid = 'contract_words'::regclass")
    return max(1_000, int(db.session.scalar(counted) or 0))


def _in_order(query: str, values: dict[str, Any]) -> list[int]:
    return _positions(f"{query} ORDER BY position DESC LIMIT :limit", values)


def _positions(query: str, values: dict[str, Any]) -> list[int]:
    return list(db.session.scalars(text(query), values))


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
    groups = map(_any_of, wanted.groups)
    return " & ".join([*groups, *(f"!({_for_postgresql(other)})" for other in wanted.but_not)])


def _any_of(group: Group) -> str:
    def token(one: str) -> str:
        return f"'{one[:-1]}':*" if one.endswith("*") else f"'{one}'"

    return f"({' | '.join(map(token, group.tokens))})"


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

"""Many rows at once, by the way that each database takes them fastest.

The session's own way (`add_all`) costs three times as much; it remains the right one for a few rows. These go past the
session: whoever has rows in it that these need flushes first, and lets go of loaded ones that these change.
"""

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import msgspec
import psycopg
from sqlalchemy import JSON, Dialect, Table, bindparam, func, select, text, update
from sqlalchemy.exc import DataError
from sqlalchemy.types import TypeEngine

from app.core.database import db

Row = dict[str, Any]


def on_postgresql() -> bool:
    return bool(db.session.get_bind().dialect.name == "postgresql")


def insert_rows(table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns."""
    if not rows:
        return
    if on_postgresql():
        _copy(table, rows)
    else:
        _execute_many(table, rows)


def update_rows(table: Table, rows: Sequence[Row], key: str = "id") -> None:
    """Set the columns that the rows name, of the rows with the same `key`; all name the same columns."""
    if not rows:
        return
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != key}
    statement = update(table).where(table.c[key] == bindparam(f"new_{key}")).values(values)
    connection = db.session.connection()
    connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def next_ids(table: Table, count: int) -> list[int]:
    """Numbers that nobody else will give to rows of the table."""
    if not count:
        return []
    if on_postgresql():
        sequence = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return list(db.session.scalars(sequence, {"name": f'"{table.name}"', "count": count}))
    last = db.session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + 1 + count))


def take_turns(number: int) -> None:
    """Wait until no other transaction that took this number is open. SQLite has one writer at a time anyway."""
    if on_postgresql():
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


@contextmanager
def rare_collections() -> Iterator[None]:
    """While millions of small objects come and go, looking for circles among them costs a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def chunks(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """The values in lists short enough to be the parameters of one query."""
    stream = iter(values)
    while some := list(islice(stream, size)):
        yield some


def _execute_many(table: Table, rows: Sequence[Row]) -> None:
    """The statement made once, the values as the types of the columns write them."""
    connection, names = db.session.connection(), list(rows[0])
    dialect = connection.dialect
    ways = {name: _way(table.c[name].type, dialect) for name in names}
    adapted = [(place, way) for place, (name, way) in enumerate(ways.items()) if way]
    values = [list(row.values()) for row in rows]
    for row in values:
        for place, way in adapted:
            row[place] = way(row[place])
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    driver: Any = connection.connection.driver_connection
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
    try:
        driver.executemany(statement, values)
    except sqlite3.Error as error:
        raise DataError(statement, None, error) from error


def _way(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a value of this type is written; None for as it is."""
    if isinstance(kind, JSON):
        return _as_json
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _copy(table: Table, rows: Sequence[Row]) -> None:
    names = list(rows[0])
    encoded = [name for name in names if isinstance(table.c[name].type, JSON)]
    columns = ", ".join(f'"{name}"' for name in names)
    driver: Any = db.session.connection().connection.driver_connection
    statement = f'COPY "{table.name}" ({columns}) FROM STDIN'
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                coded = {name: _as_json(row[name]) for name in encoded}
                copy.write_row(list((row | coded if coded else row).values()))
    except psycopg.Error as error:
        raise DataError(statement, None, error) from error

"""The bare full-text query for the first fifty rows: no count, no order, no second tier, no filters."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.queries import Query

SHOWN = "release.id, release.title, release.buyer, release.supplier, release.amount, release.date"
ON_SQLITE = f"""
SELECT {SHOWN} FROM release_fts JOIN release ON release.id = release_fts.rowid WHERE release_fts MATCH ? LIMIT 50"""
ON_POSTGRESQL = f"SELECT {SHOWN} FROM release WHERE words @@ to_tsquery('simple', %s) LIMIT 50"


def on_sqlite(database: Path, queries: list[Query]) -> list[float]:
    """Seconds of each."""
    connection = sqlite3.connect(database)
    return [_timed(connection.execute, ON_SQLITE, query.for_fts5()) for query in _warmed(queries)][1:]


def on_postgresql(url: str, queries: list[Query]) -> list[float]:
    """Seconds of each."""
    with psycopg.connect(url, autocommit=True) as connection:
        return [_timed(connection.execute, ON_POSTGRESQL, query.for_tsquery()) for query in _warmed(queries)][1:]


def _warmed(queries: list[Query]) -> list[Query]:
    return [queries[0], *queries]


def _timed(execute: Callable[..., Any], statement: str, words: str) -> float:
    started = time.perf_counter()
    execute(statement, (words,)).fetchall()
    return time.perf_counter() - started

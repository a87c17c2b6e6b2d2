"""Empty databases to measure on, removed afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOM = Path("build/bench")
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgresql:///postgres")
SQLITE, POSTGRESQL = KINDS = ("sqlite", "postgresql")


@contextmanager
def sqlite(name: str) -> Iterator[Path]:
    """The path of a database that is not there yet."""
    ROOM.mkdir(parents=True, exist_ok=True)
    path = (ROOM / f"{name}.sqlite").resolve()
    _remove(path)
    try:
        yield path
    finally:
        _remove(path)


@contextmanager
def postgresql(name: str) -> Iterator[str]:
    """The address of an empty database on the server of BENCH_DATABASE_URL, where databases must be allowed to us."""
    database = f"khyanalt_bench_{name}"
    _on_server(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", f"CREATE DATABASE {database}")
    try:
        yield f"{SERVER.rpartition('/')[0]}/{database}"
    finally:
        _on_server(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def empty(kind: str, name: str) -> Iterator[str]:
    """The address of an empty database of either kind."""
    if kind == POSTGRESQL:
        with postgresql(name) as url:
            yield url
    else:
        with sqlite(name) as path:
            yield f"sqlite:///{path}"


def size(url: str) -> int:
    """Bytes that the database takes, all indexes included."""
    if url.startswith(SQLITE):
        path = url.removeprefix("sqlite:///")
        return sum(Path(path + end).stat().st_size for end in ("", "-wal") if Path(path + end).exists())
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _on_server(*statements: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)

"""The database: base class, column types, transactions.

A request is one transaction. Safe requests (GET) open it read-only, enforced by the database itself; all others
take SQLite's write lock at the start, because a transaction that reads first and writes later fails at once
("database is locked") when another writer came between.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, MetaData, String, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator
from werkzeug.exceptions import HTTPException

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_read_only: ContextVar[bool] = ContextVar("read_only", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values on the way in; always aware UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: use app.core.clock")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Sort keys (`core.text.sort_key`) compare byte by byte; SQLite does, PostgreSQL must be told.
SortKey = String().with_variant(String(collation="C"), "postgresql")


class _Declarative(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime, dict[str, Any]: JSON, list[str]: JSON},
    )


db = SQLAlchemy(model_class=_Declarative)
migrate = Migrate()


class Base(db.Model):  # type: ignore[name-defined, misc]
    """What every table's class derives from."""

    __abstract__ = True


def init_app(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True, compare_type=True)
    app.before_request(_open_as_the_method_says)
    app.after_request(commit_request)
    app.teardown_request(_close)


FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


def _open_as_the_method_says() -> None:
    _read_only.set(request.method in {"GET", "HEAD", "OPTIONS"})
    if request.mimetype in FORMS:
        # Whole before the first query: a slow line must not hold the write lock. What is wrong with it is said later,
        # in the reader's language.
        with suppress(HTTPException):
            _ = request.form


def _close(_error: BaseException | None) -> None:
    _read_only.set(False)


def commit_request(response: Response) -> Response:
    """The only commit of a web request, and only if its answer is not an error."""
    if response.status_code < 400:
        commit()
    else:
        roll_back()
    return response


def commit() -> None:
    """Commit, then run what waited for it: what leaves the house must not leave for a change that never was."""
    db.session.commit()
    for action in db.session.info.pop("after_commit", []):
        action()


def roll_back() -> None:
    db.session.info.pop("after_commit", None)
    db.session.rollback()


def after_commit(action: Callable[[], object]) -> None:
    """Run the action once the present transaction is committed, never if it is rolled back."""
    db.session.info.setdefault("after_commit", []).append(action)


@contextmanager
def reading() -> Iterator[None]:
    """A read-only transaction outside a request (command line, tests)."""
    token = _read_only.set(True)
    try:
        yield
    finally:
        _read_only.reset(token)
        db.session.rollback()


@contextmanager
def writing() -> Iterator[None]:
    """A short transaction that writes, in the middle of `reading`; what was read before must be read again."""
    db.session.rollback()
    token = _read_only.set(False)
    try:
        yield
        commit()
    finally:
        _read_only.reset(token)
        db.session.rollback()


def read_only_from_now_on() -> None:
    """For a process that only looks: each transaction of it is read-only."""
    _read_only.set(True)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    read_only = _read_only.get()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
    elif read_only:
        connection.execute(text("SET TRANSACTION READ ONLY"))

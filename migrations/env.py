"""Alembic's environment: the application's own engine and tables."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.core.database import UTCDateTime, db


def render_item(kind: str, item: Any, _context: object) -> str | bool:
    """Migrations stand by themselves: they name no type of the application."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The full-text index is each database's own: no index of the code, nor in SQLite the tables it is kept in."""
    return kind not in {"table", "index"} or not (name or "").startswith(("contract_search", "ix_contract_words"))


def run() -> None:
    with db.engine.connect() as connection:
        _let_tables_be_made_anew(connection)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            include_name=include_name,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


def _let_tables_be_made_anew(connection: Connection) -> None:
    """SQLite alters a table by making it anew; while the old one goes, rows that point at it must not mind."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        connection.detach()  # so that no one else gets a connection that does not check


run()

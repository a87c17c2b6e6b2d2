"""Alembic's environment: the application's own engine and tables."""

from typing import Any

from alembic import context
from flask import current_app

from app.core.database import UTCDateTime, db


def render_item(kind: str, item: Any, _context: object) -> str | bool:
    """Migrations stand by themselves: they name no type of the application."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

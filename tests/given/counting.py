"""How much a piece of work asks of the database."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from app.core.database import db


def statements_of(work: Callable[[], Any]) -> int:
    """Statements that it sends. What the session holds is stale before."""
    db.session.expire_all()
    sent: list[str] = []

    def listen(*arguments: Any) -> None:
        sent.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return len(sent)

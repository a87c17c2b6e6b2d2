"""What tests start from: rows written directly, so that a test says only what matters to it.

`given.people.person("lead")`, `given.contracts.contract(…)`, … Every function takes what the test cares about as
keyword arguments, invents the rest, and returns a flushed row.
"""

from itertools import count
from typing import Any, TypeVar

from app.core.database import db

Row = TypeVar("Row")
_numbers = count(1)


def number() -> int:
    """A number not used before in this run."""
    return next(_numbers)


def stored(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row


def commit(*rows: Any) -> None:
    """Make rows visible to requests of the test client."""
    db.session.commit()
    for row in rows:
        db.session.refresh(row)

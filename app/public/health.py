"""Whether each part that the application stands on does its work now, and whether somebody has to look after it soon.

Green: all is well. Yellow: it works, and a person has something to do. Red: it does not work.
"""

import logging
import tempfile
from collections.abc import Callable
from enum import StrEnum

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import db
from app.responses.queries import list_unconfirmed

log = logging.getLogger(__name__)


class Colour(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


def colours() -> dict[str, Colour]:
    """By part: the database answers, the storage takes a file, the calendars by which due dates are counted now are
    confirmed (see `list_unconfirmed`)."""
    checks = {"database": _database, "storage": _storage, "calendar": _calendar}
    return {name: _seen(check) for name, check in checks.items()}


def worst(parts: dict[str, Colour]) -> Colour:
    return max(parts.values(), key=list(Colour).index)


def _seen(check: Callable[[], Colour]) -> Colour:
    try:
        return check()
    except (SQLAlchemyError, OSError) as fault:
        log.warning("not ready: %s", fault)
        return Colour.RED


def _database() -> Colour:
    db.session.execute(text("SELECT 1"))
    return Colour.GREEN


def _storage() -> Colour:
    """Writes a byte into a file without a name, which is gone at once."""
    with tempfile.TemporaryFile(dir=current_app.config["DATA_DIR"]) as file:
        file.write(b"1")
        file.flush()
    return Colour.GREEN


def _calendar() -> Colour:
    return Colour.YELLOW if list_unconfirmed(clock.today()) else Colour.GREEN

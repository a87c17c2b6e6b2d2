"""Whether each part that the application stands on does its work now."""

import logging
import tempfile
from collections.abc import Callable

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import db

log = logging.getLogger(__name__)


def readiness() -> dict[str, bool]:
    """By part, whether it is ready: the database answers, the storage takes a file."""
    return {"database": _works(_ask_database), "storage": _works(_write_a_byte)}


def _works(check: Callable[[], None]) -> bool:
    try:
        check()
    except (SQLAlchemyError, OSError) as fault:
        log.warning("not ready: %s", fault)
        return False
    return True


def _ask_database() -> None:
    db.session.execute(text("SELECT 1"))


def _write_a_byte() -> None:
    """Into a file without a name, which is gone at once."""
    with tempfile.TemporaryFile(dir=current_app.config["DATA_DIR"]) as file:
        file.write(b"1")
        file.flush()

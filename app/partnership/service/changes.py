"""What the use cases of this feature share: holding a row, setting values and telling which of them changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from app.core.database import db
from app.core.errors import Invalid, Stale
from app.partnership.rules import is_plausible

Row = TypeVar("Row")
CHANGED = _l("Somebody changed this meanwhile. What you typed is still here: compare, then save again.")


def hold(row: Row, seen: int | None = None, message: Any = CHANGED) -> Row:
    """The row as it is now, held until the transaction ends. Stale if its `edits` are not those this person saw."""
    db.session.flush()
    db.session.expire(row)
    db.session.refresh(row, with_for_update=True)
    if seen is not None and seen != row.edits:  # type: ignore[attr-defined]
        raise Stale(message)
    return row


def apply(row: Any, values: Mapping[str, Any]) -> list[str]:
    """Set the values on a row, blank text as None; returns the names of what changed."""
    clean = {name: None if value == "" else value for name, value in values.items()}
    changed = [name for name, value in clean.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, clean[name])
    return changed


def check_days(**days: date | None) -> None:
    """Refuse days that cannot be meant; Invalid names each."""
    errors = {name: _l("Check the year.") for name, day in days.items() if not is_plausible(day)}
    if errors:
        raise Invalid(errors)

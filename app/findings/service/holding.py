"""Two people who decide at the same moment decide one after the other."""

from typing import TypeVar

from app.core.database import db
from app.findings.models import Finding, Observation

Row = TypeVar("Row", Observation, Finding)


def hold(row: Row) -> Row:
    """The row in its present state, held until the transaction ends: who comes second sees what happened."""
    db.session.refresh(row, ["state"], with_for_update=True)
    return row

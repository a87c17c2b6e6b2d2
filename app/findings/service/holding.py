"""Two people who decide at the same moment decide one after the other."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.database import db
from app.core.errors import Stale
from app.findings.models import Finding, FindingHand, Observation
from app.findings.queries import hands_of

Row = TypeVar("Row", Observation, Finding)


def hold(row: Row) -> Row:
    """The row in its present state, held until the transaction ends: who comes second sees what happened."""
    db.session.refresh(row, ["state"], with_for_update=True)
    return row


def hold_findings(*findings: Finding) -> None:
    """Each in its present state, always in the order of their numbers: so two people never wait for one another."""
    for row in sorted(set(findings), key=lambda row: row.id):
        db.session.refresh(row, with_for_update=True)


def refuse_stale(finding: Finding, seen: int | None) -> None:
    """Raises Stale when the finding's revision is another one than the person had before them; None: nobody looked."""
    if seen is not None and seen != finding.revision:
        raise Stale(_l("Somebody else changed the finding meanwhile. Look at it again, then decide."))


def lay_hands(finding: Finding, people: Iterable[int | None]) -> None:
    """Note who wrote a part of it or chose what it rests on: none of them cross-checks it."""
    new = {person for person in people if person is not None} - hands_of(finding)
    db.session.add_all(FindingHand(finding_id=finding.id, user_id=person) for person in sorted(new))
    db.session.flush()


def hold_all(ids: Sequence[int]) -> None:
    """Hold these observations until the transaction ends: in the order of their numbers and before anything else is
    held, so that two who take several wait for each other once, and never in a circle."""
    query = select(Observation.id).where(Observation.id.in_(ids)).order_by(Observation.id).with_for_update()
    db.session.scalars(query).all()

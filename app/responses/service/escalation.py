"""Writes of the escalation path: to whom a case goes when a body stays silent."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.bodies.models import PublicBody
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Refused
from app.responses.notice_models import EscalationAddressee
from app.responses.policy import require
from app.responses.queries import notices


def add_addressee(
    name_mn: str, name_en: str | None, email: str, body: PublicBody | None, actor: Actor, at: datetime
) -> EscalationAddressee:
    """Put an office at the end of the path of one body, or of every body (None)."""
    require(actor, "rules.edit")
    position = 1 + max((row.position for row in _siblings(body.id if body else None)), default=0)
    row = EscalationAddressee(body=body, position=position, name_mn=name_mn, name_en=name_en or None, email=email)
    db.session.add(row)
    audit.record(actor, at, "add", row, name=name_mn, email=email, body=body.id if body else None, position=position)
    return row


def move_addressee(row: EscalationAddressee, actor: Actor, at: datetime) -> None:
    """One place nearer to the start of its path."""
    require(actor, "rules.edit")
    before = [other for other in _siblings(row.body_id) if other.position < row.position]
    if row.removed_at or not before:
        raise Refused(_l("This addressee is the first already."))
    row.position, before[-1].position = before[-1].position, row.position
    audit.record(actor, at, "move", row, position=row.position)


def remove_addressee(row: EscalationAddressee, reason: str, actor: Actor, at: datetime) -> None:
    """Nothing goes to this addressee any more; what was sent stays in the history of the requests."""
    require(actor, "rules.edit")
    if row.removed_at:
        raise Refused(_l("This addressee was removed already."))
    row.removed_at = at
    audit.record(actor, at, "remove", row, reason=reason)


def _siblings(body_id: int | None) -> list[EscalationAddressee]:
    return [row for row in notices.list_addressees() if row.body_id == body_id]

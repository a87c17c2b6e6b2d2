"""Reads of replies that wait for somebody to look at them.

Nobody ticks a reply off: it was looked at once somebody who judges findings acted on what it says.
"""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.contracts.models import Contract
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.paging import Page, paginate
from app.findings.models import Finding
from app.partnership.queries import subnetworks_of
from app.responses.models import Request, Response, ResponseItem

LOOKED = ("assess", "close", "reopen", "escalate")  # verbs of a finding
OPEN_STATES = ("answered", "assessed", "reopened", "escalated")


def list_new_replies(person: User, page: int) -> Page:
    """Replies, the longest waiting first, on which nobody acted since: for at least one finding of the person's
    subnetworks that it answers. Not about good practice, of which nothing is judged."""
    query = select(Response).where(Response.id.in_(_new_for(person)))
    query = query.options(joinedload(Response.request).joinedload(Request.body))
    return paginate(query.order_by(Response.recorded_at, Response.id), page)


def count_new_replies(person: User) -> int:
    return db.session.scalar(select(func.count(Response.id)).where(Response.id.in_(_new_for(person)))) or 0


def not_acted_on(response: Response) -> list[ResponseItem]:
    """What it says to findings on which nobody acted since, of whatever subnetwork."""
    query = select(ResponseItem).join(Response).join(Finding).where(ResponseItem.response_id == response.id)
    return list(db.session.scalars(query.where(_is_new()).order_by(ResponseItem.id)))


def _new_for(person: User) -> Any:
    query = select(ResponseItem.response_id).join(Response).join(Finding).join(Contract).where(_is_new())
    if person.can("subnetworks.all"):
        return query
    return query.where(Contract.subnetwork_id.in_([network.id for network in subnetworks_of(person)]))


def _is_new() -> ColumnElement[bool]:
    acted = exists().where(
        AuditEntry.subject_kind == Finding.__tablename__,
        AuditEntry.subject_id == ResponseItem.finding_id,
        AuditEntry.verb.in_(LOOKED),
        AuditEntry.at >= Response.recorded_at,
    )
    return Finding.state.in_(OPEN_STATES) & (Finding.severity > 0) & ~acted

"""Writes of referrals: a body says that another one must answer, and that one is asked."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.bodies.models import PublicBody
from app.core.actors import Actor, System
from app.core.database import db
from app.core.errors import Refused
from app.responses import queries
from app.responses.follow_models import Referral
from app.responses.models import Request, Response, ResponseItem
from app.responses.service.drafting import draft_onward
from app.responses.service.holding import hold
from app.responses.states import REFERRAL

SYSTEM = System(permissions=frozenset({"requests.manage"}))


def follow(response: Response, at: datetime) -> None:
    """Note every answer that refers. Where one body of the register is meant, its request is drafted at once.

    A name that nobody bears, or several, waits for a decision, and so does a question that would go in a ring.
    """
    rows = [_note(item) for item in response.items if item.position == "refers"]
    for row in rows:
        if row.state == "unclear" and row.body and not queries.is_ring(row):
            open_next(row, row.body, SYSTEM, at)


def _note(item: ResponseItem) -> Referral:
    name = item.referred_to or ""
    row = Referral(item=item, name=name, body=queries.find_named(name))
    db.session.add(row)
    db.session.flush()
    return row


def open_next(referral: Referral, body: PublicBody, actor: Actor, at: datetime) -> Request:
    """Ask the body: all findings that the reply sends on under this name go into one request, still to be sent."""
    REFERRAL.check(_held(referral), "open_next", actor, body=body.id)
    if body.merged_into_id:
        raise Refused(_l("This body became one with another. Choose that one."))
    rows = queries.together_with(referral)
    request = queries.find_next(referral, body) or _draft(rows, body, actor, at)
    asked = {finding.id for finding in request.findings}
    for row in rows:
        if row.item.finding_id in asked:
            row.body, row.request = body, request
            REFERRAL.take(row, "open_next", actor, at, body=body.id, details={"request": request.number})
    db.session.flush()
    return request


def _held(referral: Referral) -> Referral:
    """Two people who decide on one reply decide one after the other."""
    hold(referral.origin)
    db.session.refresh(referral)
    return referral


def _draft(rows: Sequence[Referral], body: PublicBody, actor: Actor, at: datetime) -> Request:
    standing = set(queries.standing_findings(rows[0].origin))
    findings = [row.finding for row in rows if row.finding in standing]
    if not findings:
        raise Refused(_l("The finding was taken back: nothing is asked any more."))
    return draft_onward(findings, body, rows[0].origin, actor, at)


def set_aside(referral: Referral, reason: str, actor: Actor, at: datetime) -> None:
    """Ask nobody else. The reason stays in the network; the public reads that the referral was not followed."""
    _held(referral)
    for row in queries.together_with(referral):
        REFERRAL.take(row, "set_aside", actor, at, reason=reason)

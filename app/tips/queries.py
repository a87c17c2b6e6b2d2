"""Reads of tips."""

from datetime import datetime

from sqlalchemy import select

from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound
from app.tips import policy
from app.tips.models import Tip


def get_tip(tip_id: int, actor: Actor) -> Tip:
    """A tip that this person may read; raises NotFound otherwise."""
    tip = db.session.get(Tip, tip_id)
    if tip is None or not policy.may_read(actor, tip):
        raise NotFound()
    return tip


def find_by_receipt_hash(receipt_hash: str) -> Tip | None:
    found: Tip | None = db.session.scalar(select(Tip).where(Tip.receipt_hash == receipt_hash))
    return found


def find_by_form_key(form_key: str) -> Tip | None:
    found: Tip | None = db.session.scalar(select(Tip).where(Tip.form_key == form_key))
    return found


def list_tips(actor: Actor) -> list[Tip]:
    """Those that this person may handle, the oldest first."""
    tips = db.session.scalars(select(Tip).order_by(Tip.received_at, Tip.id))
    return [tip for tip in tips if policy.may_read(actor, tip)]


def list_to_forget(before: datetime) -> list[Tip]:
    """Ended before this instant, and still holding their text."""
    query = select(Tip).where(Tip.ended_at < before, Tip.forgotten_at.is_(None))
    return list(db.session.scalars(query.order_by(Tip.id)))

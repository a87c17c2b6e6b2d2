"""Reads of the views that people keep of the queue."""

from sqlalchemy import select

from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound
from app.findings.queue_models import QueueView


def list_views(person: Actor) -> list[QueueView]:
    """A person's own, the oldest first."""
    query = select(QueueView).where(QueueView.user_id == person.actor_id)
    return list(db.session.scalars(query.order_by(QueueView.id)))


def get_view(view_id: int, person: Actor) -> QueueView:
    """One of the person's own: of anybody else's it is not even said that there is one."""
    view = db.session.get(QueueView, view_id)
    if view is None or view.user_id != person.actor_id:
        raise NotFound()
    return view

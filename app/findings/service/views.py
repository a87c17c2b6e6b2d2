"""Filters of the queue that a person keeps under a name. Nobody else sees them."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid
from app.findings.queries import list_views
from app.findings.queue_models import QueueView
from app.findings.rules import MAX_VIEWS, view_key, what_is_wrong_with_name


def save_view(
    name: str, filters: Mapping[str, str], actor: Actor, at: datetime, *, is_default: bool = False
) -> QueueView:
    """`filters`: arguments of the queue's address. Raises Invalid for "name"."""
    if len(list_views(actor)) >= MAX_VIEWS:
        raise Invalid({"name": _l("You keep %(count)s views already. Delete one first.", count=MAX_VIEWS)})
    view = QueueView(user_id=actor.actor_id, filters=dict(filters), is_default=False, made_at=at)
    _name(view, name)
    audit.record(actor, at, "create", view)
    if is_default:
        prefer_view(view, actor, at)
    return view


def rename_view(view: QueueView, name: str, actor: Actor, at: datetime) -> None:
    """Raises Invalid for "name"."""
    _name(view, name)
    audit.record(actor, at, "rename", view)


def prefer_view(view: QueueView, actor: Actor, at: datetime) -> None:
    """The queue opens with this view from now on, and with no other."""
    _put_back(view)
    view.is_default = True
    audit.record(actor, at, "prefer", view)


def stop_preferring(view: QueueView, actor: Actor, at: datetime) -> None:
    """The queue opens whole again."""
    _put_back(view)
    audit.record(actor, at, "stop_preferring", view)


def delete_view(view: QueueView, actor: Actor, at: datetime) -> None:
    audit.record(actor, at, "delete", view)
    db.session.delete(view)
    db.session.flush()


def _put_back(view: QueueView) -> None:
    mine = update(QueueView).where(QueueView.user_id == view.user_id).values(is_default=False)
    db.session.execute(mine, execution_options={"synchronize_session": "fetch"})


def _name(view: QueueView, name: str) -> None:
    name = " ".join(name.split())
    if fault := what_is_wrong_with_name(name):
        raise Invalid({"name": fault})
    view.name, view.key = name, view_key(name)
    try:
        with db.session.begin_nested():
            db.session.add(view)
    except IntegrityError:
        raise Invalid({"name": _l("You have a view of this name already.")}) from None

"""Who may decide about accounts."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.permissions import Role
from app.core.actors import Actor
from app.core.errors import NotPermitted


def is_administrator(person: User) -> bool:
    return person.is_active and Role.ADMINISTRATOR in person.roles


def ensure_manager(actor: Actor) -> None:
    if not actor.can("accounts.manage"):
        raise NotPermitted(_l("You may not do this."))


def may_decide(actor: Actor, person: User) -> bool:
    """Nobody changes their own roles or closes their own account."""
    return actor.can("accounts.manage") and actor.actor_id != person.id


def ensure_decider(actor: Actor, person: User) -> None:
    ensure_manager(actor)
    if not may_decide(actor, person):
        raise NotPermitted(_l("Another administrator must do this: nobody decides about their own account."))


def ensure_self(actor: Actor, person: User) -> None:
    if actor.actor_id != person.id or not person.is_active:
        raise NotPermitted(_l("You may not do this."))

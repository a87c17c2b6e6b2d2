"""What administrators decide about accounts."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import policy
from app.accounts.models import User
from app.accounts.permissions import Role
from app.accounts.service.entering import checked_roles, enter
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Missing, Refused, WrongState


def create_person(
    email: str,
    name: str,
    roles: Iterable[str],
    password: str,
    actor: Actor,
    at: datetime,
    language: str = "mn",
) -> User:
    """A new account without an invitation. Raises NotPermitted, or Invalid by field."""
    policy.ensure_manager(actor)
    person = enter(email=email, name=name, roles=roles, password=password, language=language, at=at)
    audit.record(actor, at, "create", person, roles=person.roles)
    return person


def set_roles(person: User, roles: Iterable[str], actor: Actor, at: datetime) -> None:
    """Give exactly these roles, from the next request on; never to oneself; an administrator remains."""
    policy.ensure_decider(actor, person)
    after = checked_roles(roles)
    if Role.ADMINISTRATOR not in after:
        _ensure_administrator_besides(person)
    before = person.roles
    if set(before) != set(after):
        person.roles = after
        audit.record(actor, at, "set_roles", person, before=before, after=after)


def close_account(person: User, actor: Actor, at: datetime, reason: str) -> None:
    """End all sessions and let none begin. What the person did stays, under their name."""
    policy.ensure_decider(actor, person)
    _ensure_administrator_besides(person)
    if not person.is_active:
        raise WrongState(_l("This account is closed already."))
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    person.is_active = False
    person.epoch += 1
    audit.record(actor, at, "close", person, reason=reason.strip())


def reopen_account(person: User, actor: Actor, at: datetime) -> None:
    """Let a closed account sign in again, with the password and the roles it had."""
    policy.ensure_decider(actor, person)
    if person.is_active:
        raise WrongState(_l("This account is open already."))
    person.is_active = True
    audit.record(actor, at, "reopen", person)


def _ensure_administrator_besides(person: User) -> None:
    """Two administrators who remove each other in the same moment wait for one another here (PostgreSQL)."""
    query = select(User).order_by(User.id).with_for_update()
    everyone = db.session.scalars(query.execution_options(populate_existing=True)).all()
    administrators = [someone for someone in everyone if policy.is_administrator(someone)]
    if administrators == [person]:
        raise Refused(_l("This is the last administrator. Make somebody else an administrator first."))

"""Reads of people and invitations."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from app.accounts.models import Invitation, User
from app.accounts.rules import plain_email
from app.accounts.terms import VERBS
from app.core import audit
from app.core.database import db
from app.core.errors import NotFound
from app.core.text import sort_key


@dataclass(frozen=True)
class Event:
    """Something done to an account, for the timeline on its page."""

    when: datetime
    who: str | None
    what: Any
    reason: str | None


def get_person(person_id: int) -> User:
    """Raises NotFound."""
    person: User = _found(db.session.get(User, person_id))
    return person


def find_person_by(email: str) -> User | None:
    """The person of this e-mail in any spelling, closed accounts among them."""
    return db.session.scalar(select(User).where(User.email == plain_email(email)))


def list_people() -> list[User]:
    """Everyone who ever had an account, in the order of the Mongolian alphabet."""
    people = db.session.scalars(select(User))
    return sorted(people, key=lambda person: (sort_key(person.name), person.id))


def list_people_who_may(permission: str) -> list[User]:
    """Those with an open account who hold the permission, by name."""
    return [person for person in list_people() if person.can(permission)]


def names_of(person_ids: Iterable[int | None]) -> dict[int, str]:
    """Account number to name."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(set(person_ids) - {None})))
    return {row.id: row.name for row in rows}


def history_of(person: User) -> list[Event]:
    """What was done to the account, newest first."""
    entries = audit.history(person)[::-1]
    names = names_of(entry.actor_id for entry in entries)
    return [
        Event(entry.at, names.get(entry.actor_id or 0), VERBS.get(entry.verb, entry.verb), entry.reason)
        for entry in entries
    ]


def get_invitation(invitation_id: int) -> Invitation:
    """Raises NotFound."""
    invitation: Invitation = _found(db.session.get(Invitation, invitation_id))
    return invitation


def find_invitation_by(secret: str) -> Invitation | None:
    """The invitation of a link, whatever became of it."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == hash_of(secret)))


def is_invited(email: str) -> bool:
    """Whether an invitation to this e-mail was neither accepted nor revoked; it may have expired."""
    pending = exists().where(
        Invitation.email == plain_email(email),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    return bool(db.session.scalar(select(pending)))


def list_invitations() -> list[Invitation]:
    """Invitations of those who have no account yet, newest first."""
    joined = exists().where(User.email == Invitation.email)
    query = select(Invitation).where(Invitation.accepted_at.is_(None), ~joined)
    return list(db.session.scalars(query.order_by(Invitation.id.desc())))


def hash_of(secret: str) -> str:
    """What is kept of the secret in a link: its SHA-256. The secret is random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound()
    return row

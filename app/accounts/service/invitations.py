"""Becoming a member by invitation: a link with a secret of which only the hash is kept."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import letters, links, policy, queries
from app.accounts.models import Invitation, User
from app.accounts.rules import INVITATION_VALID_FOR
from app.accounts.service.entering import checked_email, checked_name, checked_roles, enter
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, WrongState


def invite(email: str, name: str, roles: Iterable[str], actor: Actor, at: datetime) -> Invitation:
    """Write somebody a link; `actor` is a person. Raises Invalid for who has an account or invitation."""
    policy.ensure_manager(actor)
    invitation = Invitation(
        email=checked_email(email),
        name=checked_name(name),
        roles=checked_roles(roles),
        invited_by_id=actor.actor_id,
        created_at=at,
    )
    _ensure_stranger(invitation.email)
    if queries.is_invited(invitation.email):
        raise Invalid({"email": _l("This email was invited already. You can send that invitation again.")})
    _send(invitation, at)
    audit.record(actor, at, "invite", invitation, roles=invitation.roles)
    return invitation


def send_again(invitation: Invitation, actor: Actor, at: datetime) -> None:
    """A new link for seven more days; the link before stops working. A revoked invitation is open again."""
    policy.ensure_manager(actor)
    _lock(invitation)
    _ensure_not_accepted(invitation)
    _ensure_stranger(invitation.email)
    invitation.revoked_at = None
    _send(invitation, at)
    audit.record(actor, at, "send_again", invitation)


def revoke_invitation(invitation: Invitation, actor: Actor, at: datetime) -> None:
    """Take an invitation back: its link stops working."""
    policy.ensure_manager(actor)
    _lock(invitation)
    _ensure_not_accepted(invitation)
    if invitation.revoked_at:
        raise WrongState(_l("This invitation was taken back already."))
    invitation.revoked_at = at
    audit.record(actor, at, "revoke", invitation)


def accept_invitation(secret: str, name: str, password: str, at: datetime, language: str = "mn") -> User:
    """The person who followed the link, as a new member. Raises LinkClosed, or Invalid by field."""
    invitation = links.open_invitation(secret, at)
    _lock(invitation)
    links.ensure_open(invitation, at)
    person = enter(
        email=invitation.email,
        name=name,
        roles=invitation.roles,
        password=password,
        language=language,
        at=at,
    )
    invitation.accepted_at = at
    audit.record(person, at, "accept", person, invitation=invitation.id, roles=person.roles)
    return person


def _send(invitation: Invitation, at: datetime) -> None:
    secret = secrets.token_urlsafe(32)
    invitation.token_hash = queries.hash_of(secret)
    invitation.expires_at = at + INVITATION_VALID_FOR
    db.session.add(invitation)
    db.session.flush()
    letters.send_invitation(invitation, secret)


def _lock(invitation: Invitation) -> None:
    """Who comes second waits and then sees what the first did."""
    db.session.refresh(invitation, with_for_update=True)


def _ensure_not_accepted(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise WrongState(_l("This invitation was accepted already."))


def _ensure_stranger(email: str) -> None:
    if queries.find_person_by(email):
        raise Invalid({"email": _l("There is an account with this email already.")})

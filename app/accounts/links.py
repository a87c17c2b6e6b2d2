"""Links in mails: an invitation holds a random secret, a new password a signed token that works once."""

import hashlib
from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.models import Invitation, User
from app.accounts.queries import find_invitation_by, find_person_by
from app.accounts.rules import RESET_VALID_FOR, invitation_state
from app.core import tokens
from app.core.database import db
from app.core.errors import Refused

RESET = "password-reset"

_CLOSED_INVITATION = {
    "accepted": _l("This invitation was used already. Sign in with your email and your password."),
    "expired": _l("This invitation has expired. Ask whoever invited you to send it again."),
    "revoked": _l("This invitation was taken back. Ask whoever invited you."),
}


class LinkClosed(Refused):
    """A link that holds no longer, or never did."""


def address_of(endpoint: str, token: str, language: str) -> str:
    """The whole address of a page, as it stands in a mail to somebody who reads this language."""
    path = current_app.url_map.bind("").build(endpoint, {"token": token, "lang": language})
    return f"{current_app.config['PUBLIC_URL']}{path}"


def open_invitation(secret: str, at: datetime) -> Invitation:
    """The invitation of a link. Raises LinkClosed when it can no longer be accepted."""
    invitation = find_invitation_by(secret)
    if invitation is None:
        raise LinkClosed(_l("This link is not whole, or a newer invitation replaced it. Look for the newest mail."))
    ensure_open(invitation, at)
    return invitation


def ensure_open(invitation: Invitation, at: datetime) -> None:
    """Raises LinkClosed when the invitation cannot be accepted."""
    state = invitation_state(invitation.accepted_at, invitation.revoked_at, invitation.expires_at, at)
    if state != "open":
        raise LinkClosed(_CLOSED_INVITATION[state])
    if find_person_by(invitation.email):
        raise LinkClosed(_l("There is an account with this email already. Sign in, or ask for a new password."))


def reset_token(person: User) -> str:
    """Holds until the password or the epoch changes, so it works once."""
    return tokens.issue(RESET, [person.id, person.epoch, _fingerprint(person)])


def open_reset(token: str) -> User:
    """The person whose password may be set. Raises LinkClosed."""
    payload = tokens.open_token(RESET, token, int(RESET_VALID_FOR.total_seconds()))
    person = db.session.get(User, payload[0]) if payload else None
    if person is None or not person.is_active or payload != [person.id, person.epoch, _fingerprint(person)]:
        raise LinkClosed(_l("This link was used already or is too old. Ask for a new one."))
    return person


def _fingerprint(person: User) -> str:
    return hashlib.sha256(person.password_hash.encode()).hexdigest()[:16]

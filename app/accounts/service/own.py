"""What people do with their own account."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import letters, links, passwords, policy, queries
from app.accounts.models import User
from app.accounts.service.entering import checked_language, checked_name, new_hash
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused


def sign_in(email: str, password: str) -> User:
    """The person of this e-mail and password.

    Raises Refused, with one message and after the same time, for a wrong password, an unknown e-mail and a
    closed account.
    """
    person = queries.find_person_by(email)
    matches = passwords.matches(password, person.password_hash if person else None)
    if person is None or not matches or not person.is_active:
        raise Refused(_l("The email or the password is not right. Check both and try again."))
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
        db.session.flush()
    return person


def sign_out_everywhere(person: User, actor: Actor, at: datetime) -> None:
    """End every session of the person, this one among them."""
    policy.ensure_self(actor, person)
    person.epoch += 1
    audit.record(actor, at, "sign_out_everywhere", person)


def change_password(person: User, present: str, password: str, actor: Actor, at: datetime) -> None:
    """Set a new password and end all sessions; the view begins this one anew. Raises Invalid by field."""
    policy.ensure_self(actor, person)
    if not passwords.matches(present, person.password_hash):
        raise Invalid({"present": _l("This is not your present password.")})
    _set_password(person, password)
    audit.record(actor, at, "change_password", person)


def request_reset(email: str) -> None:
    """Mail a link for a new password if there is an open account with this e-mail; never tells whether."""
    person = queries.find_person_by(email)
    if person and person.is_active:
        letters.send_reset(person)


def reset_password(token: str, password: str, at: datetime) -> User:
    """Set a new password by a mailed link and end all sessions. Raises LinkClosed, or Invalid by field."""
    person = links.open_reset(token)
    db.session.refresh(person, with_for_update=True)
    links.open_reset(token)
    _set_password(person, password)
    audit.record(person, at, "reset_password", person)
    return person


def change_profile(person: User, name: str, language: str, actor: Actor, at: datetime) -> None:
    """Change one's name and the language one is written to. Raises Invalid by field."""
    policy.ensure_self(actor, person)
    values = {"name": checked_name(name), "language": checked_language(language)}
    changed = [field for field, value in values.items() if getattr(person, field) != value]
    for field in changed:
        setattr(person, field, values[field])
    if changed:
        audit.record(actor, at, "edit", person, changed=changed)


def _set_password(person: User, password: str) -> None:
    person.password_hash = new_hash(password, person.email, person.name)
    person.epoch += 1

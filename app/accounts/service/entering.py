"""What every way to an account has in common: checking what was entered, and making the row."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.accounts import passwords
from app.accounts.models import User
from app.accounts.permissions import ACCOUNT_ROLES
from app.accounts.rules import LONGEST_NAME, is_email, password_fault, plain_email, plain_name
from app.core.database import db
from app.core.errors import Invalid
from app.ui.i18n import LANGUAGES


def enter(*, email: str, name: str, roles: Iterable[str], password: str, language: str, at: datetime) -> User:
    """The flushed row of a new person. Raises Invalid, also when somebody took the e-mail a moment before."""
    email, name = checked_email(email), checked_name(name)
    person = User(
        email=email,
        name=name,
        roles=checked_roles(roles),
        password_hash=new_hash(password, email, name),
        language=checked_language(language),
        created_at=at,
    )
    db.session.add(person)
    try:
        db.session.flush()
    except IntegrityError:
        raise Invalid({"email": _l("There is an account with this email already.")}) from None
    return person


def checked_email(email: str) -> str:
    if not is_email(email):
        raise Invalid({"email": _l("Write an email such as bat@example.mn, in Latin letters.")})
    return plain_email(email)


def checked_name(name: str) -> str:
    plain = plain_name(name)
    if not plain:
        raise Invalid({"name": _l("Write the name.")})
    if len(plain) > LONGEST_NAME:
        raise Invalid({"name": _l("Use at most %(number)s characters.", number=LONGEST_NAME)})
    return plain


def checked_roles(roles: Iterable[str]) -> list[str]:
    """In the order of the permission map."""
    chosen = set(roles)
    if not chosen:
        raise Invalid({"roles": _l("Choose at least one role.")})
    if unknown := chosen - set(ACCOUNT_ROLES):
        raise Invalid({"roles": _l("No account can have this role: %(role)s", role=min(unknown))})
    return [role.value for role in ACCOUNT_ROLES if role in chosen]


def checked_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Invalid({"language": _l("Not a valid choice.")})
    return language


def new_hash(password: str, email: str, name: str) -> str:
    """The hash of a new password. Raises Invalid when it breaks the rules."""
    if fault := password_fault(password, email, name):
        raise Invalid({"password": fault})
    return passwords.hash_password(password)

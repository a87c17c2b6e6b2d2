"""What the tests of accounts start from."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.models import User
from app.core import audit, clock
from app.core.database import db
from app.core.mail import OutgoingMail
from tests.given import people

PASSWORD = "цэнхэр морь уулан дээр"


@pytest.fixture(autouse=True)
def _in_english(app) -> Iterator[None]:
    """Refusals are told apart by their English text."""
    with force_locale("en"):
        yield


@pytest.fixture
def password() -> str:
    """The password of `member`; long enough, nobody's name."""
    return PASSWORD


@pytest.fixture
def member(app) -> User:
    """A monitor who can sign in."""
    return people.person("monitor", password_hash=passwords.hash_password(PASSWORD))


@pytest.fixture
def administrator(app) -> User:
    return people.person("administrator")


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def letters(app) -> Callable[[], list[OutgoingMail]]:
    """Mails written so far, oldest first."""
    return lambda: list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


@pytest.fixture
def secret_in(letters) -> Callable[[], str]:
    """The secret of the link in the newest mail."""
    return lambda: re.search(r"/(?:invitation|reset)/([\w.-]+)", letters()[-1].body)[1]


@pytest.fixture
def entries(app) -> Callable[[], list[audit.AuditEntry]]:
    """The audit chain, oldest first."""
    return lambda: audit.recent()[::-1]

"""The pass that a phone carries: whose it is, for what it hands over when it cannot sign in itself.

It opens nothing else. It ends when the person signs out everywhere, as for a lost phone, or after sixty days.
"""

from app.accounts import sessions
from app.accounts.models import User
from app.core import tokens

PURPOSE = "field-pass"
VALID_FOR = 60 * 24 * 3600  # seconds


def issue(person: User) -> str:
    return tokens.issue(PURPOSE, person.get_id())


def find_holder(text: str) -> User | None:
    """Whose pass it is; None when it is forged, too old, or holds no longer."""
    number = tokens.open_token(PURPOSE, text, VALID_FOR)
    return sessions.load(str(number)) if number else None

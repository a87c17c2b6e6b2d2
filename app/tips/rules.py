"""Receipt numbers and what a tip must not hold. Pure."""

import re
import secrets
from typing import Any

from flask_babel import lazy_gettext as _l

MAX_TEXT = 5_000
MAX_PHOTOS = 3
RECEIPT_DIGITS = 16
KEPT_DAYS = 180

_REGISTRATION_NUMBER = re.compile(r"(?<![^\W\d_])[А-ЯЁӨҮа-яёөү]{2}[\s-]?\d{8}(?!\d)")


def new_receipt() -> str:
    """A number of 16 digits nobody can guess: 14 by chance, two that check them."""
    body = f"{secrets.randbelow(10**14):014d}"
    return body + check_digits(body)


def check_digits(body: str) -> str:
    """ISO 7064 MOD 97-10: the whole number leaves 1 when divided by 97."""
    return f"{98 - int(body) * 100 % 97:02d}"


def digits_of(typed: str) -> str:
    """A receipt as it was typed, without spaces and dashes."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", typed)


def is_receipt(digits: str) -> bool:
    """Whether it may be a receipt at all: a slip of the pen is no guess."""
    if len(digits) != RECEIPT_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return False
    return digits[-2:] == check_digits(digits[:-2])


def in_groups(digits: str) -> str:
    """For people to read and copy: four groups of four."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def has_registration_number(text: str) -> bool:
    """Whether a national registration number of a person stands in it."""
    return bool(_REGISTRATION_NUMBER.search(text))


def text_fault(text: str) -> Any:
    """Why this text cannot be taken; None when it can."""
    if not text.strip():
        return _l("Write what you saw.")
    if len(text) > MAX_TEXT:
        return _l("This text is too long.")
    if has_registration_number(text):
        return _l("Take out the registration number: two letters and eight digits name a person.")
    return None

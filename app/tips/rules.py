"""Receipt numbers and what a tip must not hold. Pure."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

MAX_TEXT = 5_000
MAX_PHOTOS = 3  # at a time
MAX_FILES = 9  # in all
RECEIPT_DIGITS = 16
KEPT_DAYS = 180

# Two letters, then birth year, month (from 2000 on 20 more), day, and two digits. Capitals may stand apart from the
# digits, and people type Latin letters that look alike; small letters before a gap are words: "дүн нь 25000000".
_LETTERS = r"(?<![^\W\d_])(?:[А-ЯЁӨҮA-Z]{2}[\s№-]{0,3}|[а-яёөү]{2})"
_DIGITS = r"\d\s?\d\s?(?:[02]\s?[1-9]|[13]\s?[0-2])\s?(?:0\s?[1-9]|[12]\s?\d|3\s?[01])\s?\d\s?\d(?!\d)"
_REGISTRATION_NUMBER = re.compile(_LETTERS + _DIGITS)


def receipt_of(secret: int) -> str:
    """16 digits: 14 of a number that nobody can guess, two that check them."""
    body = f"{secret % 10**14:014d}"
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

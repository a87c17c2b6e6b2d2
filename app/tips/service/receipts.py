"""Numbers that only this installation can tell. Its own key makes them: they outlive a change of SECRET_KEY."""

import hashlib
import hmac

from app.core import keys
from app.tips.rules import receipt_of


def receipt_for(form_key: str) -> str:
    return receipt_of(_keyed("receipt", form_key))


def hash_receipt(digits: str) -> str:
    """Keyed, because 14 digits are few enough to try all: without the key of the house, the table tells nothing."""
    return f"{_keyed('hash', digits):064x}"


def hash_form_key(form_key: str) -> str:
    return f"{_keyed('form', form_key):064x}"


def _keyed(purpose: str, text: str) -> int:
    return int.from_bytes(hmac.digest(keys.derived("tips"), f"{purpose}:{text}".encode(), hashlib.sha256))

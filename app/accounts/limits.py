"""Limits on guessing. Only what `count_failure` marks uses an attempt up; mails asked for count each."""

import hashlib

from flask import request
from flask_login import current_user

from app.accounts.rules import plain_email
from app.ui.limits import count_failure, failed, limiter, seconds_to_wait, wait_message

__all__ = ["count_failure", "seconds_to_wait", "wait_message"]


def _typed_email() -> str:
    """The e-mail that was typed, as a hash: counters hold no addresses of people."""
    return hashlib.sha256(plain_email(request.form.get("email", "")).encode()).hexdigest()


def _signed_in() -> str:
    return f"person {current_user.id}"


POST = ["POST"]
guesses_by_address = limiter.limit("30 per 15 minutes", methods=POST, deduct_when=failed)
guesses_by_email = limiter.limit("6 per 15 minutes", key_func=_typed_email, methods=POST, deduct_when=failed)
guesses_by_person = limiter.limit("6 per 15 minutes", key_func=_signed_in, methods=POST, deduct_when=failed)
mails_by_address = limiter.limit("20 per hour", methods=POST)
mails_by_email = limiter.limit("3 per hour", key_func=_typed_email, methods=POST)

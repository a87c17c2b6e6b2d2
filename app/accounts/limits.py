"""Limits on guessing. Only what `count_failure` marks uses an attempt up; mails asked for count each."""

import hashlib
import time

from flask import g, request
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.rules import plain_email
from app.ui.limits import limiter


def count_failure() -> None:
    """The attempt this request made was wrong."""
    g.attempt_failed = True


def _failed(_response: Response) -> bool:
    return bool(g.get("attempt_failed"))


def _typed_email() -> str:
    """The e-mail that was typed, as a hash: counters hold no addresses of people."""
    return hashlib.sha256(plain_email(request.form.get("email", "")).encode()).hexdigest()


def _signed_in() -> str:
    return f"person {current_user.id}"


POST = ["POST"]
guesses_by_address = limiter.limit("30 per 15 minutes", methods=POST, deduct_when=_failed)
guesses_by_email = limiter.limit("6 per 15 minutes", key_func=_typed_email, methods=POST, deduct_when=_failed)
guesses_by_person = limiter.limit("6 per 15 minutes", key_func=_signed_in, methods=POST, deduct_when=_failed)
mails_by_address = limiter.limit("20 per hour", methods=POST)
mails_by_email = limiter.limit("3 per hour", key_func=_typed_email, methods=POST)


def seconds_to_wait() -> int:
    """Until the limit that was hit lets the next attempt through."""
    return max(1, limiter.current_limit.reset_at - int(time.time())) if limiter.current_limit else 60


def wait_message() -> str:
    minutes = -(-seconds_to_wait() // 60)
    message: str = ngettext(
        "Too many attempts. Wait %(num)s minute, then try again.",
        "Too many attempts. Wait %(num)s minutes, then try again.",
        minutes,
    )
    return message

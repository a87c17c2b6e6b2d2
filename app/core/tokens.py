"""Signed, expiring tokens for links in mails and letters. Each purpose has its own salt."""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer


def issue(purpose: str, payload: Any) -> str:
    return _serializer(purpose).dumps(payload)


def open_token(purpose: str, token: str, max_age_seconds: int) -> Any | None:
    """The payload, or None if the token is forged, of another purpose, or older than it may be."""
    try:
        return _serializer(purpose).loads(token, max_age=max_age_seconds)
    except BadData:
        return None


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"khyanalt.{purpose}")

"""Handing a clean copy to a browser, so that nothing in it can act: no sniffing, and a sandbox of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response

from app.core import storage

View = TypeVar("View", bound=Callable[..., Any])


def sandboxed(view: View) -> View:
    """The view's answers carry a policy of their own in place of the pages' (Flask-Talisman reads this attribute)."""
    view.talisman_view_options = {"content_security_policy": "default-src 'none'; sandbox"}  # type: ignore[attr-defined]
    return view


def serve_clean_copy(sha256: str, media_type: str) -> Response:
    """The bytes under their hash: they never change. What is no picture is handed over to be saved."""
    response = Response(storage.get("clean", sha256), mimetype=media_type)
    response.headers["Content-Disposition"] = "inline" if media_type.startswith("image/") else "attachment"
    response.set_etag(sha256)
    return response

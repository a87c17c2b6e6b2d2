"""Handing a clean copy to a browser so that nothing in it can act: never sniffed, in a sandbox of its own, under a name
that tells nothing. Pictures are shown in place, everything else is handed over to be saved. Videos are also handed over
in parts: players ask for the end first."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from mimetypes import guess_extension
from typing import Any, TypeVar

from flask import Response, request

from app.ui.headers import POLICY

View = TypeVar("View", bound=Callable[..., Any])


def sandboxed(view: View) -> View:
    """The view's answers carry the pages' policy and a sandbox (Flask-Talisman reads this attribute)."""
    view.talisman_view_options = {"content_security_policy": POLICY | {"sandbox": ""}}  # type: ignore[attr-defined]
    return view


def serve(data: bytes, media_type: str | None, name: str) -> Response:
    """An answer with these bytes; `name` without an ending, which follows from the media type."""
    kind = media_type or "application/octet-stream"
    response = Response(data, mimetype=kind)
    way = "inline" if kind.startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename={name}{guess_extension(kind) or ''}"
    if kind.startswith("video/"):
        response.make_conditional(request, accept_ranges=True, complete_length=len(data))
    return response


def hand_over(data: bytes, media_type: str | None, name: str) -> Response:
    """Bytes that nobody cleaned: always a download, never of a type that a browser would open, with their hash
    (`Repr-Digest`, RFC 9530). Only the ending of the name follows from the media type."""
    response = Response(data, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename={name}{ending_of(media_type)}"
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"
    response.headers["Cache-Control"] = "no-store"
    return response


def ending_of(media_type: str | None) -> str:
    return (guess_extension(media_type) if media_type else None) or ".bin"

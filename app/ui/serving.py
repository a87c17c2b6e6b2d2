"""Handing a clean copy to a browser so that nothing in it can act: never sniffed, in a sandbox of its own, under a name
that tells nothing. Pictures are shown in place, everything else is handed over to be saved. Videos are also handed over
in parts: players ask for the end first."""

from collections.abc import Callable
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

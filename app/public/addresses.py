"""Whole addresses of public pages, from the setting and never from what a browser claims the host is."""

from typing import Any

from flask import current_app, request, url_for


def absolute(endpoint: str, **values: Any) -> str:
    return f"{current_app.config['PUBLIC_URL']}{url_for(endpoint, **values)}"


def in_language(language: str | None = None) -> str:
    """The present page in one language, or in the reader's own (None). Of a list, its page number stays."""
    endpoint = request.endpoint or "public.home"
    number = request.args.get("page", 1, type=int)
    values = {**(request.view_args or {}), "lang": language, "page": number if number > 1 else None}
    return f"{current_app.config['PUBLIC_URL']}{url_for(endpoint, **values)}"

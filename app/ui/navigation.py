"""The menu of signed-in people: features register entries, each with the permission it needs."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user


@dataclass(frozen=True)
class Entry:
    order: int
    label: Any
    endpoint: str
    permission: str


def init_app(app: Flask) -> None:
    app.extensions["navigation"] = []
    app.jinja_env.globals["workspace_nav"] = workspace_nav


def register(app: Flask, order: int, label: Any, endpoint: str, permission: str) -> None:
    app.extensions["navigation"].append(Entry(order, label, endpoint, permission))


def workspace_nav() -> list[tuple[Any, str, bool]]:
    """(label, address, whether it is the present page) of what this person may open."""
    entries = sorted(current_app.extensions["navigation"], key=lambda entry: entry.order)
    return [
        (entry.label, url_for(entry.endpoint), request.endpoint == entry.endpoint)
        for entry in entries
        if current_user.can(entry.permission)
    ]

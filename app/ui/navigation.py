"""The menu of signed-in people: features register entries, each with the permission it needs and, if something waits
behind it, who counts that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import format_decimal
from flask_login import current_user


@dataclass(frozen=True)
class Entry:
    order: int
    label: Any
    endpoint: str
    permission: str
    count: Callable[[Any], int] | None = None


def init_app(app: Flask) -> None:
    app.extensions["navigation"] = []
    app.jinja_env.globals["workspace_nav"] = workspace_nav


def register(
    app: Flask, order: int, label: Any, endpoint: str, permission: str, count: Callable[[Any], int] | None = None
) -> None:
    app.extensions["navigation"].append(Entry(order, label, endpoint, permission, count))


def workspace_nav() -> list[tuple[Any, str, bool]]:
    """(label, address, whether it is the present page) of what this person may open."""
    entries = sorted(current_app.extensions["navigation"], key=lambda entry: entry.order)
    return [
        (_counted(entry), url_for(entry.endpoint), request.endpoint == entry.endpoint)
        for entry in entries
        if current_user.can(entry.permission)
    ]


def _counted(entry: Entry) -> Any:
    """The label, with how much waits there; counted once for each page, which draws the menu twice."""
    if entry.count is None:
        return entry.label
    known = g.setdefault("menu_counts", {})
    if entry.endpoint not in known:
        known[entry.endpoint] = entry.count(current_user)
    return f"{entry.label} ({format_decimal(number)})" if (number := known[entry.endpoint]) else entry.label

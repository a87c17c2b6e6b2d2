"""Khyanalt: citizens monitor public contracts, from the field to the public."""

from typing import Any

from flask import Flask


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """The application; `settings` override what the environment says.

    Everything is loaded here and not with the package: a process that needs one part of it starts in half the time.
    """
    from app import wiring

    return wiring.create_app(settings)

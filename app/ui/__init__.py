"""What every page shares: layouts, macros, form base, guards, error pages. No words of the domain."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from app.ui import errors, filters, guards, headers, i18n, limits, navigation

blueprint = Blueprint("ui", __name__, template_folder="templates", static_folder="static", static_url_path="/ui")


@lru_cache
def _fingerprint(path: str) -> str:
    file = Path(path)
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def _name_by_content(endpoint: str, values: dict[str, Any]) -> None:
    """A static file's address changes with its content, so it may be cached for long and never be stale."""
    if endpoint == "ui.static" and (folder := blueprint.static_folder) and "filename" in values:
        values["v"] = _fingerprint(str(Path(folder) / values["filename"]))


def init_app(app: Flask) -> None:
    for part in (i18n, guards, headers, limits, filters, navigation, errors):
        part.init_app(app)
    app.url_defaults(_name_by_content)
    Bootstrap5(app)
    CSRFProtect(app)
    app.config["WTF_CSRF_SSL_STRICT"] = False  # it checks the Referer, which our own headers withhold
    app.register_blueprint(blueprint)

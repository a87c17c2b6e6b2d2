"""What a phone keeps of the field app: the page, the scripts, the words, and the worker that keeps them."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask_babel import force_locale, gettext as _

from app.core.errors import NotFound
from app.field import code
from app.field.words import words_in
from app.ui.guards import open_to_all
from app.ui.headers import widened
from app.ui.i18n import LANGUAGES, current_language

blueprint = Blueprint("field", __name__, url_prefix="/field", template_folder="templates")

WHY = "the app itself, the same for everybody; it holds no data"
YEAR = 365 * 24 * 3600
IN_FIELD = {"img-src": "'self' data: blob:", "manifest-src": "'self'", "worker-src": "'self'"}


@blueprint.get("/")
@open_to_all(WHY)
@widened(IN_FIELD, permissions=("geolocation",))
def shell() -> Any:
    return render_template("field/shell.html", version=code.version(), noscript=_without_scripts())


def _without_scripts() -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = _("This app needs scripts. Without them observations are logged here:")
    return said


@blueprint.get("/sw.js")
@open_to_all(WHY)
def worker() -> Any:
    """The worker says which files make its version; a changed byte here is how a browser learns of a new one."""
    made_of = {"VERSION": code.version(), "FILES": _files(code.version())}
    said = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in made_of.items())
    response = Response(said + (code.FOLDER / code.WORKER).read_text("utf-8"), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = url_for("field.shell", lang=None)
    return response


def _files(version: str) -> list[str]:
    pages = [url_for("field.shell", lang=None), url_for("field.manifest", lang=None)]
    words = [url_for("field.words", language=language, lang=None) for language in LANGUAGES]
    return pages + words + [url_for("field.file", version=version, name=name, lang=None) for name in code.list_code()]


@blueprint.get("/manifest.webmanifest")
@open_to_all(WHY)
def manifest() -> Any:
    icons = [
        {"src": _address(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
        for size in (192, 512)
    ]
    start = url_for("field.shell", lang=None)
    facts = {
        "id": start,
        "name": _("Khyanalt in the field"),
        "short_name": _("Khyanalt"),
        "lang": current_language(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0a3a75",
        "icons": icons,
    }
    response = jsonify(facts)
    response.mimetype = "application/manifest+json"
    return response


def _address(name: str) -> str:
    return url_for("field.file", version=code.version(), name=name, lang=None)


@blueprint.get("/words/<any(mn, en):language>.json")
@open_to_all(WHY)
def words(language: str) -> Any:
    with force_locale(language):
        return Response(words_in(language), mimetype="application/json")


@blueprint.get("/code/<version>/<path:name>")
@open_to_all(WHY)
def file(version: str, name: str) -> Any:
    """By its version, so it never changes; another version than today's is only in the phones that keep it."""
    if version != code.version() or name not in code.list_code():
        raise NotFound()
    response = Response((code.FOLDER / name).read_bytes(), mimetype=code.TYPES[Path(name).suffix])
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.set_etag(version)
    return response.make_conditional(request)

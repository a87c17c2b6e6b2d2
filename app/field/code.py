"""The files of the field app and its version: the hash of everything that a phone keeps of it."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app

from app.field.words import words_in
from app.ui.i18n import LANGUAGES

FOLDER = Path(__file__).parent / "code"
WORKER = "sw.js"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


def version() -> str:
    """Twelve letters of the hash over code, words, shell and manifest."""
    return _version(current_app._get_current_object())  # type: ignore[attr-defined]


@lru_cache(maxsize=8)
def _version(_app: Flask) -> str:
    whole = hashlib.sha256()
    for path in _paths():
        whole.update(path.name.encode() + path.read_bytes())
    for language in LANGUAGES:
        whole.update(words_in(language))
    whole.update((Path(__file__).parent / "templates/field/shell.html").read_bytes())
    return whole.hexdigest()[:12]


def list_code() -> list[str]:
    """Names below `code/` of what a page loads."""
    return [path.relative_to(FOLDER).as_posix() for path in _paths() if path.name != WORKER]


def _paths() -> list[Path]:
    return sorted(path for path in FOLDER.rglob("*") if path.suffix in TYPES)

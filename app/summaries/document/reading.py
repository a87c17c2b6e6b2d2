"""A frozen document read back for the page: attributes instead of keys, days and amounts as such."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from app.core.markup import plain
from app.core.text import excerpt
from app.responses import deadlines
from app.ui.i18n import LANGUAGES, localized


def thaw(value: Any, key: str = "") -> Any:
    """The names say what a text is: `…_on` and `…_until` a day, `…_at` an instant, `amount` a decimal."""
    if key == "explanation" and value:
        return deadlines.from_json(value)
    if isinstance(value, Mapping):
        return SimpleNamespace(**{name: thaw(item, name) for name, item in value.items()})
    if isinstance(value, list):
        return [thaw(item) for item in value]
    return _text(value, key) if isinstance(value, str) else value


def _text(value: str, key: str) -> Any:
    if key.endswith(("_on", "_until")):
        return date.fromisoformat(value)
    if key.endswith("_at"):
        return datetime.fromisoformat(value)
    return Decimal(value) if key == "amount" else value


def opening(document: Any, field: str, length: int = 200) -> Any:
    """How a Markdown text of a thawed document begins, in the reader's language: for cards and feeds."""
    names = [f"{field}_{language}" for language in LANGUAGES]
    begins = {name: excerpt(plain(getattr(document, name)), length) for name in names}
    return localized(SimpleNamespace(**begins), field)

"""What the forms of observations, their review and findings have in common."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

ALL = SelectChoice("", _l("All"))
EMPTY_ROWS, MORE_ROWS = 2, 5  # of a table: at its end, and when more are asked for


def choices(codes: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), label) for code, label in codes.items()]


def to_int(value: Any) -> int | None:
    """What a select sends for "none" is an empty string."""
    return int(value) if str(value or "").isdigit() else None


def ticks(label: Any = "", **rest: Any) -> SelectMultipleField:
    """Tick boxes that give ids."""
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, coerce=int, **boxes, **rest)


def named(label: Any) -> SelectMultipleField:
    """Tick boxes that give codes. What was ticked is kept, even if it went meanwhile."""
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, validate_choice=False, **boxes)

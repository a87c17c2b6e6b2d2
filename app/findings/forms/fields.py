"""What the forms of observations, their review and findings have in common."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.findings.models import Finding

ALL = SelectChoice("", _l("All"))
EMPTY_ROWS, MORE_ROWS = 2, 5  # of a table: at its end, and when more are asked for


class SeesRevision:
    """Part of a form about a finding. `seen`: the finding's revision on the page."""

    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def look_again(self, finding: Finding) -> bool:
        """Whether the finding is another one than this form showed; from now on it shows the present one."""
        is_stale = self.seen.data not in (None, finding.revision)
        self.seen.data, self.seen.raw_data = finding.revision, None
        return is_stale


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

"""What the public lists can be narrowed to."""

from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import SelectField, StringField

from app.contracts.forms import FilterForm
from app.findings.terms import OUTCOMES, POSITIONS, SEVERITIES
from app.summaries import visibility
from app.summaries.visibility import FindingFilters
from app.ui.forms import Form
from app.ui.i18n import plain

Choices = list[tuple[str, Any]]


def _all_and(pairs: Any) -> Choices:
    return [("", _("All")), *((str(value), label) for value, label in pairs)]


def _bodies() -> Choices:
    return _all_and((body.id, plain(body, "name")) for body in visibility.list_bodies_asked())


def _areas() -> Choices:
    return _all_and((area.id, plain(area, "title")) for area in visibility.list_focus_areas())


class Filter(Form):
    class Meta(Form.Meta):
        csrf = False

    def chosen(self, name: str) -> str | None:
        """What was chosen among the choices; None for "all", and for what is no choice."""
        known = {value for value, _label in self[name].choices}
        return self[name].data if self[name].data in known and self[name].data else None

    def number(self, name: str) -> int | None:
        value = self.chosen(name)
        return int(value) if value else None


class ContractFilter(FilterForm):
    """Without what only the network sees."""

    state = faulty = None


class FindingFilter(Filter):
    severity = SelectField(_l("Severity"), choices=lambda: _all_and(reversed(SEVERITIES.items())))
    body = SelectField(_l("Public body"), choices=_bodies)
    position = SelectField(_l("What the body answered"), choices=lambda: _all_and(POSITIONS.items()))
    outcome = SelectField(_l("Outcome"), choices=lambda: _all_and(OUTCOMES.items()))
    focus = SelectField(_l("Focus area"), choices=_areas)

    def filters(self) -> FindingFilters:
        return FindingFilters(
            severity=self.number("severity"),
            body_id=self.number("body"),
            position=self.chosen("position"),
            outcome=self.chosen("outcome"),
            focus_area_id=self.number("focus"),
        )


class BodyFilter(Filter):
    text = StringField(_l("Name"))

"""What the public lists can be narrowed to."""

from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from markupsafe import escape
from wtforms import SelectField, StringField

from app.bodies.queries import place_label
from app.contracts.terms import CATEGORIES, STAGES
from app.findings.terms import OUTCOMES, POSITIONS, SEVERITIES
from app.summaries import visibility
from app.summaries.visibility import ContractFilters, FindingFilters
from app.ui.forms import Form
from app.ui.i18n import localized

Choices = list[tuple[str, Any]]


def _all_and(pairs: Any) -> Choices:
    return [("", _("All")), *((str(value), label) for value, label in pairs)]


def _places() -> Choices:
    return _all_and((place.id, place_label(place)) for place in visibility.list_places())


def _buyers() -> Choices:
    return _all_and((body.id, _text(body, "name")) for body in visibility.list_buyers())


def _bodies() -> Choices:
    return _all_and((body.id, _text(body, "name")) for body in visibility.list_bodies_asked())


def _areas() -> Choices:
    return _all_and((area.id, _text(area, "title")) for area in visibility.list_focus_areas())


def _text(row: Any, field: str) -> str:
    """In the reader's language, without the mark that says which it is: options hold plain text."""
    return escape(localized(row, field)).striptags()


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


class ContractFilter(Filter):
    text = StringField(_l("Words in the title, the buyer or the supplier"))
    place = SelectField(_l("Place"), choices=_places)
    category = SelectField(_l("Category"), choices=lambda: _all_and(CATEGORIES.items()))
    body = SelectField(_l("Who buys"), choices=_buyers)
    focus = SelectField(_l("Focus area"), choices=_areas)
    stage = SelectField(_l("Stage"), choices=lambda: _all_and(STAGES.items()))

    def filters(self) -> ContractFilters:
        return ContractFilters(
            text=self.text.data or "",
            place_id=self.number("place"),
            category=self.chosen("category"),
            body_id=self.number("body"),
            focus_area_id=self.number("focus"),
            stage=self.chosen("stage"),
        )


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

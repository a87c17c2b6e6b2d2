"""Linking a subject to the plan; where one lives."""

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import SelectField

from app.bodies.forms import id_or_none, place_choices
from app.partnership.forms import action_points_field, focus_areas_field
from app.ui.forms import Form, line


class LinksForm(Form):
    focus_areas = focus_areas_field(description=_l("At least one, before anything about it can be published."))
    action_points = action_points_field(description=_l("Ticked ones are added; take one back on its own page."))
    note = line(_l("Why"), description=_l("Kept with the link."))


class HomePlaceForm(Form):
    place = SelectField(
        _l("Aimag or district"), coerce=id_or_none, choices=lambda: place_choices(_("I would rather not say"))
    )

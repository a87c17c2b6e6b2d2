"""Linking a subject to the plan."""

from flask_babel import lazy_gettext as _l

from app.partnership.forms import action_points_field, focus_areas_field
from app.ui.forms import Form, line


class LinksForm(Form):
    focus_areas = focus_areas_field(description=_l("At least one, before anything about it can be published."))
    action_points = action_points_field(description=_l("Ticked ones are added; take one back on its own page."))
    note = line(_l("Why"), description=_l("Kept with the link."))

"""Forms of public bodies."""

from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, Optional

from app.bodies.queries import list_places, place_label
from app.ui.forms import LINE, Form, choices, line, paragraphs, stripped


def place_choices(none: Any) -> list[SelectChoice]:
    """Nothing, labelled `none`, then every place with its level and parent."""
    return choices(((place.id, place_label(place)) for place in list_places()), none)


def id_or_none(value: str | int | None) -> int | None:
    """The number behind a choice that may be left open."""
    return int(value) if value else None


class BodyForm(Form):
    name_mn = line(_l("Name in Mongolian"), required=True)
    name_en = line(_l("Name in English"))
    identifier = line(
        _l("Registration number"), max_length=40, description=_l("The body's number in the state register.")
    )
    place_id = SelectField(_l("Place"), coerce=id_or_none, choices=lambda: place_choices(_("Not stated")))
    letters_email = StringField(
        _l("Email for letters"), validators=[Optional(), Email(), Length(max=LINE)], filters=[stripped]
    )
    letters_address = paragraphs(_l("Postal address for letters"), max_length=1000)


class BodyFilter(Form):
    class Meta(Form.Meta):
        csrf = False

    search = line(_l("Name or registration number"))
    place = SelectField(_l("Place"), coerce=id_or_none, choices=lambda: place_choices(_("Anywhere")))

"""Forms of public bodies."""

from collections import defaultdict
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, Length, Optional

from app.bodies.queries import list_places, list_soums, name_with_level, place_label
from app.ui.forms import LINE, Form, choices, line, paragraphs, stripped


def place_choices(none: Any) -> list[SelectChoice]:
    """Nothing, labelled `none`, then every place with its level and parent."""
    return choices(((place.id, place_label(place)) for place in list_places()), none)


def choices_with_soums(none: Any) -> list[SelectChoice]:
    """Nothing, labelled `none`, then the capital and the aimags, each in a group with its districts or soums."""
    parts = defaultdict(list)
    for part in [*list_places(), *list_soums()]:
        parts[part.parent_id].append(part)
    found = [
        SelectChoice(str(place.id), name_with_level(place), optgroup=name_with_level(unit))
        for unit in parts[None]
        for place in (unit, *parts[unit.id])
    ]
    return [SelectChoice("", none), *found]


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
    head_email = StringField(
        _l("Email of the head"),
        validators=[Optional(), Email(), Length(max=LINE)],
        filters=[stripped],
        description=_l("Of the office. An overdue case goes there; without it, to the address for letters."),
    )
    letters_address = paragraphs(_l("Postal address for letters"), max_length=1000)


class BodyFilter(Form):
    class Meta(Form.Meta):
        csrf = False

    search = line(_l("Name or registration number"))
    place = SelectField(_l("Place"), coerce=id_or_none, choices=lambda: place_choices(_("Anywhere")))

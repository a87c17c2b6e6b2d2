"""Forms of the partnership, and choices of focus areas and action points for the forms of other features."""

from collections.abc import Iterable
from typing import Any, TypeVar

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.queries import list_people
from app.bodies.forms import id_or_none
from app.bodies.models import PublicBody
from app.core import clock
from app.partnership import queries
from app.partnership.models import ActionPoint, FocusArea
from app.partnership.queries import Owner
from app.partnership.states import ACTION_POINT
from app.partnership.terms import ACTION_ORIGINS, ORGANISATION_KINDS
from app.ui.filters import short_day
from app.ui.forms import Form, choices, line, paragraphs
from app.ui.i18n import current_language

Row = TypeVar("Row", FocusArea, ActionPoint)


def plain(row: Any, field: str) -> str:
    """A bilingual text in the reader's language, else in Mongolian: for options, which hold no markup."""
    return str(getattr(row, f"{field}_{current_language()}", None) or getattr(row, f"{field}_mn"))


def focus_area_choices(subject: Any = None) -> list[SelectChoice]:
    """The focus areas of the plan in force, and those that the subject has already."""
    return _areas(queries.list_open_focus_areas(), queries.focus_areas_of(subject) if subject else ())


def action_point_choices(subject: Any = None) -> list[SelectChoice]:
    """The open action points with owner and due date, and those that the subject has already."""
    open_now, linked = queries.list_open_action_points(), queries.action_points_of(subject) if subject else ()
    return choices((point.id, _point_label(point)) for point in _together(open_now, linked))


def _areas(*groups: Iterable[FocusArea], none: Any = None) -> list[SelectChoice]:
    return choices(((area.id, plain(area, "title")) for area in _together(*groups)), none)


def _together(*groups: Iterable[Row]) -> list[Row]:
    """All rows in order, each once."""
    return list({row.id: row for group in groups for row in group}.values())


def _point_label(point: ActionPoint) -> str:
    title, owner = plain(point, "title"), plain(point.owner, "name")
    return f"{title} ({owner}, {short_day(point.due_on)})"


def focus_areas_field(**rest: Any) -> SelectMultipleField:
    """Tick boxes of the open focus areas; gives ids."""
    return _ticks(_l("Focus areas"), choices=focus_area_choices, **rest)


def action_points_field(**rest: Any) -> SelectMultipleField:
    """Tick boxes of the open action points; gives ids."""
    return _ticks(_l("Action points"), choices=action_point_choices, **rest)


def _ticks(label: Any, **rest: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **rest,
    )


def organisation_choices() -> list[SelectChoice]:
    """No organisation, then each present member."""
    rows = [row for row in queries.list_organisations() if not row.left_on]
    return choices(((row.id, plain(row, "name")) for row in rows), _("None"))


def people_choices() -> list[SelectChoice]:
    """Everyone with an open account."""
    return choices(((person.id, person.name) for person in list_people() if person.is_active), _("Choose"))


def owner_choices(also: Owner | None = None) -> list[SelectChoice]:
    """Present member organisations, public bodies that own something, and `also`."""
    members = [row for row in queries.list_organisations() if not row.left_on]
    bodies = [row for row in queries.list_action_owners() if isinstance(row, PublicBody)]
    return _owners([*members, *bodies, *([also] if also else [])], _("Choose"))


def _owners(rows: Iterable[Owner], none: Any) -> list[SelectChoice]:
    return choices({queries.owner_key(row): plain(row, "name") for row in rows}, none)


def area_choices(also: FocusArea | None = None) -> list[SelectChoice]:
    """No focus area, those of the plan in force, and `also`."""
    return _areas(queries.list_open_focus_areas(), [also] if also else [], none=_("None"))


class OrganisationForm(Form):
    name_mn = line(_l("Name in Mongolian"), required=True)
    name_en = line(_l("Name in English"))
    kind = SelectField(_l("Kind"), choices=lambda: choices(ORGANISATION_KINDS))
    issues_mn = paragraphs(_l("What it works on, in Mongolian"), max_length=2000)
    issues_en = paragraphs(_l("What it works on, in English"), max_length=2000)
    profile_mn = paragraphs(_l("Profile in Mongolian"))
    profile_en = paragraphs(_l("Profile in English"))
    joined_on = DateField(_l("Member since"), validators=[Optional()])
    left_on = DateField(_l("Member until"), validators=[Optional()])
    is_coordinating = BooleanField(
        _l("Coordinating organisation"), description=_l("It takes over from the one that coordinates now.")
    )


class SubnetworkForm(Form):
    name_mn = line(_l("Name in Mongolian"), required=True)
    name_en = line(_l("Name in English"))
    purpose_mn = paragraphs(_l("Purpose in Mongolian"))
    purpose_en = paragraphs(_l("Purpose in English"))


class MemberForm(Form):
    person = SelectField(_l("Person"), coerce=id_or_none, choices=people_choices, validators=[InputRequired()])
    organisation = SelectField(_l("Stands for the organisation"), coerce=id_or_none, choices=organisation_choices)
    since_on = DateField(_l("Member since"), validators=[InputRequired()], default=clock.today)


class EndMembershipForm(Form):
    until_on = DateField(_l("Member until"), validators=[InputRequired()], default=clock.today)
    reason = paragraphs(_l("Reason"), max_length=2000)


class ActionPointForm(Form):
    """The view fills in the choices of `owner_key` (see `queries.owner_key`) and `focus_area_id`."""

    title_mn = line(_l("Title in Mongolian"), required=True)
    title_en = line(_l("Title in English"))
    description_mn = paragraphs(_l("Description in Mongolian"))
    description_en = paragraphs(_l("Description in English"))
    owner_key = SelectField(
        _l("Owner"),
        validators=[InputRequired()],
        description=_l("If a public body is not listed, begin on its page: New action point for this body."),
    )
    due_on = DateField(_l("Due date"), validators=[InputRequired()])
    origin = SelectField(_l("Origin"), choices=lambda: choices(ACTION_ORIGINS))
    origin_note = line(
        _l("Note on the origin"), max_length=1000, description=_l("For instance which meeting, and when.")
    )
    focus_area_id = SelectField(_l("Focus area"), coerce=id_or_none)


class ActionPointFilter(Form):
    class Meta(Form.Meta):
        csrf = False

    state = SelectField(_l("State"), choices=lambda: choices(ACTION_POINT.states, _("Any state")), default="")
    owner = SelectField(
        _l("Owner"),
        choices=lambda: _owners(queries.list_action_owners(), _("Any owner")),
        default="",
    )
    focus_area = SelectField(
        _l("Focus area"),
        coerce=id_or_none,
        choices=lambda: _areas(queries.list_focus_areas(), none=_("Any focus area")),
    )
    overdue = BooleanField(_l("Only overdue ones"))

"""Forms of meetings: rows for who took part and for what was said, as many as it takes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

import wtforms
from flask import current_app
from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, FieldList, FormField, HiddenField, IntegerField, RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from app.bodies.forms import id_or_none
from app.bodies.models import PublicBody
from app.core import clock
from app.core.actors import Actor
from app.partnership import queries
from app.partnership.forms import area_choices, focus_areas_field, plain
from app.partnership.meetings import rules
from app.partnership.meetings.models import Meeting, MeetingLine, MeetingParticipant
from app.partnership.meetings.queries import list_met_bodies, list_years
from app.partnership.meetings.rules import MOST_ROWS, Point, Seat
from app.partnership.meetings.service.content import local_instant
from app.partnership.meetings.states import MEETING
from app.partnership.meetings.terms import PROOFS
from app.partnership.models import FocusArea
from app.partnership.queries import Owner, owner_key
from app.ui.forms import Form, choices, line, paragraphs, stamp_of

MEGABYTE = 1024 * 1024
LONGEST = 4000  # characters of a line


class Part(wtforms.Form):
    """Fields inside another form: no token of their own."""

    class Meta(wtforms.Form.Meta):
        def get_translations(self, form: Any) -> Any:
            return Form.Meta.get_translations(self, form)


class SeatFields(Part):
    who = SelectField(_l("Organisation or body"))
    office_mn = line(_l("Office, in Mongolian"))
    office_en = line(_l("Office, in English"))
    headcount = IntegerField(_l("How many people"), validators=[Optional()])

    @property
    def is_blank(self) -> bool:
        return not any((self.who.data, self.office_mn.data, self.office_en.data, *(self.headcount.raw_data or ())))

    def seat(self) -> Seat:
        headcount = 1 if self.headcount.data is None else self.headcount.data
        return Seat(self.who.data or "", self.office_mn.data or None, self.office_en.data or None, headcount)


class PointFields(Part):
    id = HiddenField()
    text_mn = paragraphs(_l("In Mongolian"), max_length=LONGEST)
    text_en = paragraphs(_l("In English"), max_length=LONGEST)

    @property
    def is_blank(self) -> bool:
        return not any((self.text_mn.data, self.text_en.data))

    def point(self, kind: str) -> Point:
        number = self.id.data or ""
        known = int(number) if number.isdecimal() and len(number) < 10 else None
        return Point(kind, self.text_mn.data or "", self.text_en.data or None, id=known)


class AgreementFields(PointFields):
    owner = SelectField(_l("Owner"))
    due_on = DateField(_l("Due date"), validators=[Optional()])
    area = SelectField(_l("Focus area"), coerce=id_or_none)

    @property
    def is_blank(self) -> bool:
        return super().is_blank and not any((self.owner.data, *(self.due_on.raw_data or ()), self.due_on.data))

    def point(self, kind: str) -> Point:
        said = super().point(kind)
        return Point(kind, said.text_mn, said.text_en, self.owner.data or "", self.due_on.data, self.area.data, said.id)


def rows(fields: type[Part], label: Any) -> FieldList:
    return FieldList(FormField(fields), label=label, max_entries=MOST_ROWS)


class MeetingForm(Form):
    """What every form of a meeting has. `seen`: the meeting's edits when the page was made."""

    seen = HiddenField(default="0")
    day = DateField(_l("Day"), validators=[InputRequired()])
    hour = TimeField(_l("Begins at"), validators=[InputRequired()])
    until = TimeField(_l("Ends at"), validators=[Optional()])
    venue_mn = line(_l("Place in Mongolian"))
    venue_en = line(_l("Place in English"))
    participants = rows(SeatFields, _l("Who takes part"))
    agenda = rows(PointFields, _l("Agenda"))
    POINTS: tuple[str, ...] = ("agenda",)

    def offer(self, body: PublicBody | None, meeting: Meeting | None = None) -> None:
        """Fill in the choices of every row; what the meeting has already stays among them."""
        rows = [*meeting.participants, *meeting.lines] if meeting else []
        owners = _owners(body, [row.owner for row in rows])
        self._owners, self._members = choices(owners, _("Choose")), choices(owners, _("Others: say who"))
        self._areas = _areas(line.focus_area for line in (meeting.lines if meeting else ()))
        for field in self._tables():
            for entry in field:
                self._offer_to(entry.form)

    def _offer_to(self, row: Any) -> None:
        if isinstance(row, SeatFields):
            row.who.choices = self._members
        elif isinstance(row, AgreementFields):
            row.owner.choices, row.area.choices = self._owners, self._areas

    def _tables(self) -> list[FieldList]:
        return [self[name] for name in ("participants", *self.POINTS)]

    def add_row(self, table: str) -> None:
        """One more empty row, as far as there is room."""
        if table in ("participants", *self.POINTS) and len(self[table]) < MOST_ROWS:
            self._offer_to(self[table].append_entry().form)

    def fill_up(self) -> None:
        """Each table ends with an empty row."""
        for field in self._tables():
            if (not len(field) or not field[-1].form.is_blank) and len(field) < MOST_ROWS:
                self._offer_to(field.append_entry().form)

    def seats(self) -> list[Seat]:
        return [row.form.seat() for row in self.participants if not row.form.is_blank]

    def points(self) -> list[Point]:
        return [row.form.point(kind) for kind in self.POINTS for row in self[kind] if not row.form.is_blank]

    def when(self) -> dict[str, datetime | None]:
        day, hour, until = self.day.data, self.hour.data, self.until.data
        return {
            "starts_at": local_instant(day, hour),
            "ends_at": local_instant(day, until) if until else None,
        }

    def stamp(self) -> int:
        return stamp_of(self.seen)

    def validate(self, extra_validators: Any = None) -> bool:
        """The rules of each row put their messages at its fields: a refusal of the use case would stand above all."""
        sound = super().validate(extra_validators)
        return self._rows_are_sound() and sound

    def _rows_are_sound(self) -> bool:
        faults: list[tuple[Any, Mapping[str, Any]]] = []
        for row in self.participants:
            if not row.form.is_blank:
                faults.append((row.form, rules.faults_of_seat(row.form.seat())))
        day = self.day.data or date.min
        for kind in self.POINTS:
            faults += [
                (row.form, rules.faults_of_point(row.form.point(kind), day))
                for row in self[kind]
                if not row.form.is_blank
            ]
        for part, found in faults:
            for name, message in found.items():
                part[name].errors = [*part[name].errors, message]
        for table in self._tables():  # it looked at its rows before
            table.errors = [row.errors for row in table] if any(row.errors for row in table) else []
        return not any(found for _part, found in faults)


class PlanForm(MeetingForm):
    title_mn = line(_l("Title in Mongolian"), required=True)
    title_en = line(_l("Title in English"))
    subnetwork = SelectField(_l("Subnetwork"), coerce=id_or_none)
    focus_areas = focus_areas_field()

    def details(self) -> dict[str, Any]:
        names = ("title_mn", "title_en", "venue_mn", "venue_en")
        return {**{name: self[name].data for name in names}, **self.when()}


class MinutesForm(MeetingForm):
    discussion = rows(PointFields, _l("Key points of the discussion"))
    agreement = rows(AgreementFields, _l("Agreements"))
    lesson = rows(PointFields, _l("Lessons"))
    next_on = DateField(_l("Next meeting"), validators=[Optional()])
    POINTS = ("agenda", "discussion", "agreement", "lesson")

    def details(self) -> dict[str, Any]:
        names = ("venue_mn", "venue_en", "next_on")
        return {**{name: self[name].data for name in names}, **self.when()}


def kept_in(meeting: Meeting) -> dict[str, Any]:
    """What is kept of a meeting, as data for its forms."""
    start = meeting.starts_at.astimezone(clock.ULAANBAATAR)
    until = meeting.ends_at.astimezone(clock.ULAANBAATAR).time() if meeting.ends_at else None
    names = ("title_mn", "title_en", "venue_mn", "venue_en", "next_on")
    return {
        **{name: getattr(meeting, name) for name in names},
        "seen": str(meeting.edits),
        "day": start.date(),
        "hour": start.time(),
        "until": until,
        "subnetwork": meeting.subnetwork_id,
        "focus_areas": [area.id for area in queries.focus_areas_of(meeting)],
        "participants": [_seat(row) for row in meeting.participants],
        **{kind: [_point(row) for row in meeting.lines_of(kind)] for kind in MinutesForm.POINTS},
    }


def proposed(follows: Meeting | None, body: PublicBody) -> dict[str, Any]:
    """What the form of a new meeting begins with: the body and the coordinating organisation, or who met before."""
    if follows:
        before = kept_in(follows)
        names = ("title_mn", "title_en", "hour", "venue_mn", "venue_en", "subnetwork", "focus_areas", "participants")
        return {**{name: before[name] for name in names}, "day": follows.next_on}
    coordinating = queries.find_coordinating_organisation()
    present = [owner_key(row) for row in (body, coordinating) if row]
    return {"hour": time(10), "participants": [{"who": key} for key in present]}


def _seat(row: MeetingParticipant) -> dict[str, Any]:
    return {
        "who": owner_key(row.owner),
        "office_mn": row.office_mn,
        "office_en": row.office_en,
        "headcount": row.headcount,
    }


def _point(row: MeetingLine) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "text_mn": row.text_mn,
        "text_en": row.text_en,
        "owner": owner_key(row.owner),
        "due_on": row.due_on,
        "area": row.focus_area_id,
    }


def _owners(body: PublicBody | None, also: Iterable[Owner | None]) -> dict[str, str]:
    """Keys and names of the body, the members, other bodies that own something, and who stands there already."""
    members = [row for row in queries.list_organisations() if not row.left_on]
    others = [row for row in queries.list_action_owners() if isinstance(row, PublicBody) and row is not body]
    return {owner_key(row): plain(row, "name") for row in (body, *members, *others, *also) if row}


def _areas(used: Iterable[FocusArea | None]) -> list[SelectChoice]:
    found = area_choices()
    known = {choice.value for choice in found}
    extra = {area.id: plain(area, "title") for area in used if area and area.id not in known}
    return [*found, *choices(extra)]


def subnetwork_choices(actor: Actor, own: Iterable[Any]) -> list[SelectChoice]:
    """Coordinators choose any or none, leads one of their own."""
    if actor.can("subnetworks.all"):
        return choices(((row.id, plain(row, "name")) for row in queries.list_subnetworks()), _("The whole partnership"))
    return choices((row.id, plain(row, "name")) for row in own)


class AgreeForm(Form):
    seen = HiddenField(default="0")
    agreed_on = DateField(_l("The body agreed on"), validators=[InputRequired()])
    proof = RadioField(_l("What proves it"), choices=lambda: choices(PROOFS), validators=[InputRequired()])
    proof_note = line(_l("Note on the proof"), description=_l("For instance number and date of the letter. No names."))
    file = FileField(
        _l("Scan or file of the proof"),
        description=_l("Seen inside the network only, by those who read every meeting."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.file.flags.required = True  # the service says so, together with whatever else is missing

    def validate_file(self, field: Any) -> None:
        not_too_large(field)


class DocumentForm(Form):
    label = line(_l("What the document is"), required=True)
    file = FileField(
        _l("File"),
        description=_l("A photo or a PDF. What could tell who made it, and where, is removed. It is never published."),
    )

    def validate_file(self, field: Any) -> None:
        if upload(field) is None:
            raise ValidationError(_l("Choose a file."))
        not_too_large(field)


def upload(field: Any) -> FileStorage | None:
    return field.data if isinstance(field.data, FileStorage) and field.data.filename else None


def read(field: Any) -> tuple[str, bytes] | None:
    """Name and bytes of the uploaded file, if there is one."""
    file = upload(field)
    return (file.filename or "", file.read()) if file else None


def not_too_large(field: Any) -> None:
    file = upload(field)
    if file is None:
        return
    size, limit = file.stream.seek(0, 2), current_app.config["MAX_FILE_BYTES"]
    file.stream.seek(0)
    if size > limit:
        raise ValidationError(_l("A file is larger than %(most)s MB.", most=limit // MEGABYTE))


class MeetingFilter(Form):
    class Meta(Form.Meta):
        csrf = False

    body = SelectField(_l("Public body"), coerce=id_or_none)
    year = SelectField(_l("Year"), coerce=id_or_none)
    state = SelectField(_l("State"), choices=lambda: choices(MEETING.states, _("Any state")), default="")

    @classmethod
    def for_reader(cls, reader: Actor, asked: Any, also: PublicBody | None) -> "MeetingFilter":
        form: MeetingFilter = cls(asked)
        bodies = {row.id: plain(row, "name") for row in [*list_met_bodies(reader), *([also] if also else [])]}
        form.body.choices = choices(bodies, _("Any body"))
        form.year.choices = choices(((year, str(year)) for year in list_years(reader)), _("Any year"))
        return form

"""Forms of a citizen who has no account."""

import secrets
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from app.bodies.forms import id_or_none, place_choices
from app.bodies.queries import get_place
from app.contracts.models import Contract
from app.findings.rules import Upload
from app.tips.rules import MAX_PHOTOS, MAX_TEXT
from app.tips.service import Telling
from app.ui.forms import Form, line, paragraphs

PICTURES = "image/*"


class PhotosForm(Form):
    photos = MultipleFileField(
        _l("Photos"),
        description=_l("Up to %(count)s. No faces, no number plates of private cars.", count=MAX_PHOTOS),
        render_kw={"accept": PICTURES, "multiple": True},
    )

    def uploads(self) -> list[Upload]:
        return [Upload(file.filename or "", file.read()) for file in self.photos.data or ()]


class TipForm(PhotosForm):
    text = paragraphs(
        _l("What did you see?"),
        max_length=MAX_TEXT,
        description=_l("What was promised, and what is there? What can be looked at, counted or measured helps most."),
    )
    place_note = line(_l("Where is it?"), description=_l("So that somebody else finds it: soum, street, building."))
    place = SelectField(
        _l("Aimag or district"), coerce=id_or_none, choices=lambda: place_choices(_("Not stated")), default=None
    )
    seen_on = DateField(
        _l("When did you see it?"), validators=[Optional()], description=_l("The day, if you remember it.")
    )
    website = StringField(_l("Leave this empty"), validators=[Length(max=0, message=_l("Leave this field empty."))])
    form_key = HiddenField(default=lambda: secrets.token_hex(16), validators=[Regexp(r"[0-9a-f]{32}\Z")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text.flags.required = True  # the service says so, together with whatever else is missing

    def telling(self, contract: Contract | None) -> Telling:
        return Telling(
            text=self.text.data or "",
            place_note=self.place_note.data or "",
            seen_on=self.seen_on.data,
            contract=contract,
            place=get_place(self.place.data) if self.place.data else None,
            photos=self.uploads(),
        )


class ReceiptForm(Form):
    receipt = StringField(
        _l("The 16 digits of your receipt"),
        validators=[InputRequired(), Length(max=60)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class AddForm(PhotosForm):
    receipt = HiddenField()
    text = paragraphs(_l("Your message"), max_length=MAX_TEXT)

    def validate_text(self, field: Any) -> None:
        if not field.data and not self.photos.data:
            raise ValidationError(_l("Write something, or choose a photo."))

"""Forms of a reply: what a body says to one finding, about itself, and the same from paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import wtforms
from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import DateField, FieldList, FormField, HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.core import clock
from app.findings.models import Finding
from app.findings.terms import ANSWER_POSITIONS, POSITIONS
from app.responses import rules
from app.responses.rules import MOST_PROMISES, Answer, Promise
from app.ui.forms import Form, choices, line, paragraphs

MEGABYTE = 1024 * 1024
POSITION_CHOICES = [(code, POSITIONS[code]) for code in ANSWER_POSITIONS]


class Part(wtforms.Form):
    """Fields inside another form: no token of their own."""

    class Meta(wtforms.Form.Meta):
        def get_translations(self, form: Any) -> Any:
            return Form.Meta.get_translations(self, form)


class PromiseFields(Part):
    text = paragraphs(_l("What will be done"))
    office = line(_l("Responsible office"), description=_l("The office, not a person."))
    promised_on = DateField(_l("By when"), validators=[Optional()])

    @property
    def is_blank(self) -> bool:
        typed = (self.text.data, self.office.data, self.promised_on.data, *(self.promised_on.raw_data or ()))
        return not any(typed)


def promise_rows(shown: int) -> FieldList:
    """Rows for commitments; this many stand there before anything is typed."""
    return FieldList(FormField(PromiseFields), label=_l("Commitments"), min_entries=shown, max_entries=MOST_PROMISES)


class AnswerFields(Part):
    """What the reply says to one finding."""

    position = RadioField(_l("The answer"), choices=choices(POSITION_CHOICES), validators=[Optional()])
    text = paragraphs(_l("Explanation"), description=_l("Published word for word. Please name no private persons."))
    ground = paragraphs(
        _l("Ground for refusing"), description=_l("The law or rule on which you refuse. Only if you refuse.")
    )
    referred_to = line(
        _l("Referred to"),
        description=_l("The body that should answer: its name or registration number. Only if you refer."),
    )
    fixed_on = DateField(
        _l("Solved already, on"),
        validators=[Optional()],
        description=_l("Only if the problem no longer exists. A monitor will look whether it is so."),
    )
    promises = promise_rows(1)

    @property
    def is_blank(self) -> bool:
        """Nothing was said to this finding."""
        said = (self.position.data, self.text.data, self.ground.data, self.referred_to.data)
        said = (*said, self.fixed_on.data, *(self.fixed_on.raw_data or ()))
        return not any(said) and all(row.form.is_blank for row in self.promises)

    def answer(self, finding_id: int) -> Answer:
        """What was entered; call it only when `check` found nothing."""
        rows = [row.form for row in self.promises if not row.form.is_blank]
        promises = tuple(
            Promise(row.text.data or "", row.promised_on.data, row.office.data or None)
            for row in rows
            if row.promised_on.data
        )
        said = (self.text.data or None, self.ground.data or None, self.referred_to.data or None)
        return Answer(finding_id, self.position.data or "", *said, promises, self.fixed_on.data)

    def check(self, finding_id: int, answered_on: date) -> bool:
        """Whether the answer is whole; puts what is missing at its fields."""
        sound = [self._has_day(row.form) for row in self.promises]
        found = rules.faults(self.answer(finding_id), answered_on)
        for name, message in found.items():
            field = self._field(name)
            field.errors = [*field.errors, message]
        if any(row.errors for row in self.promises):  # a list does not know of errors that its rows got later
            self.promises.errors = [row.errors for row in self.promises]
        return all(sound) and not self.errors

    def _has_day(self, row: PromiseFields) -> bool:
        if not row.is_blank and not row.promised_on.data and not row.promised_on.errors:
            row.promised_on.errors = [_l("Say by when.")]
        return not row.promised_on.errors

    def _field(self, name: str) -> Any:
        """The field that a fault names: `promises-0-text` counts rows that are not blank."""
        head, _dash, rest = name.partition("-")
        if not rest:
            return self[head]
        number, _dash, inner = rest.partition("-")
        rows = [row.form for row in self.promises if not row.form.is_blank]
        return rows[int(number)][inner]


class AnswerForm(Form, AnswerFields):
    """One page of the reply: one finding. `seen` marks what the officer saw of the draft."""

    seen = HiddenField()


class WholeForm(Form):
    """What the reply says besides the findings."""

    seen = HiddenField()
    office = line(
        _l("Answering office"),
        required=True,
        description=_l("The office or post, not a person's name. It is published."),
    )
    letter_number = line(_l("Number of your letter, if there is one"))
    text = paragraphs(_l("Anything you want to say to the whole request"), description=_l("Published word for word."))


class AcknowledgeForm(Form):
    received_on = DateField(_l("Received and registered on"), validators=[InputRequired()])
    registry_number = line(_l("Your registry number, if there is one"))


class AskExtensionForm(Form):
    days = IntegerField(_l("By how many days"), validators=[InputRequired(), NumberRange(1)])
    reason = paragraphs(_l("Reason"), required=True, description=_l("It is published."))


class SendReplyForm(Form):
    """Sends exactly what the check page showed."""

    seen = HiddenField()


def not_too_large(_form: Any, field: Any) -> None:
    """Each file under the house's limit; an empty field is fine."""
    limit = current_app.config["MAX_FILE_BYTES"]
    for upload in uploads_of(field):
        size = upload.stream.seek(0, 2)
        upload.stream.seek(0)
        if size > limit:
            raise ValidationError(_l("A file is larger than %(most)s MB.", most=limit // MEGABYTE))


def uploads_of(field: Any) -> list[FileStorage]:
    data = field.data if isinstance(field.data, list) else [field.data]
    return [upload for upload in data if isinstance(upload, FileStorage) and upload.filename]


def read(field: Any) -> list[tuple[str, bytes]]:
    """Name and bytes of each uploaded file."""
    return [(upload.filename or "", upload.read()) for upload in uploads_of(field)]


class FileForm(Form):
    """One file into the draft."""

    file = FileField(
        _l("File"),
        validators=[not_too_large],
        description=_l("A photo or a PDF. What could tell who made it, and where, is removed."),
    )

    def validate_file(self, field: Any) -> None:
        if not uploads_of(field):
            raise ValidationError(_l("Choose a file."))


class PaperAnswerFields(AnswerFields):
    """The same with room for every commitment at once: a letter is typed off in one go."""

    promises = promise_rows(MOST_PROMISES)


class PaperForm(Form):
    """A paper letter as a coordinator enters it; `for_findings` adds a group of fields for each finding."""

    answered_on = DateField(
        _l("Date of the letter"),
        validators=[InputRequired(_l("Enter the day that stands on the letter."))],
        description=_l("The day on which the body registered it. Whether the reply is in time goes by this day."),
    )
    arrived_on = DateField(
        _l("Arrived on"),
        validators=[InputRequired(_l("Enter the day on which the letter arrived."))],
        description=_l("The day on which the letter reached the network. It is shown beside the date of the letter."),
    )
    letter_number = line(_l("Number of the letter"))
    office = line(
        _l("Answering office"),
        required=_l("Name the office that answers."),
        description=_l("The office or post, not a person's name. It is published."),
    )
    text = paragraphs(_l("Text of the letter"), description=_l("Word for word, without names of private persons."))
    scans = MultipleFileField(
        _l("Scan"),
        validators=[FileRequired(_l("Attach the scan of the letter: a photo or a PDF.")), not_too_large],
        description=_l(
            "Photos or PDFs of the whole letter. Published with the reply: cover names, signatures and telephone "
            "numbers before you scan."
        ),
    )
    findings: Sequence[Finding] = ()

    @classmethod
    def for_findings(cls, findings: Sequence[Finding], titles: Mapping[int, str]) -> "PaperForm":
        fields = {_key(row): FormField(PaperAnswerFields, label=titles[row.id]) for row in findings}
        form: PaperForm = type("PaperFormOfRequest", (cls,), {**fields, "findings": findings})()
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        day = self.answered_on.data or clock.today()
        checks = [part.check(row.id, day) for row, part in self._parts() if not part.is_blank]
        return sound and all(checks)

    def answers(self) -> list[Answer]:
        return [part.answer(row.id) for row, part in self._parts() if not part.is_blank]

    def groups(self) -> list[tuple[Finding, Any]]:
        """(finding, its field), for the page."""
        return [(row, self[_key(row)]) for row in self.findings]

    def _parts(self) -> list[tuple[Finding, AnswerFields]]:
        return [(row, field.form) for row, field in self.groups()]


def _key(finding: Finding) -> str:
    return f"finding_{finding.id}"


def shown(kind: type[Form], typed: Mapping[str, str]) -> Any:
    """A form with what an officer typed earlier, as typed."""
    return kind(formdata=MultiDict(typed))


def read_back(kind: type[Form], typed: Mapping[str, str]) -> Any:
    """The same for checking what is kept: it was not posted now, so it holds no token."""
    return kind(formdata=MultiDict(typed), meta={"csrf": False})


def typed_in(form: Form, posted: Mapping[str, str]) -> dict[str, str]:
    """What was posted for the fields of the form, as typed."""
    known = {field.short_name for field in form} - {"csrf_token", "seen"}
    return {name: value for name, value in posted.items() if name.partition("-")[0] in known}

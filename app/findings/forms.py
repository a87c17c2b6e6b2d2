"""Forms of observations, their review, and findings."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from markupsafe import Markup
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.findings.models import ChecklistQuestion, Observation
from app.findings.rules import Answered, Change, Content, Upload
from app.findings.service import Statement
from app.findings.states import FINDING
from app.findings.terms import ANSWERS, CONFIDENCES, SEVERITIES, VISITS
from app.partnership.forms import action_points_field, focus_areas_field
from app.ui.forms import Form, ReasonForm, line, paragraphs
from app.ui.i18n import localized

STATED = tuple(field.name for field in fields(Statement))
ALL = SelectChoice("", _l("All"))
PICTURES_AND_PDF = "image/jpeg,image/png,image/webp,image/heic,application/pdf"


def choices(codes: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), label) for code, label in codes.items()]


def to_int(value: Any) -> int | None:
    """What a select sends for "none" is an empty string."""
    return int(value) if str(value or "").isdigit() else None


def ticks(label: Any = "", **rest: Any) -> SelectMultipleField:
    """Tick boxes that give ids."""
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, coerce=int, **boxes, **rest)


class ObservationForm(Form):
    """One observation without its checklist. Nothing is required: a draft may leave everything open."""

    questions: Sequence[ChecklistQuestion] = ()
    draft_key = ""  # under which the browser keeps what is typed until it was saved

    # Kept with the draft: a form brought back is the same form, so that it cannot arrive twice.
    client_key = HiddenField(default=lambda: uuid.uuid4().hex, render_kw={"data-keep": ""})
    version = HiddenField()
    visit = RadioField(_l("How did you look?"), choices=choices(VISITS), validators=[Optional()])
    visited_on = DateField(
        _l("On which day?"),
        validators=[Optional()],
        description=_l("The day of the visit, or the day on which you read the documents."),
    )
    place_note = line(
        _l("Where exactly?"),
        description=_l("So that somebody else finds the same spot: soum, street, building."),
    )
    notes = paragraphs(_l("What did you see?"), description=_l("In your own words. No names of private persons."))
    files = MultipleFileField(_l("Photos and documents"), render_kw={"accept": PICTURES_AND_PDF, "multiple": True})
    take_back = ticks(validate_choice=False)
    bring_back = ticks(validate_choice=False)
    as_it_is = BooleanField(_l("Send it as it is"))

    def asked(self) -> list[tuple[ChecklistQuestion, Any, Any]]:
        """(question, field of its answer, field of its note)"""
        return [(row, self[f"answer_{row.id}"], self[f"note_{row.id}"]) for row in self.questions]

    def change(self, uploads: Sequence[Upload]) -> Change:
        """What was entered; a day or a choice that cannot be read counts as not said."""
        taken, brought = frozenset(self.take_back.data or ()), frozenset(self.bring_back.data or ())
        return Change(self._content(), uploads, taken, brought)

    def _content(self) -> Content:
        answers = {
            question.id: Answered(answer.data, note.data or None)
            for question, answer, note in self.asked()
            if answer.data and not answer.errors
        }
        return Content(
            visit=None if self.visit.errors else self.visit.data or None,
            visited_on=self.visited_on.data,
            place_note=self.place_note.data or None,
            notes=self.notes.data or "",
            answers=answers,
        )

    def uploads(self) -> list[Upload]:
        return [Upload(file.filename or "", file.read()) for file in self.files.data or ()]

    def show(self, faults: dict[str, Any]) -> None:
        """Show errors by field, those of no field on top."""
        for name, message in faults.items():
            holder, errors = (self[name], "errors") if name in self else (self, "form_errors")
            setattr(holder, errors, [*getattr(holder, errors), message])


def observation_form(
    questions: Sequence[ChecklistQuestion], observation: Observation | None = None, version: int | None = None
) -> ObservationForm:
    """The form with this checklist, filled with what the observation says so far."""
    asked: dict[str, Any] = {"questions": questions}
    for number, question in enumerate(questions, 1):
        text = Markup("{}. {}").format(number, localized(question, "text"))
        asked[f"answer_{question.id}"] = RadioField(text, choices=choices(ANSWERS), validators=[Optional()])
        asked[f"note_{question.id}"] = paragraphs(_l("Note on question %(number)s", number=number))
    kind = type("AskedForm", (ObservationForm,), asked)
    filled: ObservationForm = kind(obj=observation, data={"version": version} | _answers_of(observation))
    return filled


def _answers_of(observation: Observation | None) -> dict[str, Any]:
    rows = observation.answers if observation else ()
    answers = {f"answer_{row.question_id}": row.answer for row in rows}
    return answers | {f"note_{row.question_id}": row.note for row in rows}


class DuplicateForm(ReasonForm):
    duplicate_of = RadioField(_l("It repeats"), coerce=int, validators=[Optional()])


class QueueFilter(Form):
    class Meta(Form.Meta):
        csrf = False

    subnetwork = SelectField(_l("Subnetwork"), validate_choice=False)
    tab = HiddenField()


class FindingForm(Form):
    """A finding in words that state what was observed."""

    observations = ticks(_l("Observations it rests on"))
    title_mn = line(_l("Title in Mongolian"), required=True)
    title_en = line(_l("Title in English"))
    statement_mn = paragraphs(_l("What was observed, in Mongolian"), required=True)
    statement_en = paragraphs(_l("What was observed, in English"))
    asks_mn = paragraphs(_l("What the body is asked to do, in Mongolian"))
    asks_en = paragraphs(_l("What the body is asked to do, in English"))
    severity = RadioField(
        _l("Severity"),
        coerce=to_int,
        choices=choices(SEVERITIES),
        validators=[InputRequired()],
        description=_l("Serious: a rule or the contract was not kept. Critical: danger, or money lost."),
    )
    confidence = RadioField(_l("How it is known"), choices=choices(CONFIDENCES), validators=[InputRequired()])
    body = line(
        _l("Public body"),
        required=True,
        description=_l("Who is to answer: its name or registration number, as in the register."),
    )
    focus_areas = focus_areas_field()
    action_points = action_points_field(description=_l("If it belongs to one that was agreed already."))
    wording_confirmed = BooleanField(_l("These words should stand"))

    def statement(self) -> Statement:
        values = {name: self[name].data for name in STATED}
        words: dict[str, Any] = {name: None if value == "" else value for name, value in values.items()}
        return Statement(**words)


class FindingFilter(Form):
    class Meta(Form.Meta):
        csrf = False

    state = SelectField(_l("State"), choices=[ALL, *choices(FINDING.states)], validate_choice=False)
    severity = SelectField(_l("Severity"), coerce=to_int, choices=[ALL, *choices(SEVERITIES)], validate_choice=False)
    mine = BooleanField(_l("Only those I may check"))

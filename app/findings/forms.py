"""Forms of observations, their review, and findings."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.bodies.forms import choices_with_soums
from app.core.money import parse_amount
from app.findings.models import Checklist, ChecklistQuestion, Evidence, Observation
from app.findings.queries import fields_of, questions_of
from app.findings.rules import (
    MAX_ROWS,
    MAX_WORDS,
    Answered,
    Change,
    Content,
    DocumentAsked,
    GoodsLine,
    Upload,
)
from app.findings.service import Statement
from app.findings.states import EVIDENCE, FINDING
from app.findings.terms import ANSWERS, CONFIDENCES, DOCUMENT_OUTCOMES, FIELDS, SEVERITIES, VISITS
from app.findings.wordings import MAX_QUESTIONS, Wording
from app.partnership.forms import action_points_field, focus_areas_field
from app.ui.forms import LINE, Form, ReasonForm, line, paragraphs
from app.ui.i18n import localized

STATED = tuple(field.name for field in fields(Statement))
ALL = SelectChoice("", _l("All"))
TAKEN = "image/jpeg,image/png,image/webp,image/heic,application/pdf,video/mp4,video/quicktime"


def choices(codes: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(code), label) for code, label in codes.items()]


def to_int(value: Any) -> int | None:
    """What a select sends for "none" is an empty string."""
    return int(value) if str(value or "").isdigit() else None


def ticks(label: Any = "", **rest: Any) -> SelectMultipleField:
    """Tick boxes that give ids."""
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, coerce=int, **boxes, **rest)


def named(label: Any) -> SelectMultipleField:
    """Tick boxes that give codes. What was ticked is kept, even if it went meanwhile."""
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, validate_choice=False, **boxes)


class QuantityField(DecimalField):
    """A quantity as people write it: `1 250,5`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and not valuelist[0].strip():
            self.data = None
        elif valuelist:
            try:
                self.data = parse_amount(valuelist[0])
            except ValueError:
                self.data = None
                raise ValueError(self.gettext("Not a valid decimal value.")) from None


def _words(label: Any) -> Any:
    return line(label, max_length=MAX_WORDS)


# Tables of the form: for each, its columns. A field is named `documents_0_name`.
COLUMNS: dict[str, dict[str, Callable[[], Any]]] = {
    "documents": {
        "name": lambda: _words(_l("Document")),
        "outcome": lambda: SelectField(
            _l("What became of it"),
            choices=[SelectChoice("", "—"), *choices(DOCUMENT_OUTCOMES)],
            validators=[Optional()],
        ),
    },
    "goods": {
        "item": lambda: _words(_l("Goods")),
        "allocated": lambda: QuantityField(_l("Allocated"), validators=[Optional()], places=None),
        "received": lambda: QuantityField(_l("Received"), validators=[Optional()], places=None),
        "unit": lambda: _words(_l("Unit")),
        "condition": lambda: _words(_l("Condition")),
        "on": lambda: DateField(_l("Received on"), validators=[Optional()]),
    },
}
EMPTY_ROWS, MORE_ROWS = 2, 5
MAX_LIST_ROWS = MAX_QUESTIONS + MORE_ROWS  # of the form of a checklist


def without_empty_rows(sent: Mapping[str, Any]) -> MultiDict[str, Any]:
    """What was sent, with the rows of each table numbered anew: what a rule says of a row is said beside it."""
    kept = MultiDict(sent)
    for table, columns in COLUMNS.items():
        rows = [{name: kept.get(f"{table}_{n}_{name}", "") for name in columns} for n in range(MAX_ROWS)]
        filled = [row for row in rows if any(cell.strip() for cell in row.values())]
        for n, row in enumerate(filled + [dict.fromkeys(columns, "")] * (MAX_ROWS - len(filled))):
            for name, cell in row.items():
                if cell or f"{table}_{n}_{name}" in kept:
                    kept[f"{table}_{n}_{name}"] = cell
    return kept


class ObservationForm(Form):
    """One observation without its checklist and its tables. Nothing is required: a draft may leave everything open."""

    class Meta(Form.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return sent and without_empty_rows(sent)

    questions: Sequence[ChecklistQuestion] = ()
    rows: Mapping[str, int] = {}  # how many rows each table has
    draft_key = ""  # under which the browser keeps what is typed until it was saved

    # Kept with the draft: a form brought back is the same form, so that it cannot arrive twice.
    client_key = HiddenField(default=lambda: uuid.uuid4().hex, render_kw={"data-keep": ""})
    version = HiddenField()
    checklist = HiddenField()  # the version of the list that was shown: a newer one must not lose the answers
    visit = RadioField(_l("How did you look?"), choices=choices(VISITS), validators=[Optional()])
    visited_on = DateField(
        _l("On which day?"),
        validators=[Optional()],
        description=_l("The day of the visit, or the day on which you read the documents."),
    )
    place_id = SelectField(
        _l("Aimag and soum, or district"),
        coerce=to_int,
        choices=lambda: choices_with_soums("–"),
        description=_l("Type the first letters to find it in the list."),
    )
    place_note = line(
        _l("Where exactly?"),
        description=_l("So that somebody else finds the same spot: bag or khoroo, street, building."),
    )
    notes = paragraphs(_l("What did you see?"), description=_l("In your own words. No names of private persons."))
    files = MultipleFileField(_l("Photos, videos and documents"), render_kw={"accept": TAKEN, "multiple": True})
    take_back = ticks(validate_choice=False)
    bring_back = ticks(validate_choice=False)
    as_it_is = BooleanField(_l("Send it as it is"))

    def asked(self) -> list[tuple[ChecklistQuestion, Any, Any]]:
        """(question, field of its answer, field of its note)"""
        return [(row, self[f"answer_{row.id}"], self[f"note_{row.id}"]) for row in self.questions]

    def table(self, name: str) -> list[list[Any]]:
        """The rows of a table, each with its fields in the order of `COLUMNS`."""
        return [[self[f"{name}_{n}_{column}"] for column in COLUMNS[name]] for n in range(self.rows.get(name, 0))]

    def _filled(self, name: str) -> list[dict[str, Any]]:
        rows = [[None if field.errors or field.data == "" else field.data for field in row] for row in self.table(name)]
        return [dict(zip(COLUMNS[name], row, strict=True)) for row in rows if any(cell is not None for cell in row)]

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
            place_id=None if self.place_id.errors else self.place_id.data,
            notes=self.notes.data or "",
            answers=answers,
            documents=tuple(
                DocumentAsked(row["name"] or "", row["outcome"] or "") for row in self._filled("documents")
            ),
            goods=tuple(GoodsLine(**row | {"item": row["item"] or ""}) for row in self._filled("goods")),
        )

    def uploads(self) -> list[Upload]:
        return [Upload(file.filename or "", file.read()) for file in self.files.data or ()]

    def show(self, faults: dict[str, Any]) -> None:
        """Show errors by field, those of no field on top."""
        for name, message in faults.items():
            holder, errors = (self[name], "errors") if name in self else (self, "form_errors")
            setattr(holder, errors, [*getattr(holder, errors), message])


def observation_form(
    checklist: Checklist | None,
    observation: Observation | None = None,
    *,
    version: int | None = None,
    with_goods: bool = False,
    more: str | None = None,
) -> ObservationForm:
    """The form with this checklist, filled with what the observation says so far.

    `version`: number of the contract's version in hand. `with_goods`: with the goods table, even if nothing is in it.
    `more`: the table that gets more empty rows.
    """
    questions = questions_of(observation) if observation else checklist.questions if checklist else []
    asked: dict[str, Any] = {"questions": questions, "rows": _rows_wanted(observation, with_goods, more)}
    for number, question in enumerate(questions, 1):
        text = Markup("{}. {}").format(number, localized(question, "text"))
        asked[f"answer_{question.id}"] = RadioField(text, choices=choices(ANSWERS), validators=[Optional()])
        asked[f"note_{question.id}"] = paragraphs(
            _l("Note on question %(number)s", number=number),
            description=_l("Needed for “no” and “partly”, unless a photo or a document shows it."),
        )
    for table, count in asked["rows"].items():
        cells = ((n, name, make) for n in range(count) for name, make in COLUMNS[table].items())
        asked |= {f"{table}_{n}_{name}": make() for n, name, make in cells}
    kind = type("AskedForm", (ObservationForm,), asked)
    data = {"version": version, "checklist": checklist and checklist.id} | _said_by(observation)
    filled: ObservationForm = kind(obj=observation, data=data)
    return filled


def _rows_wanted(observation: Observation | None, with_goods: bool, more: str | None) -> dict[str, int]:
    """What is there, in the observation or in what was sent, and some empty rows."""
    wanted = {}
    for table, columns in COLUMNS.items():
        first = next(iter(columns))
        sent = sum(f"{table}_{n}_{first}" in request.form for n in range(MAX_ROWS))
        there = len(getattr(observation, table)) if observation else 0
        if table == "documents" or with_goods or there or sent:
            rows = max(sent, there + EMPTY_ROWS)
            wanted[table] = min(MAX_ROWS, rows + (MORE_ROWS if more == table else 0))
    return wanted


def _said_by(observation: Observation | None) -> dict[str, Any]:
    """The answers and the tables as data of the form's fields."""
    if observation is None:
        return {}
    said: dict[str, Any] = {f"answer_{row.question_id}": row.answer for row in observation.answers}
    said |= {f"note_{row.question_id}": row.note for row in observation.answers}
    for table, columns in COLUMNS.items():
        for n, row in enumerate(getattr(observation, table)):
            said |= {f"{table}_{n}_{name}": _plain(getattr(row, name)) for name in columns}
    return said


def _plain(value: Any) -> Any:
    """A quantity without idle zeros."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class PaperCodeForm(Form):
    code = line(
        _l("Code of the form"),
        required=True,
        description=_l("At the top of each page, such as 12-1-45-07."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def show_fault(self, message: Any) -> None:
        self.code.errors = [*self.code.errors, message]


LISTED = ("code", "position", "text_mn", "text_en", "drop")


def in_order(sent: Mapping[str, Any]) -> MultiDict[str, Any]:
    """The rows of a checklist by their numbers, dropped ones and empty ones last: a question's place in the list is
    then its row in the form, so that what a rule says of it is said beside it."""
    kept = MultiDict(sent)
    rows = [{name: kept.get(f"{name}_{n}", "") for name in LISTED} for n in range(MAX_LIST_ROWS)]
    for n, row in enumerate(sorted(rows, key=_place_of)):
        for name, cell in (row | {"position": str(n + 1)}).items():
            kept[f"{name}_{n}"] = cell
    return kept


def _place_of(row: Mapping[str, str]) -> tuple[bool, bool, int]:
    says = bool(row["text_mn"].strip() or row["text_en"].strip())
    place = row["position"].strip()
    is_number = place.isdecimal() and len(place) < 9
    return not says, bool(row["drop"]), int(place) if is_number else MAX_LIST_ROWS


class ChecklistForm(ReasonForm):
    """A list of questions in rows. `based_on`: number of the version that was opened."""

    class Meta(ReasonForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return sent and in_order(sent)

    rows = 0
    based_on = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def table(self) -> list[dict[str, Any]]:
        """For each row its fields, by the names of `LISTED`."""
        return [{name: self[f"{name}_{n}"] for name in LISTED} for n in range(self.rows)]

    def wordings(self) -> list[Wording]:
        """What the list is to ask, in its order."""
        rows = [{name: field.data or None for name, field in row.items()} for row in self.table()]
        return [
            Wording(row["text_mn"] or "", row["text_en"] or "", row["code"])
            for row in rows
            if (row["text_mn"] or row["text_en"]) and not row["drop"]
        ]


def checklist_form(wordings: Sequence[Wording], based_on: int, *, more: bool = False) -> ChecklistForm:
    """The questions in rows, with empty ones after them; what was sent has as many rows as it had."""
    sent = sum(f"text_mn_{n}" in request.form for n in range(MAX_LIST_ROWS))
    rows = min(MAX_LIST_ROWS, max(sent, len(wordings) + EMPTY_ROWS) + (MORE_ROWS if more else 0))
    asked: dict[str, Any] = {"rows": rows}
    data: dict[str, Any] = {"based_on": based_on}
    for n in range(rows):
        asked |= {
            f"code_{n}": HiddenField(),
            f"position_{n}": IntegerField(_l("Order"), validators=[Optional()]),
            f"text_mn_{n}": paragraphs(_l("In Mongolian")),
            f"text_en_{n}": paragraphs(_l("In English")),
            f"drop_{n}": BooleanField(_l("Ask this no longer")),
        }
        data[f"position_{n}"] = n + 1
    for n, wording in enumerate(wordings):
        data |= {f"{name}_{n}": value for name, value in asdict(wording).items()}
    filled: ChecklistForm = type("ListedForm", (ChecklistForm,), asked)(data=data)
    return filled


class AskForm(ReasonForm):
    about = named(_l("What the question is about"))

    def offer(self, observation: Observation) -> None:
        """Each field of the observation: the monitor reads the question beside those that are ticked."""
        labels = {code: localized(row, "text") if row else FIELDS[code] for code, row in fields_of(observation).items()}
        self.about.choices = choices(labels)


class DuplicateForm(ReasonForm):
    duplicate_of = RadioField(_l("It repeats"), coerce=int, validators=[Optional()])


class DisclosureForm(Form):
    """What others may see of a file. `seen`: how many decisions there were when the page was made."""

    seen = IntegerField(widget=HiddenInput())
    decision = RadioField(_l("What may others see?"), validators=[InputRequired()])
    covers = paragraphs(
        _l("Parts to cover"),
        description=_l(
            "One part a line, in percent of the picture: left, top, width, height. For example: 12.5 30 8 10"
        ),
    )
    reason = paragraphs(_l("Why it is kept back"), max_length=LINE)

    def offer(self, evidence: Evidence) -> None:
        """Only a picture can be covered in part."""
        passages = [row for row in EVIDENCE.passages if row.verb != "cover" or evidence.file.is_picture]
        self.decision.choices = choices({row.verb: row.label for row in passages})
        if not evidence.file.is_picture:
            del self.covers


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

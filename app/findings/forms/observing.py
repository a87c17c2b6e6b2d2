"""The form of an observation, on the site or typed in from paper."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, DecimalField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.bodies.forms import choices_with_soums
from app.core.money import parse_amount
from app.findings.forms.fields import EMPTY_ROWS, MORE_ROWS, choices, ticks, to_int
from app.findings.models import Checklist, ChecklistQuestion, Observation
from app.findings.queries import questions_of
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
from app.findings.terms import ANSWERS, DOCUMENT_OUTCOMES, VISITS
from app.ui.forms import Form, line, paragraphs
from app.ui.i18n import localized

TAKEN = "image/jpeg,image/png,image/webp,image/heic,application/pdf,video/mp4,video/quicktime"


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
    if not filled.is_submitted():
        filled.checklist.data = checklist and checklist.id  # of the observation the form would take the row itself
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

"""The form of a checklist: its questions in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from app.findings.forms.fields import EMPTY_ROWS, MORE_ROWS
from app.findings.wordings import MAX_QUESTIONS, Wording
from app.ui.forms import ReasonForm, paragraphs

MAX_LIST_ROWS = MAX_QUESTIONS + MORE_ROWS  # of the form of a checklist
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

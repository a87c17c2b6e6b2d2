"""Forms of leads. `seen`: the last word that stood on the page when it was opened."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.contracts.forms import to_int
from app.core import clock
from app.findings.rules import MAX_TEXT as LONGEST_NOTES
from app.findings.terms import STAGES
from app.tips.models import Tip
from app.tips.rules import MAX_TEXT
from app.tips.service import words_of
from app.tips.terms import CLOSING
from app.ui.forms import Form, choices, line, paragraphs


class SeenForm(Form):
    seen = HiddenField()

    @property
    def last_seen(self) -> int:
        return to_int(self.seen.data) or 0


class QuestionForm(SeenForm):
    text = paragraphs(
        _l("Question"), max_length=MAX_TEXT, description=_l("The citizen reads it with the receipt, if they come back.")
    )


class AnswerForm(SeenForm):
    text = paragraphs(
        _l("Answer to the citizen"),
        max_length=MAX_TEXT,
        description=_l("The citizen reads it. The tip goes on as it is."),
    )


class CloseForm(SeenForm):
    reason = RadioField(_l("Why"), choices=choices(CLOSING), validators=[Optional()])
    text = paragraphs(
        _l("Words to the citizen"),
        max_length=MAX_TEXT,
        description=_l("What was looked at, and what they can do. Deleted with the tip; only the reason above stays."),
    )


class TakeUpForm(SeenForm):
    stage = SelectField(_l("Stage"), choices=choices(STAGES), default="implementation")
    told_on = DateField(_l("Seen on"), validators=[InputRequired()])
    notes = paragraphs(
        _l("What was seen"),
        max_length=LONGEST_NOTES,
        description=_l(
            "The citizen’s words. Take out what names or betrays a person: an observation is not forgotten."
        ),
    )

    @classmethod
    def of(cls, tip: Tip) -> "TakeUpForm":
        day = tip.seen_on or clock.local_day(tip.received_at)
        return cls(data={"notes": words_of(tip), "told_on": day})


class ContractSearch(Form):
    class Meta(Form.Meta):
        csrf = False

    text = line(_l("Words of the contract, its number, or who buys"))


def form_for(verb: str, tip: Tip) -> Any:
    if verb == "take_up":
        return TakeUpForm.of(tip)
    return {"ask": QuestionForm, "answer": AnswerForm, "close": CloseForm}[verb]()

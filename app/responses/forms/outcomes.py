"""Forms of what became of a finding."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from app.findings.models import Observation
from app.findings.terms import OUTCOMES, STAGES
from app.ui.filters import short_day
from app.ui.forms import Form, choices, paragraphs

SPEAKERS = {"monitor": _l("The monitor of this contract"), "recheck": _l("An independent re-check")}


class VerifyForm(Form):
    voice = RadioField(_l("You speak as"), validators=[InputRequired()])
    observation = SelectField(_l("The visit on which this rests"), validators=[InputRequired()])
    outcome = RadioField(_l("What you found"), choices=choices(OUTCOMES), validators=[InputRequired()])
    note = paragraphs(
        _l("What you saw"),
        required=True,
        description=_l("It is published without your name. Please name no persons."),
    )

    def offer(self, voices: Iterable[str], observations: Iterable[Observation]) -> None:
        self.voice.choices = choices((voice, SPEAKERS[voice]) for voice in voices)
        rows = ((str(row.id), f"{short_day(row.visited_on)} · {STAGES[row.stage]}") for row in observations)
        self.observation.choices = choices(rows, none=_l("Choose"))

    def chosen(self, observations: Iterable[Observation]) -> Observation | None:
        return next((row for row in observations if str(row.id) == self.observation.data), None)


class AssessForm(Form):
    outcome = RadioField(_l("Outcome"), choices=choices(OUTCOMES), validators=[InputRequired()])
    reason = paragraphs(_l("Reason"), required=True)

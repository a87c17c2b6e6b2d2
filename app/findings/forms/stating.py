"""The form of a finding, and what a list of findings is narrowed to."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from app.findings.forms.fields import ALL, SeesRevision, choices, ticks, to_int
from app.findings.service import STATED, Statement
from app.findings.states import FINDING
from app.findings.terms import CONFIDENCES, SEVERITIES
from app.partnership.forms import action_points_field, focus_areas_field
from app.ui.forms import Form, line, paragraphs


class FindingForm(SeesRevision, Form):
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

"""The forms of a reviewer: what they ask, what others may see."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from app.findings.forms.fields import choices, named, to_int
from app.findings.models import Evidence, Observation
from app.findings.queries import fields_of
from app.findings.states import EVIDENCE
from app.findings.terms import CAUSES, FIELDS, SECOND_VERDICTS
from app.ui.forms import LINE, Form, ReasonForm, paragraphs
from app.ui.i18n import localized


class AskForm(ReasonForm):
    about = named(_l("What the question is about"))

    def offer(self, observation: Observation) -> None:
        """Each field of the observation: the monitor reads the question beside those that are ticked."""
        labels = {code: localized(row, "text") if row else FIELDS[code] for code, row in fields_of(observation).items()}
        self.about.choices = choices(labels)


def cause_if_rejected() -> SelectField:
    """Where rejecting is one of several verdicts."""
    offered = [SelectChoice("", _l("Choose")), *choices(CAUSES)]
    return SelectField(_l("If you reject: why"), choices=offered, default="")


class RejectForm(ReasonForm):
    cause = RadioField(_l("Why it is rejected"), choices=choices(CAUSES), validators=[Optional()])


class DuplicateForm(ReasonForm):
    duplicate_of = RadioField(_l("It repeats"), coerce=int, validators=[Optional()])


class SecondLookForm(ReasonForm):
    """The verdict of somebody who knows of no other."""

    verdict = RadioField(_l("What would you decide?"), choices=choices(SECOND_VERDICTS), validators=[Optional()])
    cause = cause_if_rejected()
    duplicate_of = SelectField(_l("If it is a duplicate: what it repeats"), coerce=to_int, validators=[Optional()])


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

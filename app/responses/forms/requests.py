"""Forms of requests: drafting, sending, delivery, extension."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.bodies.models import PublicBody
from app.findings.models import Finding
from app.partnership.forms import action_points_field, plain
from app.partnership.queries import list_organisations
from app.responses.models import Request, TimeRule
from app.responses.terms import CHANNELS, PROOFS
from app.ui.forms import Form, choices, line, paragraphs

BODY = "body"


class TextsForm(Form):
    """What a drafted request says, and the rule by which it counts."""

    rule = SelectField(_l("Time limit"), coerce=int, validators=[InputRequired()])
    subject_mn = line(_l("Subject (Mongolian)"), required=True)
    subject_en = line(_l("Subject (English)"))
    text_mn = paragraphs(_l("Letter (Mongolian)"), required=True)
    text_en = paragraphs(_l("Letter (English)"))

    def offer_rules(self, rules: Sequence[TimeRule]) -> None:
        self.rule.choices = choices((rule.id, _rule_label(rule)) for rule in rules)

    def texts(self) -> dict[str, str | None]:
        names = ("subject_mn", "subject_en", "text_mn", "text_en")
        return {name: self[name].data for name in names}


def _rule_label(rule: TimeRule) -> str:
    label = f"{rule.code}: {plain(rule, 'law')}, {rule.article}"
    return label if rule.confirmed else f"{label} ({_('to be confirmed')})"


class DraftForm(TextsForm):
    """A request about checked findings of one body, tied to an action point old or new."""

    findings = SelectMultipleField(
        _l("Findings"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    action_points = action_points_field(
        description=_l("The request needs at least one: choose it here, or enter a new one below.")
    )
    new_title_mn = line(_l("New action point (Mongolian)"))
    new_title_en = line(_l("New action point (English)"))
    new_owner = SelectField(_l("Owner"), choices=[])
    new_due_on = DateField(_l("Due on"), validators=[Optional()])

    def offer(self, findings: Sequence[Finding], body: PublicBody, rules: Sequence[TimeRule]) -> None:
        """Fill in what can be chosen."""
        self.offer_rules(rules)
        self.findings.choices = choices((row.id, plain(row, "title")) for row in findings)
        owners = [
            (BODY, plain(body, "name")),
            *((str(row.id), plain(row, "name")) for row in list_organisations()),
        ]
        self.new_owner.choices = choices(owners)

    def new_action_point(self, body: PublicBody) -> dict[str, Any] | None:
        """Values of the action point entered on the spot; None if there is none."""
        if not self.new_title_mn.data:
            return None
        owners = {str(row.id): row for row in list_organisations()}
        return {
            "title_mn": self.new_title_mn.data,
            "title_en": self.new_title_en.data,
            "owner": owners.get(self.new_owner.data, body),
            "due_on": self.new_due_on.data,
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """A new action point needs its day, and there is a new one or an old one."""
        sound = super().validate(extra_validators)
        errors = {}
        if self.new_title_mn.data and not self.new_due_on.data and not self.new_due_on.errors:
            errors["new_due_on"] = _l("Say by when.")
        if not self.action_points.data and not self.new_title_mn.data:
            errors["action_points"] = _l("Link at least one action point: an existing one, or a new one.")
        for name, message in errors.items():
            self[name].errors = [*self[name].errors, message]
        return sound and not errors


class ActionPointsForm(Form):
    """Tie a drafted request to further action points."""

    action_points = action_points_field()


class SendForm(Form):
    channel = RadioField(_l("How it is sent"), choices=choices(CHANNELS), validators=[InputRequired()])
    address = line(_l("To which address"), description=_l("Leave empty to use what is known of the body."))
    note = paragraphs(_l("Note"), description=_l("Who took it, where, or why it failed. Only the network sees this."))


class DeliveryForm(Form):
    received_on = DateField(_l("Received and registered by the body on"), validators=[InputRequired()])
    proof = RadioField(_l("Proof of delivery"), choices=choices(PROOFS), validators=[InputRequired()])
    registry_number = line(_l("Registry number"))


class ExtensionForm(Form):
    """An extension that the body gave notice of in another way than through its link."""

    days = IntegerField(_l("By how many days"), validators=[InputRequired(), NumberRange(1)])
    asked_on = DateField(_l("The body gave notice on"), validators=[InputRequired()])
    reason = paragraphs(_l("The reason that the body gives"), required=True)

    def offer(self, request: Request) -> None:
        self.days.description = _l("At most %(most)s.", most=request.rule.extension)

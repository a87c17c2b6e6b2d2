"""Forms of the register."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.contracts.queries import Filters
from app.contracts.terms import CATEGORIES, METHODS, STAGES
from app.ui.forms import Form, choices, line, paragraphs

CURRENCIES = ("MNT", "USD", "EUR", "CNY", "RUB", "JPY", "KRW")


def to_int(value: Any) -> int | None:
    """What a select sends for "none" is an empty string."""
    return int(value) if str(value or "").isdigit() else None


class ContractForm(Form):
    """A contract as a volunteer reads it off the paper."""

    title = line(_l("What is bought"), required=True, max_length=500)
    description = paragraphs(_l("Description"))
    buyer = line(_l("Who buys"), required=True, description=_l("The public body, as the contract names it."))
    suppliers = paragraphs(
        _l("Who supplies"), description=_l("One company a line, as the state register names it. No persons.")
    )
    category = SelectField(_l("Category"), choices=choices(CATEGORIES, none=_l("Not stated")))
    method = SelectField(_l("How it was tendered"), choices=choices(METHODS, none=_l("Not stated")))
    amount = line(_l("Contracted amount"), description=_l("For example 1 250 000 or 1,250,000.50"))
    currency = SelectField(_l("Currency"), choices=choices([(code, code) for code in CURRENCIES]))
    signed_on = DateField(_l("Signed on"), validators=[Optional()])
    starts_on = DateField(_l("Starts on"), validators=[Optional()])
    ends_on = DateField(_l("Ends on"), validators=[Optional()])
    region = line(_l("Where"), description=_l("Aimag and soum, or district of the capital."))


class TakeUpForm(Form):
    subnetwork = SelectField(_l("Subnetwork"), coerce=int, validators=[InputRequired()])
    focus_areas = SelectMultipleField(
        _l("Focus areas"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("At least one: why the partnership looks at this contract."),
    )


class AssignForm(Form):
    monitor = SelectField(_l("Monitor"), coerce=int, validators=[InputRequired()])
    due_on = DateField(_l("To be done by"), validators=[Optional()])
    instructions = paragraphs(_l("What to look at"))


class FilterForm(Form):
    """Filters of the list: a GET form, so it holds no token."""

    class Meta(Form.Meta):
        csrf = False

    q = line(_l("Search"), description=_l("Title, body, supplier or number, in Cyrillic or Latin."))
    place = SelectField(_l("Place"), coerce=to_int, validate_choice=False)
    body = SelectField(_l("Public body"), coerce=to_int, validate_choice=False)
    category = SelectField(_l("Category"), choices=choices(CATEGORIES, none=_l("All")), validate_choice=False)
    stage = SelectField(_l("Stage"), choices=choices(STAGES, none=_l("All")), validate_choice=False)
    state = SelectField(_l("Monitoring"), validate_choice=False)

    def filters(self) -> Filters:
        return Filters(
            text=self.q.data or "",
            place_id=self.place.data,
            body_id=self.body.data,
            category=self.category.data or None,
            stage=self.stage.data or None,
            state=self.state.data or None,
        )

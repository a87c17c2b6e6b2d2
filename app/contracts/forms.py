"""Forms of the register."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.bodies.forms import id_or_none, place_choices
from app.contracts.asked import STANDINGS
from app.contracts.listing.naming import Option
from app.contracts.search.finding import Order, Search
from app.contracts.terms import CATEGORIES, METHODS
from app.ui.forms import LINE, Form, ReasonForm, choices, line, paragraphs

CURRENCIES = ("MNT", "USD", "EUR", "CNY", "RUB", "JPY", "KRW")
ORDERS = {
    Order.RELEVANCE: _l("Best match first"),
    Order.DATE: _l("Newest first"),
    Order.AMOUNT: _l("Largest amount first"),
}
FEW_WORDS = 4
MOST_DIGITS, LONGEST_CODE = 9, 100  # of a number, and characters of a code, that an address may ask for


def to_int(value: Any) -> int | None:
    """What a select sends for "none" is an empty string."""
    digits = str(value or "")
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else None


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


class PlaceForm(ReasonForm):
    place = SelectField(_l("Place"), coerce=id_or_none, choices=lambda: place_choices(_("As the data says")))


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


class CandidatesFilter(Form):
    """Of which monitor, and of which contracts: a GET form."""

    class Meta(Form.Meta):
        csrf = False

    monitor = SelectField(_l("Monitor"), coerce=to_int, validate_choice=False)
    place = SelectField(_l("Place"), coerce=to_int, choices=lambda: place_choices(_("Anywhere")), validate_choice=False)
    body = SelectField(_l("Public body"), coerce=to_int, validate_choice=False)


class AssignmentsFilter(CandidatesFilter):
    """Which assignments; what cannot be a value is as if it were not there."""

    state = SelectField(_l("State"), choices=choices(STANDINGS, none=_l("All")), validate_choice=False)


class AssignManyForm(Form):
    contracts = SelectMultipleField(_l("Contracts"), coerce=int, validate_choice=False)
    due_on = DateField(_l("To be done by"), validators=[Optional()])
    instructions = paragraphs(_l("What to look at"))


def to_code(value: Any) -> str | None:
    """A code as the data has it. What is longer than any code is none."""
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_CODE else None


def _number(label: Any) -> SelectField:
    return SelectField(label, coerce=to_int, validate_choice=False, choices=[])


def _code(label: Any) -> SelectField:
    return SelectField(label, coerce=to_code, validate_choice=False, choices=[])


class Chip(NamedTuple):
    """A filter that is chosen."""

    name: str
    label: str
    value: str


class FilterForm(Form):
    """A search as its address says it: a GET form, so it holds no token. Filters are named as in the index.

    It is never refused: what cannot be a value is as if it were not there, what is unknown finds nothing.
    """

    class Meta(Form.Meta):
        csrf = False

    text = line(_l("Search"), description=_l("Title, body, supplier or number. Any spelling, Cyrillic or Latin."))
    order = SelectField(_l("Order"), validate_choice=False, choices=choices(ORDERS))
    place = _number(_l("Place"))
    year = _number(_l("Year"))
    category = _code(_l("Category"))
    method = _code(_l("How it was tendered"))
    stage = _code(_l("Stage"))
    band = _number(_l("Contracted amount"))
    body = _number(_l("Who buys"))
    supplier = _number(_l("Who supplies"))
    focus_area = _number(_l("Focus area"))
    state = _code(_l("Monitoring"))
    faulty = _number(_l("Problems in the data"))

    @property
    def filters(self) -> list[SelectField]:
        return [field for field in self if field.name not in {"text", "order"}]

    def search(self, order: Order | None = None) -> Search:
        """What is asked for; in this order, else in the one that is asked for."""
        chosen = {field.name: field.data for field in self.filters if field.data}
        asked = Order(self.order.data) if self.order.data in ORDERS else Order.RELEVANCE
        return Search((self.text.data or "")[:LINE], chosen, order or asked)

    def arguments(self) -> dict[str, Any]:
        """What of the address makes this search: for links to it, and to what it leads to."""
        search = self.search()
        order = None if search.order is Order.RELEVANCE else search.order.value
        return {"text": search.text or None, "order": order, **search.chosen}

    def shorter(self) -> list[str]:
        """The words without one of them, for each: what to look for when all together find nothing."""
        words = (self.text.data or "")[:LINE].split()[:FEW_WORDS]
        return [" ".join(words[:n] + words[n + 1 :]) for n in range(len(words))] if len(words) > 1 else []

    def offer(self, options: Mapping[str, list[Option]]) -> None:
        """Fill the selects, and remember what the chosen values are called."""
        self.chips = [
            Chip(field.name, field.label.text, option.label)
            for field in self.filters
            for option in options.get(field.name, ())
            if option.value == field.data
        ]
        for field in self.filters:
            offered = [(option.value, option.counted) for option in options.get(field.name, ())]
            field.choices = choices(offered, none=_("All"))

"""Forms of the plan and of what it holds. Each knows what its reader saw, so that nobody's change is lost."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import BooleanField, DateField, DecimalField, HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from app.bodies.forms import id_or_none
from app.core import clock
from app.core.money import parse_amount
from app.partnership import queries
from app.partnership.forms import plain
from app.partnership.models import StrategicPlan
from app.partnership.terms import PILLARS
from app.ui.filters import SIGNS
from app.ui.forms import Form, choices, line, paragraphs, stamp_of


class NumberField(DecimalField):
    """A number as people write it: `1 250 000,5`."""

    widget = TextInput()

    def process_formdata(self, valuelist: Any) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = parse_amount(text)
            except ValueError:
                raise ValueError(_("This cannot be read as a number.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return written(self.data) if self.data is not None else ""


def written(value: Decimal) -> str:
    """The figure without zeros that say nothing."""
    return format(value.normalize(), "f")


class StampedForm(Form):
    """Of something that others may change meanwhile. `reason`: asked for when what is in force changes."""

    seen = HiddenField()
    reason = line(_l("Why it changes"), max_length=2000, description=_l("The plan is in force: the reason is kept."))

    @classmethod
    def of(cls, plan: StrategicPlan, row: Any = None, **data: Any) -> Any:
        """The form for a part of a plan; `row`: what is there already."""
        form = cls(obj=row, data={**data, "seen": str(row.edits)} if row is not None else data)
        if plan.state != "in_force":
            del form.reason
        return form

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "seen"}

    def stamp(self) -> int:
        return stamp_of(self.seen)


def plan_choices() -> list[SelectChoice]:
    """No plan, then each that is or was in force."""
    rows = [row for row in queries.list_plans() if row.state in {"in_force", "closed"}]
    return choices(((row.id, plain(row, "title")) for row in rows), _("None"))


class PlanForm(StampedForm):
    title_mn = line(_l("Title in Mongolian"), required=True)
    title_en = line(_l("Title in English"))
    starts_on = DateField(_l("First day of the term"), validators=[InputRequired()])
    ends_on = DateField(
        _l("Last day of the term"), validators=[Optional()], description=_l("Leave empty for three years.")
    )
    succeeds_id = SelectField(_l("Follows the plan"), coerce=id_or_none, choices=plan_choices)
    vision_mn = paragraphs(_l("Vision in Mongolian"))
    vision_en = paragraphs(_l("Vision in English"))

    def values(self) -> dict[str, Any]:
        values = super().values()
        before = values.pop("succeeds_id")
        return {**values, "succeeds": queries.get_plan(before) if before else None}


class AgreePlanForm(Form):
    """The view fills in the choices of `meeting`."""

    seen = HiddenField()
    agreed_on = DateField(_l("Agreed on"), validators=[InputRequired()])
    agreed_by_mn = paragraphs(
        _l("Who agreed, in Mongolian"),
        required=True,
        max_length=2000,
        description=_l("Organisations and offices, never names of persons."),
    )
    agreed_by_en = paragraphs(_l("Who agreed, in English"), max_length=2000)
    meeting = SelectField(_l("At which meeting"), coerce=id_or_none)
    note = line(_l("If no meeting is listed: where and how"), max_length=1000)


class FocusAreaForm(StampedForm):
    title_mn = line(_l("Title in Mongolian"), required=True)
    title_en = line(_l("Title in English"))
    rationale_mn = paragraphs(_l("Rationale in Mongolian"))
    rationale_en = paragraphs(_l("Rationale in English"))
    pillars = SelectMultipleField(
        _l("Pillars of the enabling environment that it serves"),
        choices=lambda: choices(PILLARS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    share = IntegerField(
        _l("Share of the monitoring, in per cent"),
        validators=[Optional(), NumberRange(min=0, max=100)],
        description=_l("How much of what is monitored is meant to serve this focus area."),
    )


class PlacedFocusAreaForm(FocusAreaForm):
    position = IntegerField(_l("Place in the plan"), validators=[InputRequired()], description=_l("1 stands first."))


class PlanTextForm(StampedForm):
    text_mn = paragraphs(_l("In Mongolian"), required=True, max_length=4000)
    text_en = paragraphs(_l("In English"), max_length=4000)


class IndicatorForm(StampedForm):
    title_mn = line(_l("What is measured, in Mongolian"), required=True)
    title_en = line(_l("What is measured, in English"))
    unit_mn = line(
        _l("Unit in Mongolian"), required=True, max_length=60, description=_l("For example: contracts, percent.")
    )
    unit_en = line(_l("Unit in English"), max_length=60)
    baseline_value = NumberField(_l("Baseline: value"), validators=[Optional()])
    baseline_on = DateField(_l("Baseline: day"), validators=[Optional()])
    target_value = NumberField(_l("Target: value"), validators=[Optional()])
    target_on = DateField(_l("Target: day"), validators=[Optional()])
    source_mn = line(_l("Where the values come from, in Mongolian"), max_length=1000)
    source_en = line(_l("Where the values come from, in English"), max_length=1000)


class ReadingForm(Form):
    read_on = DateField(_l("Day"), validators=[InputRequired()], default=clock.today)
    value = NumberField(_l("Value"), validators=[InputRequired()])
    note = line(_l("Note"), max_length=2000)


class CorrectionForm(Form):
    read_on = DateField(_l("Day"), validators=[InputRequired()])
    value = NumberField(_l("Value"), validators=[Optional()], description=_l("Leave empty to take the reading back."))
    note = line(_l("What was wrong"), max_length=2000)


class SustainabilityForm(StampedForm):
    happened_on = DateField(_l("Day"), validators=[InputRequired()], default=clock.today)
    text_mn = paragraphs(_l("In Mongolian"), required=True, max_length=4000)
    text_en = paragraphs(_l("In English"), max_length=4000)

    @classmethod
    def of(cls, plan: StrategicPlan, row: Any = None, **data: Any) -> Any:
        """Entries tell what happened; they change nothing of what was agreed: no reason is asked for."""
        form = super().of(plan, row, **data)
        if "reason" in form:
            del form.reason
        return form


class ResourcesForm(SustainabilityForm):
    amount = NumberField(_l("Amount"), validators=[Optional()], description=_l("For example 1 250 000 or 1,250,000.50"))
    currency = SelectField(_l("Currency"), choices=choices([(code, code) for code in SIGNS]))
    in_kind = BooleanField(_l("Given in kind, not in money"))


class SuccessionForm(Form):
    """`between` makes the form of two plans: a field `area-<number>` for each focus area that ends."""

    reason = paragraphs(_l("Why the plan before is closed"), max_length=2000)
    known = BooleanField(_l("I know that nothing goes on with this work"))

    @classmethod
    def between(cls, before: StrategicPlan, plan: StrategicPlan) -> Any:
        heirs = choices(((area.id, plain(area, "title")) for area in plan.focus_areas), _("Nothing goes on with it"))
        fields = {
            f"area-{area.id}": SelectField(plain(area, "title"), coerce=id_or_none, choices=heirs)
            for area in before.focus_areas
        }
        form = type("PlansForm", (cls,), fields)()
        if before.state != "in_force":
            del form.reason
        return form

    def mapping(self) -> dict[int, int | None]:
        return {int(name.removeprefix("area-")): field.data for name, field in self._fields.items() if "area-" in name}

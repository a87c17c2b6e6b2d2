"""Forms of time rules and of the calendar's exceptions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from app.core import clock
from app.responses.terms import DAY_KINDS, EXCEPTION_KINDS
from app.ui.forms import Form, ReasonForm, choices, line, paragraphs

A_YEAR = 366
CODE = Regexp(r"^[a-z][a-z_-]*$", message=_l("Use small Latin letters."))


class TimeRuleForm(Form):
    code = line(
        _l("Short name"),
        required=True,
        description=_l("For example: petition. Rules of one name follow each other."),
    )
    law_mn = line(_l("Law (Mongolian)"), required=True)
    law_en = line(_l("Law (English)"), required=True)
    article = line(_l("Article"), required=True)
    term = IntegerField(_l("Term in days"), validators=[InputRequired(), NumberRange(1, A_YEAR)])
    days = RadioField(_l("Which days count"), choices=choices(DAY_KINDS), validators=[InputRequired()])
    extension = IntegerField(
        _l("Extension in days, at most"), validators=[InputRequired(), NumberRange(0, A_YEAR)], default=0
    )
    extension_needs_notice = BooleanField(_l("The body must give notice of an extension"), default=True)
    last_day_rolls = BooleanField(_l("A last day that is not a working day moves on"))
    valid_from = DateField(_l("Holds from"), validators=[InputRequired()])
    source = line(_l("Source"), max_length=500, description=_l("Where the text of the law was read."))
    checked_on = DateField(_l("Checked at the source on"), validators=[Optional()])
    confirmed = BooleanField(_l("Confirmed: the text of the law says exactly this"))

    def validate_code(self, field: Any) -> None:
        CODE(self, field)


class CloseRuleForm(Form):
    last_on = DateField(_l("Holds for the last time on"), validators=[InputRequired()])
    reason = paragraphs(_l("Reason"), required=True)


class ConfirmYearForm(Form):
    """The word of somebody who compared a year with its source. `seen`: the calendar that stood on the page."""

    source = line(
        _l("Source"), required=True, max_length=500, description=_l("The address of the page, or the decree’s number.")
    )
    checked_on = DateField(_l("Checked at the source on"), validators=[InputRequired()], default=clock.today)
    whole = BooleanField(
        _l("Every day off and every worked Saturday of this year is in the list."), validators=[InputRequired()]
    )
    seen = HiddenField()

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.values().items() if name != "whole"}


class ExceptionForm(Form):
    """A day that a decree moved. `seen`: the mark of the due dates that the page said would move."""

    on = DateField(_l("Day"), validators=[InputRequired(_l("Enter the day that the decree moved."))])
    kind = RadioField(
        _l("The decree makes it a"),
        choices=choices(EXCEPTION_KINDS),
        validators=[InputRequired(_l("Choose what the decree makes of the day."))],
    )
    name_mn = line(_l("Name (Mongolian)"), required=_l("Enter what the day is called in Mongolian."))
    name_en = line(_l("Name (English)"), required=_l("Enter what the day is called in English."))
    reason = paragraphs(
        _l("Decree and reason"),
        required=_l("Enter the number and date of the decree."),
        description=_l("Number and date of the decree."),
    )
    seen = HiddenField()


class RemoveExceptionForm(ReasonForm):
    seen = HiddenField()

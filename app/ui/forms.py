"""The base of all forms, and how a refusal of a use case comes back to the form that asked for it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext, lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.database import roll_back
from app.core.errors import Invalid, Missing, NotPermitted, Refused

LINE, TEXT = 200, 20_000

# WTForms' own messages, so that our catalogue holds them: it ships none in Mongolian.
_OF_WTFORMS = (
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Invalid Choice: could not coerce."),
    _l("Invalid choice(s): one or more data inputs could not be coerced."),
    _l("Number must be at least %(min)s."),
    _l("Number must be at most %(max)s."),
    _l("Number must be between %(min)s and %(max)s."),
    _l("Not a valid date value."),
    _l("Not a valid integer value."),
    _l("Not a valid decimal value."),
    _l("Invalid email address."),
    _l("Invalid input."),
    _l("Field must be equal to %(other_name)s."),
    _l("Field must be at least %(min)d character long."),
    _l("Field cannot be longer than %(max)d character."),
    _l("Field must be between %(min)d and %(max)d characters long."),
    _l("'%(value)s' is not a valid choice for this field."),
    _l("The CSRF token is missing."),
    _l("The CSRF tokens do not match."),
    _l("The CSRF token is invalid."),
)


class _Translations:
    """What WTForms asks for: messages with their placeholders still in, which it fills by itself."""

    def gettext(self, text: str) -> str:
        return str(gettext(text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """A noun after a numeral stays singular in Mongolian: one form is enough there."""
        translated = self.gettext(singular)
        return plural if translated == singular and number != 1 else translated


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _Translations()

    def values(self) -> dict[str, Any]:
        """What was entered, as keyword arguments for a use case."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}

    @property
    def lost_files(self) -> list[Field]:
        """The fields whose files a form that comes back lost: no browser keeps or takes back the choice of a file."""
        fields = [field for field in self if getattr(field.widget, "input_type", None) == "file"]
        return [field for field in fields if any(getattr(sent, "filename", "") for sent in field.raw_data or ())]


class ReasonForm(Form):
    """The form behind a button that only asks why."""

    reason = TextAreaField(_l("Reason"), validators=[Optional(), Length(max=TEXT)])


def choices(pairs: Mapping[Any, Any] | Iterable[tuple[Any, Any]], none: Any = None) -> list[SelectChoice]:
    """Choices of a select or radio field from codes and labels; `none` is the label of choosing nothing."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    found = [SelectChoice(value=value, label=label) for value, label in items]
    return found if none is None else [SelectChoice(value="", label=none), *found]


def stripped(value: str | None) -> str | None:
    return value.strip() if value else value


def _presence(required: Any) -> Any:
    """`required`: whether something must be entered, or the sentence that says what to enter."""
    if not required:
        return Optional()
    return InputRequired(None if required is True else required)


def line(label: Any, *, required: Any = False, max_length: int = LINE, **rest: Any) -> StringField:
    """One line of text."""
    first = _presence(required)
    return StringField(label, validators=[first, Length(max=max_length)], filters=[stripped], **rest)


def paragraphs(label: Any, *, required: Any = False, max_length: int = TEXT, **rest: Any) -> TextAreaField:
    """Text of several lines."""
    first = _presence(required)
    return TextAreaField(label, validators=[first, Length(max=max_length)], filters=[stripped], **rest)


def stamp_of(field: Any) -> int:
    """The number in a hidden field; -1, which fits nothing, if somebody put something else there."""
    text = field.data or ""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


@contextmanager
def refusals(form: Form) -> Iterator[None]:
    """Run a use case for a form: what it refuses is undone and becomes an error on the form, with all text kept.

    `return redirect(…)` inside the block; what follows the block is the way of the refused.
    """
    try:
        yield
    except NotPermitted:
        raise
    except Refused as refusal:
        roll_back()
        for field, message in _by_field(refusal).items():
            holder, name = (form[field], "errors") if field in form else (form, "form_errors")
            setattr(holder, name, [*getattr(holder, name), message])


def _by_field(refusal: Refused) -> dict[str, Any]:
    if isinstance(refusal, Invalid):
        return refusal.errors
    return {refusal.field if isinstance(refusal, Missing) else "": refusal.message}


def page(template: str, form: Form | None = None, **context: Any) -> tuple[str, int]:
    """Render a page; 422 when its form came back with errors, so nothing of that request is committed."""
    failed = form is not None and request.method == "POST" and bool(form.errors)
    return render_template(template, form=form, **context), 422 if failed else 200


def see_other(address: str) -> Response:
    """Redirect after a change, so that reloading does not repeat it; the browser may forget the form’s draft."""
    if kept_as := request.form.get("kept_as"):
        flash(kept_as, "draft-saved")
    return redirect(address, 303)

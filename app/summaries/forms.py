"""Forms of summaries."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.ui.forms import Form, line, paragraphs

MARKDOWN = _l("Markdown: **bold**, # heading, - list, [words](https://…).")
TEXTS = ("title_mn", "title_en", "text_mn", "text_en", "method_mn", "method_en", "limits_mn", "limits_en")


class SummaryForm(Form):
    """`edits` is the count of edits that this person started from; `findings` are chosen by number."""

    edits = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    title_mn = line(_l("Title in Mongolian"), required=True)
    title_en = line(_l("Title in English"))
    cutoff_on = DateField(
        _l("Data cut-off"),
        validators=[InputRequired()],
        description=_l("The day up to which the figures count what happened."),
    )
    findings = SelectMultipleField(
        _l("Findings"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    text_mn = paragraphs(_l("Text in Mongolian"), required=True, description=MARKDOWN)
    text_en = paragraphs(_l("Text in English"), description=MARKDOWN)
    method_mn = paragraphs(_l("Method in Mongolian"), description=_l("How the monitoring was done."))
    method_en = paragraphs(_l("Method in English"))
    limits_mn = paragraphs(_l("Limits in Mongolian"), description=_l("What these figures cannot tell."))
    limits_en = paragraphs(_l("Limits in English"))

    def entry(self) -> dict[str, Any]:
        """Texts and cut-off, as the use cases take them: an empty text is none."""
        texts = {name: self[name].data or None for name in TEXTS}
        return {**texts, "cutoff_on": self.cutoff_on.data}


class NoteForm(Form):
    """The form behind a revision or a correction."""

    note = paragraphs(_l("What is new in this version, and why"), description=_l("The public reads this."))


class WithdrawForm(Form):
    reason = paragraphs(_l("Reason, in Mongolian"), description=_l("The public reads this in place of the summary."))
    reason_en = paragraphs(_l("Reason, in English"))

"""The forms behind changes of what a finding rests on, and behind its check: with the revision that the person saw."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.findings.forms.fields import SeesRevision, ticks
from app.findings.models import Finding, Observation
from app.findings.terms import STAGES
from app.ui.filters import short_day
from app.ui.forms import ReasonForm
from app.ui.i18n import localized

EXCERPT = 160  # letters of what was seen


class GatherForm(SeesRevision, ReasonForm):
    """What changes on which observations a finding rests, or confirms it."""


class ObservationsForm(GatherForm):
    observations = ticks(_l("Observations"))

    def offer(self, rows: Iterable[Observation]) -> None:
        self.observations.choices = [SelectChoice(str(row.id), _label(row)) for row in rows]


class MergeForm(GatherForm):
    """A choice names the finding and its revision, so that another one than was shown cannot be chosen."""

    other = RadioField(
        _l("Which finding goes into it?"), validators=[InputRequired(_l("Choose the finding that goes into it."))]
    )

    def offer(self, rows: Iterable[Finding]) -> None:
        self.other.choices = [SelectChoice(f"{row.id}.{row.revision}", localized(row, "title")) for row in rows]

    @property
    def chosen(self) -> tuple[int, int]:
        """(number of the finding, its revision)."""
        number, _dot, revision = (self.other.data or "").partition(".")
        return int(number), int(revision)


def _label(row: Observation) -> Any:
    day = short_day(row.visited_on)
    head = _("No. %(id)s: %(stage)s, %(day)s", id=row.id, stage=STAGES[row.stage], day=day)
    notes = " ".join(row.notes.split())
    return f"{head}. {notes[:EXCERPT]}{'…' if len(notes) > EXCERPT else ''}"

"""The forms of the queue: what to show, what to decide about several at once, under which name to keep a view."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from app.core.paging import PER_PAGE
from app.findings.forms.fields import ALL, choices, to_int
from app.findings.forms.reviewing import cause_if_rejected
from app.findings.models import Observation
from app.findings.queries import Narrowing
from app.findings.rules import MAX_VIEW_NAME
from app.findings.service import Seen
from app.findings.terms import AGES, HELD, STAGES, TABS, TOGETHER
from app.ui.forms import TEXT, Form, ReasonForm, line

_STAMP = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([a-z_]{1,20})")


@dataclass(frozen=True)
class Chip:
    """A filter that is chosen: its argument, its label, and what the chosen value is called."""

    name: str
    label: Any
    value: Any


class QueueFilter(Form):
    """`chips`: what is chosen; `lost`: labels of filters whose value is not there (any more), which are left out."""

    class Meta(Form.Meta):
        csrf = False

    subnetwork = SelectField(_l("Subnetwork"), validate_choice=False)
    place = SelectField(_l("Place of the contract"), validate_choice=False)
    body = SelectField(_l("Public body"), validate_choice=False)
    stage = SelectField(_l("Stage"), choices=[ALL, *choices(STAGES)], validate_choice=False)
    organisation = SelectField(_l("Member organisation of the monitor"), validate_choice=False)
    held = SelectField(_l("In whose hands"), choices=[ALL, *choices(HELD)], validate_choice=False)
    days = SelectField(_l("How long it waits"), choices=[ALL, *choices(AGES)], validate_choice=False)
    tab = HiddenField()

    chips: list[Chip]
    lost: list[Any]

    def settle(self) -> None:
        """Once the selects are filled: nothing stays chosen that cannot be."""
        self.tab.data = self.tab.data if self.tab.data in TABS else "waiting"
        self.chips, self.lost = [], []
        for field in self.selects():
            offered = {choice.value: choice.label for choice in field.choices}
            if field.data in offered:
                self.chips += [Chip(field.name, field.label.text, offered[field.data])] if field.data else []
            else:
                self.lost += [field.label.text] if field.data else []
                field.data = next(iter(offered), "")

    def selects(self) -> Iterator[SelectField]:
        return (field for field in self if isinstance(field, SelectField))

    def narrowing(self, now: datetime) -> Narrowing:
        days = to_int(self.days.data)
        return Narrowing(
            place_id=to_int(self.place.data),
            body_id=to_int(self.body.data),
            stage=self.stage.data or None,
            organisation_id=to_int(self.organisation.data),
            held=self.held.data or None,
            sent_before=now - timedelta(days) if days else None,
        )

    def arguments(self, **changed: Any) -> dict[str, Any]:
        """Of the address that shows the same."""
        return {name: value for name, value in (self.data | changed).items() if value}


def stamp_of(observation: Observation) -> str:
    """How it stood when the page was made, as a tick box sends it."""
    return f"{observation.id}.{observation.revision}.{observation.state}"


class TogetherForm(ReasonForm):
    """One decision about those that are ticked (`seen`: their stamps), each as it stood on the page."""

    seen = SelectMultipleField(_l("Observations"), validate_choice=False)
    cause = cause_if_rejected()
    verb = RadioField(_l("What to do with the chosen ones"), choices=choices(TOGETHER), validators=[InputRequired()])

    reason = TextAreaField(_l("Reason"), validators=[Length(max=TEXT)])

    def ticked(self) -> list[Seen]:
        """Each observation once; what is no stamp of ours is left out."""
        found = (_STAMP.fullmatch(stamp) for stamp in self.seen.data or ())
        rows = [Seen(int(one[1]), int(one[2]), one[3]) for one in found if one]
        return list({row.number: row for row in rows}.values())

    def validate_seen(self, _field: Any) -> None:
        if not self.ticked():
            raise ValidationError(_l("Choose at least one observation."))
        if len(self.ticked()) > PER_PAGE:
            raise ValidationError(_l("At most %(count)s at once.", count=PER_PAGE))

    def validate_cause(self, field: Any) -> None:
        if self.verb.data == "reject" and not field.data:
            raise ValidationError(_l("Choose why it is rejected."))

    def validate_reason(self, field: Any) -> None:
        if self.verb.data != "open" and not (field.data or "").strip():
            raise ValidationError(_l("Write the reason."))


class ViewForm(Form):
    """`is_default` only where a view is kept for the first time."""

    name = line(_l("Name of the view"), description=_l("At most %(count)s letters.", count=MAX_VIEW_NAME))
    is_default = BooleanField(_l("The queue opens with it"))

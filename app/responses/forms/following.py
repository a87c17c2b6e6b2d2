"""Forms of what follows a reply: who is meant by a referral, who looks again."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.accounts.models import User
from app.ui.forms import Form, choices, line


class NextBodyForm(Form):
    body = line(
        _l("Public body"),
        required=True,
        description=_l("Its name or registration number, as in the register."),
    )


class EntrustForm(Form):
    """The candidates stand in the order in which they fit."""

    monitor = SelectField(_l("Monitor"), coerce=int, validators=[InputRequired()])

    def offer(self, people: Iterable[User]) -> None:
        self.monitor.choices = choices((person.id, person.name) for person in people)

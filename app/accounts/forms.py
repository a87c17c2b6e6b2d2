"""Forms of accounts. Passwords are taken as typed: nothing is stripped from them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, RadioField, SelectMultipleField
from wtforms.validators import EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.permissions import ACCOUNT_ROLES, ROLE_LABELS
from app.accounts.rules import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.ui.forms import Form, choices, line, stripped
from app.ui.i18n import LANGUAGES


def email() -> EmailField:
    return EmailField(_l("Email"), validators=[InputRequired(), Length(max=LONGEST_EMAIL)], filters=[stripped])


def password(label: Any, **rest: Any) -> PasswordField:
    return PasswordField(label, validators=[InputRequired(), Length(max=LONGEST_PASSWORD)], **rest)


def new_password() -> PasswordField:
    hint = _l("At least %(number)s characters. A few words are easy to remember.", number=SHORTEST_PASSWORD)
    return password(_l("New password"), description=hint)


def password_again() -> PasswordField:
    same = EqualTo("password", message=_l("The two passwords differ. Type both again."))
    return PasswordField(_l("The same password again"), validators=[InputRequired(), same])


def roles() -> SelectMultipleField:
    return SelectMultipleField(
        _l("Roles"),
        choices=choices((role.value, ROLE_LABELS[role]) for role in ACCOUNT_ROLES),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class SignInForm(Form):
    email = email()
    password = password(_l("Password"))


class ForgottenForm(Form):
    email = email()


class NewPasswordForm(Form):
    password = new_password()
    again = password_again()


class AcceptForm(NewPasswordForm):
    name = line(_l("Your name"), required=True, max_length=LONGEST_NAME)


class ChangePasswordForm(NewPasswordForm):
    present = password(_l("Present password"))


class ProfileForm(Form):
    name = line(_l("Your name"), required=True, max_length=LONGEST_NAME)
    language = RadioField(
        _l("Language"),
        choices=choices(LANGUAGES),
        description=_l("Pages and mails come to you in this language."),
    )


class InviteForm(Form):
    email = email()
    name = line(_l("Name"), required=True, max_length=LONGEST_NAME)
    roles = roles()


class RolesForm(Form):
    roles = roles()

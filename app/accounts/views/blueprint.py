"""What the pages of accounts share: a limit that was hit, and a link that holds no longer."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import limits
from app.accounts.forms import ChangePasswordForm, ForgottenForm, SignInForm
from app.accounts.links import LinkClosed
from app.accounts.models import User
from app.accounts.permissions import ROLE_LABELS, Role

blueprint = Blueprint("accounts", __name__, url_prefix=None, template_folder="../templates")
blueprint.add_app_template_filter(lambda role: ROLE_LABELS[Role(role)], "role_label")

LIMITED = {
    "accounts.sign_in": ("accounts/sign_in.html", SignInForm),
    "accounts.forgotten": ("accounts/forgotten.html", ForgottenForm),
    "accounts.password": ("accounts/password.html", ChangePasswordForm),
}


@blueprint.app_template_filter("person_name")
def person_name(person: User) -> str:
    """The name, for who may see names and for the person; else that it is somebody of the network."""
    if current_user.can("people.names") or current_user == person:
        return person.name
    return str(_("A person of the network"))


@blueprint.errorhandler(429)
def too_many(_error: Exception) -> Any:
    """The form again with what was typed, except passwords, which no page ever repeats."""
    template, kind = LIMITED[request.endpoint or ""]
    form = kind()
    form.form_errors = [limits.wait_message()]
    return render_template(template, form=form), 429, {"Retry-After": str(limits.seconds_to_wait())}


@blueprint.errorhandler(LinkClosed)
def link_closed(refusal: LinkClosed) -> Any:
    new_one = request.endpoint == "accounts.reset"
    action = (
        (_("Ask for a new link"), url_for("accounts.forgotten"))
        if new_one
        else (_("Sign in"), url_for("accounts.sign_in"))
    )
    title = _("This link does not work any more")
    return render_template("ui/message.html", title=title, message=refusal.message, action=action), 410

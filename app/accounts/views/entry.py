"""Ways in and out: signing in, an invitation, a forgotten password."""

from typing import Any

from flask import current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import limits, links, service, sessions
from app.accounts.forms import AcceptForm, ForgottenForm, NewPasswordForm, SignInForm
from app.accounts.rules import local_path
from app.accounts.views.blueprint import blueprint
from app.core import clock
from app.ui.forms import page, refusals, see_other
from app.ui.guards import open_to_all
from app.ui.i18n import current_language


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to_all("it is where people sign in")
@limits.guesses_by_email
@limits.guesses_by_address
def sign_in() -> Any:
    if current_user.is_authenticated:
        return see_other(_destination())
    form = SignInForm()
    if form.validate_on_submit():
        with refusals(form):
            sessions.begin(service.sign_in(form.email.data or "", form.password.data or ""))
            return see_other(_destination())
        limits.count_failure()
    return page("accounts/sign_in.html", form)


def _destination() -> str:
    """Where somebody was going when asked to sign in, if a page of ours can be opened there."""
    target = local_path(request.args.get("next"))
    pages = current_app.url_map.bind("")
    if target and pages.test(target.partition("?")[0].partition("#")[0], "GET"):
        return target
    return url_for("workspace.home")


@blueprint.post("/sign-out")
@open_to_all("a session may have ended before its owner does")
def sign_out() -> Any:
    sessions.end()
    flash(_("You are signed out."), "success")
    return see_other(url_for("accounts.sign_in"))


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@open_to_all("the secret in the link is the permission")
def invitation(token: str) -> Any:
    invited = links.open_invitation(token, clock.now())
    form = AcceptForm(name=invited.name)
    if form.validate_on_submit():
        with refusals(form):
            name, password = form.name.data or "", form.password.data or ""
            sessions.begin(service.accept_invitation(token, name, password, clock.now(), current_language()))
            flash(_("Welcome to Khyanalt."), "success")
            return see_other(url_for("workspace.home"))
    return page("accounts/invitation.html", form, invited=invited)


@blueprint.route("/forgotten", methods=["GET", "POST"])
@open_to_all("who forgot a password cannot sign in")
@limits.mails_by_email
@limits.mails_by_address
def forgotten() -> Any:
    form = ForgottenForm()
    if form.validate_on_submit():
        service.request_reset(form.email.data or "")
        return see_other(url_for("accounts.mailed"))
    return page("accounts/forgotten.html", form)


@blueprint.route("/forgotten/sent")
@open_to_all("who forgot a password cannot sign in")
def mailed() -> Any:
    return page("accounts/mailed.html")


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@open_to_all("the signature of the link is the permission")
def reset(token: str) -> Any:
    person = links.open_reset(token)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with refusals(form):
            sessions.begin(service.reset_password(token, form.password.data or "", clock.now()))
            flash(
                _("Your new password is set, and you are signed in. All other devices are signed out."),
                "success",
            )
            return see_other(url_for("workspace.home"))
    return page("accounts/reset.html", form, person=person)

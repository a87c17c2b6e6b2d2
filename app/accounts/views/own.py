"""One's own account."""

from typing import Any

from flask import flash, url_for
from flask_babel import force_locale, gettext as _
from flask_login import current_user

from app.accounts import limits, service, sessions
from app.accounts.forms import ChangePasswordForm, ProfileForm
from app.accounts.views.blueprint import blueprint
from app.core import clock
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, signed_in


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Any:
    person = current_user._get_current_object()
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        with refusals(form):
            service.change_profile(person, **form.values(), actor=actor(), at=clock.now())
            with force_locale(person.language):
                flash(_("Saved."), "success")
            return see_other(url_for("accounts.account", lang=None))  # the choice speaks, not the address
    return page("accounts/account.html", form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
@limits.guesses_by_person
def password() -> Any:
    person = current_user._get_current_object()
    form = ChangePasswordForm()
    if form.validate_on_submit():
        present, new = form.present.data or "", form.password.data or ""
        with refusals(form):
            service.change_password(person, present, new, actor(), clock.now())
            sessions.begin(person)
            flash(_("Your password is changed. All other devices are signed out."), "success")
            return see_other(url_for("accounts.account"))
        if form.present.errors:
            limits.count_failure()
    return page("accounts/password.html", form)


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Any:
    service.sign_out_everywhere(current_user._get_current_object(), actor(), clock.now())
    sessions.end()
    flash(_("You are signed out on all devices."), "success")
    return see_other(url_for("accounts.sign_in"))

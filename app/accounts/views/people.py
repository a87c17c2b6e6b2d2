"""What administrators see and decide."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from app.accounts import policy, queries, service
from app.accounts.forms import InviteForm, RolesForm
from app.accounts.rules import invitation_state
from app.accounts.terms import INVITATION_STATES, INVITATION_TONES
from app.accounts.views.blueprint import blueprint
from app.core import clock
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires


@blueprint.route("/workspace/people")
@requires("accounts.manage")
def people() -> Any:
    everyone = queries.list_people()
    return page(
        "accounts/people.html",
        people=[person for person in everyone if person.is_active],
        closed=[person for person in everyone if not person.is_active],
        invitations=[(row, *_state(row)) for row in queries.list_invitations()],
    )


def _state(row: Any) -> tuple[str, Any, str]:
    state = invitation_state(row.accepted_at, row.revoked_at, row.expires_at, clock.now())
    return state, INVITATION_STATES[state], INVITATION_TONES[state]


@blueprint.route("/workspace/people/<int:person_id>", methods=["GET", "POST"])
@requires("accounts.manage")
def person(person_id: int) -> Any:
    somebody = queries.get_person(person_id)
    form = RolesForm(obj=somebody)
    if form.validate_on_submit():
        with refusals(form):
            service.set_roles(somebody, form.roles.data or [], actor(), clock.now())
            return _decided(_("Roles saved. They hold from the next page that is opened."), person_id)
    may_decide, history = policy.may_decide(actor(), somebody), queries.history_of(somebody)
    return page("accounts/person.html", form, person=somebody, may_decide=may_decide, history=history)


@blueprint.route("/workspace/people/<int:person_id>/close", methods=["GET", "POST"])
@requires("accounts.manage")
def close(person_id: int) -> Any:
    somebody = queries.get_person(person_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.close_account(somebody, actor(), clock.now(), form.reason.data or "")
            return _decided(_("The account is closed, and its sessions have ended."), person_id)
    return page("accounts/close.html", form, person=somebody)


@blueprint.post("/workspace/people/<int:person_id>/reopen")
@requires("accounts.manage")
def reopen(person_id: int) -> Any:
    service.reopen_account(queries.get_person(person_id), actor(), clock.now())
    return _decided(_("The account is open again."), person_id)


def _decided(message: str, person_id: int) -> Any:
    flash(message, "success")
    return see_other(url_for("accounts.person", person_id=person_id))


@blueprint.route("/workspace/people/invite", methods=["GET", "POST"])
@requires("accounts.manage")
def invite() -> Any:
    form = InviteForm()
    if form.validate_on_submit():
        with refusals(form):
            service.invite(**form.values(), actor=actor(), at=clock.now())
            return _invited(_("The invitation is on its way."))
    return page("accounts/invite.html", form)


@blueprint.post("/workspace/people/invitations/<int:invitation_id>/revoke")
@requires("accounts.manage")
def revoke(invitation_id: int) -> Any:
    service.revoke_invitation(queries.get_invitation(invitation_id), actor(), clock.now())
    return _invited(_("The invitation is taken back. Its link does not work any more."))


@blueprint.post("/workspace/people/invitations/<int:invitation_id>/send-again")
@requires("accounts.manage")
def send_again(invitation_id: int) -> Any:
    service.send_again(queries.get_invitation(invitation_id), actor(), clock.now())
    return _invited(_("A new link is on its way. The one before does not work any more."))


def _invited(message: str) -> Any:
    flash(message, "success")
    return see_other(url_for("accounts.people"))

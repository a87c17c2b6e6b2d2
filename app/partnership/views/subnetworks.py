"""Pages of the subnetworks and their members."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.accounts.queries import get_person
from app.core import clock
from app.partnership import queries, service
from app.partnership.forms import EndMembershipForm, MemberForm, SubnetworkForm
from app.partnership.models import Membership, Subnetwork
from app.partnership.views.blueprint import blueprint, saved
from app.ui.forms import page, refusals
from app.ui.guards import actor, requires
from app.ui.i18n import localized


@blueprint.route("/subnetworks")
@requires("plan.read")
def subnetworks() -> Any:
    return page(
        "partnership/subnetworks.html",
        subnetworks=queries.list_subnetworks(),
        counts=queries.count_members(),
    )


@blueprint.route("/subnetworks/<int:subnetwork_id>")
@requires("plan.read")
def subnetwork(subnetwork_id: int) -> Any:
    subnetwork = queries.get_subnetwork(subnetwork_id)
    return page("partnership/subnetwork.html", subnetwork=subnetwork, members=queries.members_of(subnetwork))


@blueprint.route("/subnetworks/new", methods=["GET", "POST"])
@requires("plan.edit")
def subnetwork_new() -> Any:
    form = SubnetworkForm()
    if form.validate_on_submit():
        with refusals(form):
            made = service.create_subnetwork(**form.values(), actor=actor(), at=clock.now())
            return saved(_("The subnetwork is in the register."), _address(made.id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Enter a subnetwork"),
        back=(_("Subnetworks"), url_for("partnership.subnetworks")),
    )


@blueprint.route("/subnetworks/<int:subnetwork_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def subnetwork_edit(subnetwork_id: int) -> Any:
    subnetwork = queries.get_subnetwork(subnetwork_id)
    form = SubnetworkForm(obj=subnetwork)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_subnetwork(subnetwork, **form.values(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _address(subnetwork_id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Edit the subnetwork"),
        back=(localized(subnetwork, "name"), _address(subnetwork_id)),
    )


@blueprint.route("/subnetworks/<int:subnetwork_id>/members/new", methods=["GET", "POST"])
@requires("plan.edit")
def member_add(subnetwork_id: int) -> Any:
    subnetwork = queries.get_subnetwork(subnetwork_id)
    form = MemberForm()
    if form.validate_on_submit():
        with refusals(form):
            _add(form, subnetwork)
            return saved(_("The person belongs to the subnetwork now."), _address(subnetwork_id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Add a member"),
        back=(localized(subnetwork, "name"), _address(subnetwork_id)),
    )


def _add(form: MemberForm, subnetwork: Subnetwork) -> None:
    number = form.organisation.data
    service.add_member(
        subnetwork,
        get_person(form.person.data),
        form.since_on.data,
        actor(),
        clock.now(),
        organisation=queries.get_organisation(number) if number else None,
    )


@blueprint.route("/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@requires("plan.edit")
def member_end(membership_id: int) -> Any:
    membership = queries.get_membership(membership_id)
    form = EndMembershipForm()
    address = _address_of(membership)
    if form.validate_on_submit():
        with refusals(form):
            service.end_membership(membership, form.until_on.data, actor(), clock.now(), reason=form.reason.data)
            return saved(_("The membership has ended."), address)
    return page(
        "partnership/edit.html",
        form,
        heading=_("End a membership"),
        lead=membership.user.name,
        back=(localized(membership.subnetwork or membership.organisation, "name"), address),
    )


def _address_of(membership: Membership) -> str:
    if membership.subnetwork_id:
        return _address(membership.subnetwork_id)
    return url_for("partnership.organisation", organisation_id=membership.organisation_id)


def _address(subnetwork_id: int) -> str:
    return url_for("partnership.subnetwork", subnetwork_id=subnetwork_id)

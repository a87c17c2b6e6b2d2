"""Pages of the member organisations."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.partnership import queries, service
from app.partnership.forms import OrganisationForm
from app.partnership.terms import ORGANISATION_KINDS
from app.partnership.views.blueprint import blueprint, saved
from app.ui.forms import page, refusals
from app.ui.guards import actor, requires
from app.ui.i18n import localized


@blueprint.route("/organisations")
@requires("plan.read")
def organisations() -> Any:
    return page("partnership/organisations.html", organisations=queries.list_organisations(), kinds=ORGANISATION_KINDS)


@blueprint.route("/organisations/<int:organisation_id>")
@requires("plan.read")
def organisation(organisation_id: int) -> Any:
    organisation = queries.get_organisation(organisation_id)
    return page(
        "partnership/organisation.html",
        organisation=organisation,
        kinds=ORGANISATION_KINDS,
        people=queries.people_of(organisation),
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires("plan.edit")
def organisation_new() -> Any:
    form = OrganisationForm()
    if form.validate_on_submit():
        with refusals(form):
            made = service.register_organisation(**form.values(), actor=actor(), at=clock.now())
            return saved(_("The organisation is in the register."), _address(made.id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Enter a member organisation"),
        back=(_("Partnership"), url_for("partnership.organisations")),
    )


@blueprint.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def organisation_edit(organisation_id: int) -> Any:
    organisation = queries.get_organisation(organisation_id)
    form = OrganisationForm(obj=organisation)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_organisation(organisation, **form.values(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _address(organisation_id))
    return page(
        "partnership/edit.html",
        form,
        heading=_("Edit the organisation"),
        back=(localized(organisation, "name"), _address(organisation_id)),
    )


def _address(organisation_id: int) -> str:
    return url_for("partnership.organisation", organisation_id=organisation_id)

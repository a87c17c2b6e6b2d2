"""Pages of bodies and suppliers as parties of contracts: names, years, concentration, findings and replies."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.contracts.parties import queries, service
from app.contracts.parties.kinds import KINDS
from app.core import clock
from app.partnership.meetings.queries import meetings_of_body
from app.ui.forms import Form, ReasonForm, choices, line, page, refusals, see_other
from app.ui.guards import actor, requires
from app.workspace.queries import record_of_body, record_of_supplier

blueprint = Blueprint("parties", __name__, url_prefix="/workspace/parties")


class SplitForm(ReasonForm):
    names = SelectMultipleField(
        _l("Names that are somebody else"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class SearchForm(Form):
    class Meta(Form.Meta):
        csrf = False

    text = line(_l("Name or registration number"))


@blueprint.get("/<any(body, supplier):kind>/<int:number>")
@requires("register.read")
def show(kind: str, number: int) -> Any:
    which = KINDS[kind]
    party = queries.get_party(which, number)
    if party.merged_into_id:
        return see_other(url_for("parties.show", kind=kind, number=party.merged_into_id))
    is_body = kind == "body"
    record = record_of_body(party, actor(), clock.today()) if is_body else record_of_supplier(party, actor())
    return page(
        "workspace/party.html",
        kind=kind,
        party=party,
        label=getattr(party, which.label),
        names=queries.names_of(which, party),
        years=queries.years_of(which, party),
        concentration=queries.concentration_of(which, party),
        record=record,
        meetings=meetings_of_body(number, actor()) if is_body and actor().can("meetings.read") else None,
    )


@blueprint.get("/<any(body, supplier):kind>/<int:number>/same")
@requires("register.merge")
def choose(kind: str, number: int) -> Any:
    which = KINDS[kind]
    party, form = queries.get_party(which, number), SearchForm(request.args)
    found = queries.search(which, form.text.data) if form.text.data else queries.list_alike(which, party)
    others = [one for one in found if one.id != party.id]
    return page(
        "workspace/party_same.html", None, kind=kind, party=party, search=form, others=others, label=which.label
    )


@blueprint.route("/<any(body, supplier):kind>/<int:number>/merge/<int:other_id>", methods=["GET", "POST"])
@requires("register.merge")
def merge(kind: str, number: int, other_id: int) -> Any:
    which = KINDS[kind]
    party, other = queries.get_party(which, number), queries.get_party(which, other_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.merge(which, party, other, actor(), clock.now(), form.reason.data or "")
            flash(_("They are one from now on."), "success")
            return see_other(url_for("parties.show", kind=kind, number=number))
    names = queries.names_of(which, other)
    return page("workspace/party_merge.html", form, kind=kind, party=party, other=other, names=names, label=which.label)


@blueprint.route("/<any(body, supplier):kind>/<int:number>/split", methods=["GET", "POST"])
@requires("register.merge")
def split(kind: str, number: int) -> Any:
    which = KINDS[kind]
    party = queries.get_party(which, number)
    form = SplitForm()
    known = queries.names_of(which, party)
    form.names.choices = choices((row.id, f"{row.name} {row.identifier} ({count})") for row, count in known)
    if form.validate_on_submit():
        with refusals(form):
            other = service.split(which, party, form.names.data or [], actor(), clock.now(), form.reason.data or "")
            flash(_("They are two from now on."), "success")
            return see_other(url_for("parties.show", kind=kind, number=other.id))
    return page("workspace/party_split.html", form, kind=kind, party=party, label=getattr(party, which.label))

"""Pages of the register for signed-in people. The contract's own page shows all features: `workspace.contract`."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _, ngettext
from flask_login import current_user

from app.accounts.queries import get_person, list_people_who_may
from app.accounts.rules import local_path
from app.bodies.queries import find_home, get_place
from app.contracts import assigning, queries, service, terms
from app.contracts.asked import STANDINGS, TONES, Wanted, list_asked
from app.contracts.entry import entry_of, read_entry
from app.contracts.export import package
from app.contracts.forms import (
    AssignForm,
    AssignManyForm,
    AssignmentsFilter,
    CandidatesFilter,
    ContractForm,
    FilterForm,
    PlaceForm,
    TakeUpForm,
)
from app.contracts.listing.download import release_lines, send
from app.contracts.listing.feed import ENTRIES, atom, reader_of, token_of
from app.contracts.listing.naming import options_of
from app.contracts.listing.rows import every_row
from app.contracts.listing.table import Table
from app.contracts.reminders import tell
from app.contracts.search.facets import count
from app.contracts.search.finding import Order, find, survey
from app.contracts.states import ASSIGNMENT, MONITORING
from app.core import clock
from app.core.errors import NotFound
from app.partnership.forms import focus_area_choices
from app.partnership.queries import focus_areas_of, get_subnetwork, list_subnetworks, subnetworks_of
from app.ui.forms import ReasonForm, choices, page, refusals, see_other
from app.ui.guards import actor, open_to_all, requires
from app.ui.i18n import localized

blueprint = Blueprint("contracts", __name__, url_prefix="/workspace/contracts", template_folder="templates")
blueprint.record_once(lambda setup: setup.app.jinja_env.globals.update(procurement=terms))


@blueprint.get("")
@requires("register.read")
def index() -> Any:
    form = FilterForm(request.args)
    search = form.search()
    surveyed = survey(search)
    counted = count(search, surveyed)
    form.offer(options_of(counted.counts, search.chosen))
    found = find(search, request.args.get("after"), surveyed=surveyed)
    shown = {"found": found, "counted": counted, "monitoring": MONITORING, "token": token_of(current_user)}
    return page("contracts/index.html", None, filter_form=form, **shown)


@blueprint.get("/download.<any(csv, xlsx, jsonl):suffix>")
@requires("register.read")
def download(suffix: str) -> Any:
    search = FilterForm(request.args).search()
    return send(suffix, every_row(search), Table("workspace.contract", whole=True), release_lines)


@blueprint.get("/feed/<token>.atom")
@open_to_all("the signed address is the permission: it names an account that may read the register")
def feed(token: str) -> Any:
    reader_of(token)
    form = FilterForm(request.args)
    newest = find(form.search(Order.DATE), per_page=ENTRIES)
    return atom(newest.contracts, form, listed="contracts.index", shown="workspace.contract")


@blueprint.route("/new", methods=["GET", "POST"])
@requires("register.edit")
def new() -> Any:
    form = ContractForm()
    if form.validate_on_submit():
        with refusals(form):
            contract = service.enter_by_hand(read_entry(form.values()), actor(), clock.now())
            flash(_("The contract is in the register."), "success")
            return see_other(url_for("workspace.contract", contract_id=contract.id))
    return page("contracts/edit.html", form, contract=None)


@blueprint.route("/<int:contract_id>/edit", methods=["GET", "POST"])
@requires("register.edit")
def edit(contract_id: int) -> Any:
    contract = queries.get_contract(contract_id)
    if contract.origin != "hand":
        raise NotFound()
    form = ContractForm(data=entry_of(queries.story_of(contract)))
    if form.validate_on_submit():
        with refusals(form):
            service.correct_by_hand(contract, read_entry(form.values()), actor(), clock.now())
            flash(_("Corrected. The earlier version is kept."), "success")
            return see_other(url_for("workspace.contract", contract_id=contract.id))
    return page("contracts/edit.html", form, contract=contract)


@blueprint.get("/<int:contract_id>/ocds.json")
@requires("register.read")
def record(contract_id: int) -> Any:
    contract = queries.get_contract(contract_id)
    address = f"{current_app.config['PUBLIC_URL']}{url_for('contracts.record', contract_id=contract.id)}"
    return Response(b"".join(package([contract.id], uri=address)), mimetype="application/json")


@blueprint.route("/<int:contract_id>/place", methods=["GET", "POST"])
@requires("register.edit")
def correct_place(contract_id: int) -> Any:
    contract = queries.get_contract(contract_id)
    form = PlaceForm(data={"place": contract.place_id})
    if form.validate_on_submit():
        with refusals(form):
            place = get_place(form.place.data) if form.place.data else None
            service.correct_place(contract, place, actor(), clock.now(), form.reason.data or "")
            flash(_("Saved."), "success")
            return see_other(url_for("workspace.contract", contract_id=contract.id))
    return page("contracts/place.html", form, contract=contract)


@blueprint.route("/<int:contract_id>/take-up", methods=["GET", "POST"])
@requires("monitoring.manage")
def take_up(contract_id: int) -> Any:
    contract = queries.get_contract(contract_id)
    form = TakeUpForm(data={"focus_areas": [area.id for area in focus_areas_of(contract)]})
    form.subnetwork.choices = choices([(row.id, localized(row, "name")) for row in list_subnetworks()])
    form.focus_areas.choices = focus_area_choices()
    if form.validate_on_submit():
        with refusals(form):
            subnetwork = get_subnetwork(form.subnetwork.data)
            service.take_up(contract, subnetwork, form.focus_areas.data or [], actor(), clock.now())
            flash(_("The contract is under monitoring. Assign a monitor next."), "success")
            return see_other(url_for("workspace.contract", contract_id=contract.id))
    return page("contracts/take_up.html", form, contract=contract)


@blueprint.route("/<int:contract_id>/end", methods=["GET", "POST"])
@requires("monitoring.manage")
def end(contract_id: int) -> Any:
    contract = queries.get_contract(contract_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.end_monitoring(contract, actor(), clock.now(), form.reason.data or "")
            flash(_("Monitoring ended."), "success")
            return see_other(url_for("workspace.contract", contract_id=contract.id))
    return page("contracts/reason.html", form, contract=contract, title=_("End monitoring"))


@blueprint.route("/<int:contract_id>/assign", methods=["GET", "POST"])
@requires("monitoring.manage")
def assign(contract_id: int) -> Any:
    contract = queries.get_contract(contract_id)
    form = AssignForm()
    form.monitor.choices = choices([(person.id, person.name) for person in list_people_who_may("observations.log")])
    if form.validate_on_submit():
        with refusals(form):
            monitor = get_person(form.monitor.data)
            tell([service.assign(contract, monitor, actor(), clock.now(), form.due_on.data, form.instructions.data)])
            flash(_("Assigned. The monitor sees it under My observations."), "success")
            return see_other(url_for("workspace.contract", contract_id=contract.id))
    return page("contracts/assign.html", form, contract=contract)


@blueprint.route("/assign", methods=["GET", "POST"])
@requires("monitoring.manage")
def assign_many() -> Any:
    """By place or by body; the address says whom and where, the form which of them."""
    chosen, form = CandidatesFilter(request.args), AssignManyForm()
    _offer(chosen)
    monitor = get_person(chosen.monitor.data) if chosen.monitor.data else None
    candidates = _candidates(monitor, chosen) if monitor else []
    allowed = {row.contract.id: row.contract for row in candidates if not row.obstacle}
    if monitor and form.validate_on_submit():
        with refusals(form):
            picked = [allowed[number] for number in form.contracts.data or () if number in allowed]
            due_on, instructions = form.due_on.data, form.instructions.data
            made = assigning.assign_many(picked, monitor, actor(), clock.now(), due_on, instructions)
            tell(made)
            flash(ngettext("%(num)s contract assigned.", "%(num)s contracts assigned.", len(made)), "success")
            return see_other(request.full_path)
    ticked = set(form.contracts.data or ()) if request.method == "POST" else set(allowed)
    home = find_home(monitor.id) if monitor else None
    facts = {"chosen": chosen, "monitor": monitor, "home": home, "candidates": candidates, "ticked": ticked}
    return page("contracts/assign_many.html", form, **facts, most=assigning.MOST)


@blueprint.get("/assignments")
@requires("monitoring.manage")
def assignments() -> Any:
    form = AssignmentsFilter(request.args)
    _offer(form)
    standing = form.state.data if form.state.data in STANDINGS else None
    wanted = Wanted(standing, form.monitor.data, form.place.data, form.body.data, _own_subnetworks())
    found = list_asked(wanted, clock.today(), request.args.get("page", 1, type=int))
    return page("contracts/assignments.html", None, filter=form, asked=found, standings=STANDINGS, tones=TONES)


def _offer(form: CandidatesFilter) -> None:
    """Fill the selects of monitors and bodies."""
    people, bodies = list_people_who_may("observations.log"), queries.list_monitored_bodies()
    form.monitor.choices = choices([(row.id, row.name) for row in people], none="–")
    form.body.choices = choices([(row.id, localized(row, "name")) for row in bodies], none="–")


def _own_subnetworks() -> list[int] | None:
    """None: every one."""
    return None if actor().can("subnetworks.all") else [row.id for row in subnetworks_of(current_user)]


def _candidates(monitor: Any, chosen: CandidatesFilter) -> list[assigning.Candidate]:
    where = {"place_id": chosen.place.data, "body_id": chosen.body.data}
    return assigning.list_candidates(monitor, **where, subnetwork_ids=_own_subnetworks())


@blueprint.route("/assignments/<int:assignment_id>/<any(decline, recall):verb>", methods=["GET", "POST"])
@requires("workspace.open")
def end_assignment(assignment_id: int, verb: str) -> Any:
    assignment = queries.get_assignment(assignment_id)
    row = ASSIGNMENT.check(assignment, verb, actor(), reason="-")
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            change = {"decline": service.decline, "recall": service.recall}[verb]
            change(assignment, actor(), clock.now(), form.reason.data or "")
            back = local_path(request.args.get("next"))
            return see_other(back or url_for("workspace.contract", contract_id=assignment.contract_id))
    return page("contracts/reason.html", form, contract=assignment.contract, title=row.label)


@blueprint.post("/assignments/<int:assignment_id>/finish")
@requires("observations.log")
def finish_assignment(assignment_id: int) -> Any:
    assignment = queries.get_assignment(assignment_id)
    service.finish(assignment, actor(), clock.now())
    return see_other(url_for("observations.index"))


@blueprint.route("/<int:contract_id>/conflict", methods=["GET", "POST"])
@requires("conflicts.declare")
def declare_conflict(contract_id: int) -> Any:
    contract = queries.get_contract(contract_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.declare_conflict(contract, current_user, clock.now(), form.reason.data or "")
            flash(_("Noted. You take no further part in this contract."), "success")
            return see_other(url_for("workspace.contract", contract_id=contract.id))
    return page("contracts/conflict.html", form, contract=contract)

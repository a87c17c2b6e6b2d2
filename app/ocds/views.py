"""Pages of imports: files, sources and what became of them."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, jsonify, request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import Invalid, WrongState
from app.ocds import matching, queries, runs, working
from app.ocds.forms import ImportForm, SourceForm, columns_form
from app.ocds.models import ImportRun
from app.ocds.sheets import as_csv, as_xlsx, check, message as sheet_message
from app.ocds.states import ACTIVE, RUN
from app.ocds.terms import OPENTENDER, SOURCE_KINDS
from app.ocds.wording import message_of
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("imports", __name__, url_prefix="/workspace/imports", template_folder="templates")

VERBS = {"apply": runs.apply, "discard": runs.discard, "stop": runs.stop, "resume": runs.resume}
TEMPLATES = {
    "csv": (as_csv, "text/csv"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@blueprint.get("")
@requires("register.import")
def index() -> Any:
    found = queries.list_runs(request.args.get("before", type=int))
    shown = found[: queries.PER_PAGE]
    before = shown[-1].id if len(found) > len(shown) else None
    return page("imports/index.html", runs=shown, before=before, life=RUN, sources=queries.list_sources())


@blueprint.route("/new", methods=["GET", "POST"])
@requires("register.import")
def new() -> Any:
    form = ImportForm()
    if form.validate_on_submit():
        with refusals(form):
            upload = form.file.data
            run = runs.hand_in(upload.stream, upload.filename, actor(), clock.now(), wants_columns=form.is_sheet)
            return see_other(url_for("imports.columns" if form.is_sheet else "imports.run", run_id=run.id))
    return page("imports/new.html", form)


@blueprint.get("/template-<any(mn, en):language>.<any(csv, xlsx):kind>")
@requires("register.import")
def template(language: str, kind: str) -> Response:
    make, media_type = TEMPLATES[kind]
    answer = Response(make(language), content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"contracts-{language}.{kind}")
    return answer


@blueprint.route("/<int:run_id>/columns", methods=["GET", "POST"])
@requires("register.import")
def columns(run_id: int) -> Any:
    run = queries.get_run(run_id)
    look = matching.look_at(run, request.args.get("sheet"))
    form, shown = columns_form(look), []
    if form.validate_on_submit():
        with refusals(form):
            mapping = form.mapping(look.name)
            _check(form, mapping)
            if "preview" not in request.form:
                runs.set_columns(run, mapping, actor(), clock.now())
                return see_other(url_for("imports.run", run_id=run.id))
            shown = matching.preview(run, mapping)
    elif not form.key.data:
        form.key.data = (run.file_name or "").rsplit(".", 1)[0][:40]
    return page("imports/columns.html", form, run=run, look=look, preview=shown, message_of=sheet_message)


def _check(form: Any, mapping: dict[str, Any]) -> None:
    """What the matching lacks, said at the columns that are at fault, or above the form."""
    try:
        check(mapping["columns"], list(mapping["given"]))
    except Invalid as refusal:
        names = {select.data: select.name for select in form.columns if select.data}
        raise Invalid({names.get(field, ""): said for field, said in refusal.errors.items()}) from None


@blueprint.get("/<int:run_id>")
@requires("register.import")
def run(run_id: int) -> Any:
    found = queries.get_run(run_id)
    verbs = [row for row in RUN.open_to(found, actor()) if row.verb in VERBS]
    contracts = queries.contracts_of(found) if found.state in {"applying", "done"} else []
    shown = {"told": _told(found), "contracts": contracts, "message_of": message_of}
    return page("imports/run.html", ReasonForm(), run=found, life=RUN, verbs=verbs, **shown)


@blueprint.get("/<int:run_id>/progress")
@requires("register.import")
def progress(run_id: int) -> Any:
    return jsonify(_told(queries.get_run(run_id)))


def _told(found: ImportRun) -> dict[str, Any]:
    """How far a run is, for the page and for the script on it."""
    is_active = found.state in ACTIVE and not _wants_columns(found)
    lonely = is_active and not working.is_alive(found, clock.now())
    return {
        "state": str(RUN.label(found.state)),
        "active": is_active,
        "lonely": lonely,
        "columns": _wants_columns(found),
        "done": found.done,
        "total": found.total,
        "read": found.read,
    }


def _wants_columns(found: ImportRun) -> bool:
    return found.state == "waiting" and found.mapping == {}


@blueprint.post("/<int:run_id>/<any(apply, discard, stop, resume):verb>")
@requires("register.import")
def passage(run_id: int, verb: str) -> Any:
    found = queries.get_run(run_id)
    try:
        VERBS[verb](found, actor(), clock.now())
    except WrongState as refusal:  # somebody else was quicker: the page says how it stands now
        flash(str(refusal), "warning")
    return see_other(url_for("imports.run", run_id=run_id))


@blueprint.route("/sources/new", methods=["GET", "POST"])
@requires("register.import")
def new_source() -> Any:
    form = SourceForm()
    if form.validate_on_submit():
        with refusals(form):
            source = runs.add_source(form.values(), actor(), clock.now())
            flash(_("Saved."), "success")
            return see_other(url_for("imports.source", source_id=source.id))
    return page("imports/source_edit.html", form, source=None)


@blueprint.get("/sources/<int:source_id>")
@requires("register.import")
def source(source_id: int) -> Any:
    found = queries.get_source(source_id)
    has_token = found.kind != OPENTENDER or bool(current_app.config["OPEN_TENDER_TOKEN"])
    shown = {"kinds": SOURCE_KINDS, "life": RUN, "has_token": has_token}
    return page("imports/source.html", None, source=found, runs=queries.list_runs(source=found)[:25], **shown)


@blueprint.route("/sources/<int:source_id>/edit", methods=["GET", "POST"])
@requires("register.import")
def edit_source(source_id: int) -> Any:
    found = queries.get_source(source_id)
    form = SourceForm(obj=found)
    if form.validate_on_submit():
        with refusals(form):
            runs.edit_source(found, form.values(), actor(), clock.now())
            flash(_("Saved."), "success")
            return see_other(url_for("imports.source", source_id=found.id))
    return page("imports/source_edit.html", form, source=found)


@blueprint.post("/sources/<int:source_id>/fetch")
@requires("register.import")
def fetch_source(source_id: int) -> Any:
    begun = runs.begin(queries.get_source(source_id), actor(), clock.now())
    return see_other(url_for("imports.run", run_id=begun.id))

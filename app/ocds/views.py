"""Pages of imports: files, sources and what became of them."""

from datetime import timedelta
from typing import Any, BinaryIO

from flask import Blueprint, Response, current_app, flash, jsonify, request, url_for
from flask_babel import format_decimal, gettext as _

from app.core import clock
from app.core.errors import Invalid, WrongState
from app.ocds import matching, queries, runs, working
from app.ocds.forms import ColumnsForm, ImportForm, SourceForm, columns_form
from app.ocds.matching import Look
from app.ocds.models import ImportRun, Source
from app.ocds.sheets import Unreadable, as_csv, as_xlsx, check, message as sheet_message
from app.ocds.states import ACTIVE, RUN
from app.ocds.terms import OPENTENDER, SOURCE_KINDS
from app.ocds.wording import message_of
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("imports", __name__, url_prefix="/workspace/imports", template_folder="templates")

VERBS = {"apply": runs.apply, "discard": runs.discard, "stop": runs.stop, "resume": runs.resume}
SOON = timedelta(minutes=1)  # until then a worker will be at it
MEGABYTE = 1_000_000
TEMPLATES = {
    "csv": (as_csv, "text/csv"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@blueprint.get("")
@requires("register.import")
def index() -> Any:
    return page("imports/index.html", life=RUN, sources=queries.list_sources(), **_turned())


def _turned(of: Source | None = None) -> dict[str, Any]:
    """A page of runs, and before which run the next one begins."""
    found = queries.list_runs(request.args.get("before", type=int), of)
    shown = found[: queries.PER_PAGE]
    before = shown[-1].id if len(found) > len(shown) else None
    return {"runs": shown, "before": before, "took": queries.worked_for(shown)}


@blueprint.route("/new", methods=["GET", "POST"])
@requires("register.import")
def new() -> Any:
    form = ImportForm()
    if form.validate_on_submit():
        with refusals(form):
            stream, name, wants_columns = form.file.data.stream, form.file.data.filename, form.is_table
            if wants_columns:
                _look_before(stream, name)
            run = runs.hand_in(stream, name, actor(), clock.now(), wants_columns=wants_columns)
            return see_other(url_for("imports.columns" if wants_columns else "imports.run", run_id=run.id))
    return page("imports/new.html", form)


def _look_before(stream: BinaryIO, name: str) -> None:
    """A table that cannot be read is refused where it was chosen."""
    try:
        matching.look_at(stream, name)
    except Unreadable as fault:
        raise Invalid({"file": fault.message}) from None
    stream.seek(0)


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
    with matching.table_of(run) as file:
        wanted = request.args.get("sheet") or None, request.args.get("heading", type=int)
        look = matching.look_at(file, run.file_name or "", *wanted)
        form, shown = columns_form(look), []
        if form.validate_on_submit():
            with refusals(form):
                mapping = _checked(form, look)
                if "preview" not in request.form:
                    runs.set_columns(run, mapping, actor(), clock.now())
                    return see_other(url_for("imports.run", run_id=run.id))
                shown = matching.preview(file, run, mapping)
        elif request.method == "GET":
            form.key.data = matching.key_from(run.file_name or "")
    return page("imports/columns.html", form, run=run, look=look, preview=shown, message_of=sheet_message)


def _checked(form: ColumnsForm, look: Look) -> dict[str, Any]:
    """What was matched; what it lacks is said at the fields that are at fault, or above the form."""
    mapping = form.mapping(look)
    try:
        check(mapping["columns"], list(mapping["given"]))
    except Invalid as refusal:
        raise Invalid({form.field_for(name): said for name, said in refusal.errors.items()}) from None
    return mapping


@blueprint.get("/<int:run_id>")
@requires("register.import")
def run(run_id: int) -> Any:
    found = queries.get_run(run_id)
    verbs = [row for row in RUN.open_to(found, actor()) if row.verb in VERBS]
    contracts = queries.contracts_of(found) if found.state in {"applying", "done"} else []
    shown = {
        "told": _told(found),
        "took": queries.worked_for([found]),
        "contracts": contracts,
        "message_of": message_of,
    }
    return page("imports/run.html", ReasonForm(), run=found, life=RUN, verbs=verbs, **shown)


@blueprint.get("/<int:run_id>/progress")
@requires("register.import")
def progress(run_id: int) -> Any:
    return jsonify(_told(queries.get_run(run_id)))


def _told(found: ImportRun) -> dict[str, Any]:
    """How far a run is, for the page and for the script on it."""
    is_active = found.state in ACTIVE and not _wants_columns(found)
    return {
        "state": found.state,
        "said": _sentence(found),
        "active": is_active,
        "lonely": is_active and _is_lonely(found),
        "columns": _wants_columns(found),
        "done": found.done,
        "total": found.total,
    }


def _sentence(found: ImportRun) -> str:
    state = str(RUN.label(found.state))
    if found.state == "fetching" and found.done:
        size = format_decimal(found.done / MEGABYTE, "#,##0.0")
        return str(_("%(state)s: %(size)s MB are here", state=state, size=size))
    if found.state in ACTIVE and found.read:
        return str(_("%(state)s: %(count)s releases read", state=state, count=format_decimal(found.read)))
    return state


def _is_lonely(found: ImportRun) -> bool:
    """Whether it has waited for a worker longer than one needs to come."""
    now = clock.now()
    return not working.is_alive(found, now) and now - queries.asked_at(found) > SOON


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
    shown: dict[str, Any] = {"kinds": SOURCE_KINDS, "life": RUN, "open_run": runs.open_run_of(found)}
    if found.kind == OPENTENDER:
        shown["has_token"] = bool(current_app.config["OPEN_TENDER_TOKEN"])
    return page("imports/source.html", source=found, **shown, **_turned(found))


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

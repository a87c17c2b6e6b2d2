"""Importing through a page."""

from typing import Any

from flask import Blueprint, request, url_for

from app.core import clock
from app.ocds import queries, service
from app.ocds.forms import ImportForm
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("imports", __name__, url_prefix="/workspace/imports", template_folder="templates")


@blueprint.get("")
@requires("register.import")
def index() -> Any:
    return page("imports/index.html", runs=queries.list_runs(request.args.get("page", 1, int)))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("register.import")
def new() -> Any:
    form = ImportForm()
    if form.validate_on_submit():
        with refusals(form):
            upload, started_at = form.file.data, clock.now()
            digest = service.digest_of(upload.stream)
            outcome = service.import_file(upload.stream, upload.filename, actor(), started_at)
            run = service.record_run(outcome, digest, actor(), started_at, clock.now())
            return see_other(url_for("imports.run", run_id=run.id))
    return page("imports/new.html", form)


@blueprint.get("/<int:run_id>")
@requires("register.import")
def run(run_id: int) -> Any:
    found = queries.get_run(run_id)
    return page("imports/run.html", run=found, groups=queries.problems_by_code(found), message_of=queries.message_of)

"""Observations on paper: a blank form to print, and its code when it is typed in."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.contracts.queries import get_contract, get_newest_version, story_of
from app.core.errors import NotFound
from app.findings import queries, terms
from app.findings.forms import PaperCodeForm
from app.findings.models import Checklist
from app.findings.paper import Printed, read_code
from app.findings.views.observations import blueprint
from app.ui.forms import page, see_other
from app.ui.guards import requires

BLANK_DOCUMENTS, BLANK_GOODS = 5, 8


@blueprint.get("/paper/<int:contract_id>")
@requires("register.read")
def paper(contract_id: int) -> Any:
    """A stage's checklist as a blank form; `?checklist=` prints an older version again."""
    contract = get_contract(contract_id)
    stage = request.args.get("stage", "")
    if stage not in terms.STAGES:
        return page("observations/stage.html", contract=contract, target="observations.paper")
    checklist = _checklist(contract.category, stage)
    version = get_newest_version(contract)
    printed = Printed(contract.id, version.number, checklist.id)
    told = story_of(contract, version)
    return page(
        "observations/paper.html",
        contract=contract,
        told=told,
        version=version,
        stage=stage,
        checklist=checklist,
        code=printed.code,
        monitor_number=current_user.id if current_user.can("observations.log") else None,
        blank_documents=BLANK_DOCUMENTS,
        blank_goods=max(2, BLANK_GOODS - len(told.items)),
    )


def _checklist(category: str | None, stage: str) -> Checklist:
    number = request.args.get("checklist", type=int)
    checklist = queries.get_checklist_by_id(number) if number else queries.get_checklist(category, stage)
    if checklist.stage != stage:
        raise NotFound()
    return checklist


@blueprint.route("/from-paper", methods=["GET", "POST"])
@requires("observations.log")
def from_paper() -> Any:
    """Where a filled form is typed in begins: its code tells contract, version and questions."""
    form = PaperCodeForm()
    if form.validate_on_submit():
        printed = read_code(form.code.data or "")
        checklist = queries.find_checklist_by_id(printed.checklist_id) if printed else None
        if printed and checklist:
            return see_other(
                url_for(
                    ".new",
                    contract_id=printed.contract_id,
                    stage=checklist.stage,
                    version=printed.version,
                    checklist=checklist.id,
                )
            )
        form.show_fault(_("This is no code of a printed form. Look at every digit again."))
    return page("observations/from_paper.html", form)

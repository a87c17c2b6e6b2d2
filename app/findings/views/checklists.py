"""What coordinators open to change the questions of the method."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from app.contracts.terms import CATEGORIES
from app.core import clock
from app.core.errors import NotFound
from app.findings import queries, service, terms
from app.findings.forms import ChecklistForm, checklist_form
from app.findings.models import Checklist
from app.findings.wordings import Difference, Wording, differences
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("checklists", __name__, url_prefix="/workspace/checklists", template_folder="../templates")

GENERAL = "general"  # in an address, for the list of every category that has none of its own
LISTS = {GENERAL: _l("General list"), **CATEGORIES}


@blueprint.get("")
@requires("checklists.edit")
def index() -> Any:
    found = {(row.category or GENERAL, row.stage): row for row in queries.list_checklists()}
    return page("checklists/index.html", found=found, lists=LISTS, stages=terms.STAGES)


@blueprint.route("/<category>/<stage>", methods=["GET", "POST"])
@requires("checklists.edit")
def edit(category: str, stage: str) -> Any:
    place = _place(category, stage)
    newest = queries.find_newest(*place)
    form = checklist_form(_to_begin_with(place, newest), newest.number if newest else 0, more=_wants_more())
    if not _wants_more() and form.validate_on_submit() and (answer := _save(form, place)):
        return answer
    return _edit_page(form, category, stage)


def _wants_more() -> bool:
    return request.form.get("action") == "more"


def _to_begin_with(place: tuple[str | None, str], newest: Checklist | None) -> Sequence[Wording]:
    """The questions as they are asked now; a category's own list begins as the general one."""
    return queries.wordings_of(newest if newest and newest.items else queries.find_newest(None, place[1]))


def _save(form: ChecklistForm, place: tuple[str | None, str]) -> Any:
    """None when refused; the form then says why."""
    based_on, reason = form.based_on.data or 0, form.reason.data or ""
    with refusals(form):
        service.edit_checklist(*place, form.wordings(), actor(), clock.now(), based_on=based_on, reason=reason)
        flash(_("Saved as a new version. What was answered before keeps its questions."), "success")
        return see_other(url_for(".history", category=place[0] or GENERAL, stage=place[1]))
    return None


def _edit_page(form: ChecklistForm, category: str, stage: str) -> Any:
    """With what others did since the form was opened; saving it once more then counts as knowing that."""
    versions = queries.list_versions(*_place(category, stage))
    seen = form.based_on.data or 0
    newer = [row for row in versions if row.number > seen]
    before = next((row for row in versions if row.number == seen), None)
    if newer:
        form.based_on.raw_data = [str(newer[0].number)]
    return page(
        "checklists/edit.html",
        form,
        category=category,
        stage=stage,
        label=LISTS[category],
        newest=versions[0] if versions else None,
        newer=newer,
        changed=_changed(before, newer[0]) if newer else [],
    )


def _changed(before: Checklist | None, after: Checklist) -> list[Difference]:
    return differences(queries.wordings_of(before), queries.wordings_of(after))


@blueprint.get("/<category>/<stage>/history")
@requires("checklists.edit")
def history(category: str, stage: str) -> Any:
    versions = queries.list_versions(*_place(category, stage))
    pairs = zip(versions, [*versions[1:], None], strict=True)
    told = [(version, _changed(before, version)) for version, before in pairs]
    return page("checklists/history.html", told=told, category=category, stage=stage, label=LISTS[category])


def _place(category: str, stage: str) -> tuple[str | None, str]:
    """(category, stage) of an address; NotFound for one that cannot have a list."""
    if category not in LISTS or stage not in terms.STAGES:
        raise NotFound()
    return None if category == GENERAL else category, stage

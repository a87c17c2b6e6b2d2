"""Pages of the competency framework."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.partnership.learning import queries, rules, service
from app.partnership.learning.forms import (
    CompetencyForm,
    LevelsForm,
    RemovalForm,
    StampedForm,
    kept_in_item,
    kept_in_levels,
)
from app.partnership.learning.models import FrameworkVersion
from app.partnership.learning.terms import LEVELS
from app.partnership.learning.views.blueprint import blueprint, overtaken
from app.partnership.views.blueprint import saved
from app.ui.forms import page, refusals
from app.ui.guards import actor, requires
from app.ui.i18n import localized


@blueprint.get("/framework")
@requires("learning.read")
def framework() -> Any:
    return _shown(queries.find_framework())


@blueprint.get("/framework/versions")
@requires("learning.read")
def versions() -> Any:
    return page("learning/versions.html", versions=queries.list_versions())


@blueprint.get("/framework/versions/<int:number>")
@requires("learning.read")
def version(number: int) -> Any:
    return _shown(queries.get_version(number))


def _shown(version: FrameworkVersion | None) -> Any:
    wordings = version.wordings if version else []
    newest = queries.find_framework()
    return page(
        "learning/framework.html",
        version=version,
        areas=rules.by_area(wordings),
        names={row.number: row for row in version.levels} if version else {},
        is_newest=version is newest,
        has_examples=any(row.is_example for row in wordings),
    )


@blueprint.route("/framework/levels", methods=["GET", "POST"])
@requires("learning.edit")
def levels() -> Any:
    form = LevelsForm(data=kept_in_levels(queries.find_framework()))

    def save() -> None:
        names = {level: form.text(f"level_{level}") for level in LEVELS}
        service.name_levels(names, actor(), clock.now(), seen=form.stamp(), reason=form.reason.data)

    return _edit(form, save, _("Name the levels"))


@blueprint.route("/framework/competencies/new", methods=["GET", "POST"])
@requires("learning.edit")
def competency_new() -> Any:
    place = len(queries.words_of(queries.find_framework())) + 1
    form = CompetencyForm(data={"place": place, "seen": str(queries.newest_number())})
    return _edit(form, _put(form), _("Add a competency"))


@blueprint.route("/framework/competencies/<int:competency_id>/edit", methods=["GET", "POST"])
@requires("learning.edit")
def competency_edit(competency_id: int) -> Any:
    item = queries.get_item(competency_id)
    wording = item.wording
    form = CompetencyForm(data=kept_in_item(item, queries.newest_number()))
    kept = [
        (_("Area"), localized(wording, "area")),
        (_("Competency"), localized(wording, "title")),
        *((line.level, localized(line, "text")) for line in wording.descriptors),
    ]
    return _edit(form, _put(form, competency_id), _("Change the competency"), kept)


def _put(form: CompetencyForm, competency_id: int | None = None) -> Callable[[], object]:
    def save() -> None:
        words, place = form.words(competency_id), form.place.data or 1
        service.put_competency(words, place, actor(), clock.now(), seen=form.stamp(), reason=form.reason.data)

    return save


@blueprint.route("/framework/competencies/<int:competency_id>/remove", methods=["GET", "POST"])
@requires("learning.edit")
def competency_remove(competency_id: int) -> Any:
    wording = queries.get_item(competency_id).wording
    form = RemovalForm(data={"seen": str(queries.newest_number())})

    def save() -> None:
        service.remove_competency(competency_id, actor(), clock.now(), seen=form.stamp(), reason=form.reason.data)

    return _edit(form, save, _("Take it out of the framework"), lead=localized(wording, "title"))


def _edit(
    form: StampedForm,
    save: Callable[[], object],
    heading: str,
    kept: list[tuple[Any, Any]] | None = None,
    lead: Any = None,
) -> Any:
    """A form whose saving makes a version of the framework."""
    if form.validate_on_submit():
        with refusals(form):
            save()
            message = _("Saved as a new version. What was assessed before keeps its words.")
            return saved(message, url_for("learning.framework"))
    changed = overtaken(form, queries.newest_number())
    return page(
        "partnership/edit.html",
        form,
        heading=heading,
        lead=lead,
        back=(_("Competency framework"), url_for("learning.framework")),
        changed=changed,
        kept=kept if changed else None,
    )

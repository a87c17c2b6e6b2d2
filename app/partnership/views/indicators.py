"""Forms of indicators and their readings. The page that shows them is the focus area's, in the workspace."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.partnership import queries, service
from app.partnership.models import FocusArea
from app.partnership.plan_forms import CorrectionForm, IndicatorForm, ReadingForm
from app.partnership.plan_models import Indicator, Reading
from app.partnership.queries import content
from app.partnership.views.blueprint import blueprint, edit_page, overtaken, saved
from app.ui.forms import refusals, see_other
from app.ui.guards import actor, requires
from app.ui.i18n import localized


@blueprint.route("/focus-areas/<int:focus_area_id>/indicators/new", methods=["GET", "POST"])
@requires("plan.edit")
def indicator_new(focus_area_id: int) -> Any:
    area = queries.get_focus_area(focus_area_id)
    form = IndicatorForm.of(area.plan)
    if form.validate_on_submit():
        with refusals(form):
            service.add_indicator(area, **form.values(), actor=actor(), at=clock.now())
            return saved(_("The indicator is recorded."), _address(area))
    return edit_page(form, area.plan, _("Add an indicator"), back=_back(area))


@blueprint.route("/indicators/<int:indicator_id>/edit", methods=["GET", "POST"])
@requires("plan.edit")
def indicator_edit(indicator_id: int) -> Any:
    indicator = content.get_part(Indicator, indicator_id)
    area = indicator.focus_area
    form = IndicatorForm.of(area.plan, indicator)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_indicator(indicator, **form.values(), seen=form.stamp(), actor=actor(), at=clock.now())
            return saved(_("Saved."), _address(area))
    kept = overtaken(form, indicator)
    return edit_page(form, area.plan, _("Edit the indicator"), kept, back=_back(area))


@blueprint.route("/indicators/<int:indicator_id>/remove", methods=["POST"])
@requires("plan.edit")
def indicator_remove(indicator_id: int) -> Any:
    indicator = content.get_part(Indicator, indicator_id)
    address = _address(indicator.focus_area)
    service.remove_indicator(indicator, actor(), clock.now())
    return see_other(address)


@blueprint.route("/indicators/<int:indicator_id>/readings/new", methods=["GET", "POST"])
@requires("plan.edit")
def reading_new(indicator_id: int) -> Any:
    indicator = content.get_part(Indicator, indicator_id)
    area, form = indicator.focus_area, ReadingForm()
    if form.validate_on_submit():
        with refusals(form):
            service.add_reading(indicator, **form.values(), actor=actor(), at=clock.now())
            return saved(_("The reading is recorded."), _address(area))
    return edit_page(form, area.plan, _("Enter a reading"), back=_back(area), lead=_of(indicator))


@blueprint.route("/readings/<int:reading_id>/correct", methods=["GET", "POST"])
@requires("plan.edit")
def reading_correct(reading_id: int) -> Any:
    reading = content.get_part(Reading, reading_id)
    indicator = reading.indicator
    area = indicator.focus_area
    form = CorrectionForm(data={"read_on": reading.read_on, "value": reading.value})
    if form.validate_on_submit():
        with refusals(form):
            service.correct_reading(reading, **form.values(), actor=actor(), at=clock.now())
            return saved(_("The reading is corrected. The wrong one stays to be seen."), _address(area))
    return edit_page(form, area.plan, _("Correct a reading"), back=_back(area), lead=_of(indicator))


def _of(indicator: Indicator) -> Any:
    return localized(indicator, "title") + " (" + localized(indicator, "unit") + ")"


def _back(area: FocusArea) -> tuple[Any, str]:
    return localized(area, "title"), _address(area)


def _address(area: FocusArea) -> str:
    return url_for("workspace.focus_area", focus_area_id=area.id)

"""Pages of time rules and of the calendar's exceptions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _, ngettext

from app.core import clock
from app.responses import queries, service
from app.responses.forms.time_rules import (
    CloseRuleForm,
    ConfirmYearForm,
    ExceptionForm,
    RemoveExceptionForm,
    TimeRuleForm,
)
from app.responses.service.recounting import Moved, Unseen
from app.ui.filters import short_day
from app.ui.forms import page, refusals, see_other
from app.ui.guards import actor, requires

blueprint = Blueprint("rules", __name__, url_prefix="/workspace/rules", template_folder="../templates")


@blueprint.route("")
@requires("requests.read")
def index() -> Any:
    today = clock.today()
    return page(
        "responses/rules.html",
        rules=queries.list_rules(),
        exceptions=queries.list_exceptions(),
        years=queries.list_years(today),
        wanted=queries.list_unconfirmed(today),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires("rules.edit")
def new() -> Any:
    form = TimeRuleForm()
    if form.validate_on_submit():
        with refusals(form):
            service.add_rule(form.values(), actor(), clock.now())
            flash(_("The rule is entered."), "success")
            return see_other(url_for("rules.index"))
    return page("responses/rule_edit.html", form, rule=None)


@blueprint.route("/<int:rule_id>", methods=["GET", "POST"])
@requires("rules.edit")
def edit(rule_id: int) -> Any:
    rule = queries.get_rule(rule_id)
    form = TimeRuleForm(obj=rule)
    if form.validate_on_submit():
        with refusals(form):
            service.edit_rule(rule, form.values(), actor(), clock.now())
            flash(_("The rule is changed."), "success")
            return see_other(url_for("rules.index"))
    return page("responses/rule_edit.html", form, rule=queries.get_rule(rule_id))


@blueprint.route("/<int:rule_id>/close", methods=["GET", "POST"])
@requires("rules.edit")
def close(rule_id: int) -> Any:
    rule = queries.get_rule(rule_id)
    form = CloseRuleForm()
    if form.validate_on_submit():
        with refusals(form):
            service.close_rule(rule, form.last_on.data, form.reason.data, actor(), clock.now())
            flash(_("The rule is closed. Requests counted by it keep their due dates."), "success")
            return see_other(url_for("rules.index"))
    return page("responses/rule_close.html", form, rule=rule)


@blueprint.route("/exceptions/new", methods=["GET", "POST"])
@requires("rules.edit")
def add_exception() -> Any:
    form, moves = ExceptionForm(), []
    if form.validate_on_submit():
        with _shown_first(form) as moves:
            _tell(service.add_exception(**form.values(), actor=actor(), at=clock.now()))
            return see_other(url_for("rules.index"))
    return page("responses/exception_new.html", form, moves=moves)


@blueprint.route("/exceptions/<int:exception_id>/remove", methods=["GET", "POST"])
@requires("rules.edit")
def remove_exception(exception_id: int) -> Any:
    exception = queries.get_exception(exception_id)
    form, moves = RemoveExceptionForm(), []
    if form.validate_on_submit():
        with _shown_first(form) as moves:
            reason, seen = form.reason.data or "", form.seen.data or ""
            _tell(service.remove_exception(exception, reason, seen=seen, actor=actor(), at=clock.now()))
            return see_other(url_for("rules.index"))
    return page("responses/exception_remove.html", form, exception=queries.get_exception(exception_id), moves=moves)


@blueprint.get("/years/<int:year>")
@requires("requests.read")
def year(year: int) -> Any:
    """What is off in a year, to be compared with its source."""
    return _year_page(year, ConfirmYearForm() if actor().can("rules.edit") else None)


@blueprint.post("/years/<int:year>")
@requires("rules.edit")
def confirm_year(year: int) -> Any:
    """The word of somebody who compared it."""
    form = ConfirmYearForm()
    if form.validate_on_submit():
        with refusals(form):
            service.confirm_year(year, **form.said(), actor=actor(), at=clock.now())
            flash(_("The calendar of %(year)s is confirmed.", year=year), "success")
            return see_other(url_for("rules.index"))
    return _year_page(year, form)


def _year_page(year: int, form: ConfirmYearForm | None) -> Any:
    row = queries.get_year(year)
    if form and (not form.is_submitted() or form.form_errors):  # who was overtaken compares the new list
        form.seen.data = row.version
    return page("responses/year.html", form, row=row, days=queries.list_days_of(year))


@contextmanager
def _shown_first(form: ExceptionForm | RemoveExceptionForm) -> Iterator[list[Moved]]:
    """Run a change of the calendar. Yields what comes to hold the due dates to be confirmed; who has confirmed others
    is told so."""
    moves: list[Moved] = []
    with refusals(form):
        try:
            yield moves
        except Unseen as unseen:
            moves += unseen.moves
            overtaken = bool(form.seen.data)
            form.seen.data = unseen.mark
            if overtaken:
                raise


def _tell(moved: list[Moved]) -> None:
    """Say whose due date the new calendar changed, and of which the term was over."""
    if not moved:
        flash(_("The calendar is changed. No due date moved."), "success")
        return
    numbers = ", ".join(_named(row) for row in moved)
    told = ngettext(
        "The calendar is changed. The due date of %(num)s request moved: %(numbers)s.",
        "The calendar is changed. The due dates of %(num)s requests moved: %(numbers)s.",
        len(moved),
        numbers=numbers,
    )
    flash(told, "warning")


def _named(moved: Moved) -> str:
    number, before, after = moved.request.number, short_day(moved.before), short_day(moved.after)
    if moved.had_passed:
        return str(_("%(number)s (%(before)s → %(after)s, already over)", number=number, before=before, after=after))
    return f"{number} ({before} → {after})"

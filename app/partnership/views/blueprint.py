"""The blueprint that the pages of the partnership share, and what they do alike."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from app.core import clock
from app.core.errors import WrongState
from app.core.lifecycle import Lifecycle
from app.partnership.models import ActionPoint, StrategicPlan
from app.partnership.states import ACTION_POINT
from app.partnership.terms import ACTION_POINT_TONES, count_texts
from app.ui.forms import ReasonForm, page, refusals, see_other
from app.ui.guards import actor
from app.ui.i18n import localized

blueprint = Blueprint("partnership", __name__, url_prefix="/workspace", template_folder="../templates")
blueprint.add_app_template_filter(count_texts, "link_counts")


@blueprint.app_template_filter("overdue")
def overdue(point: ActionPoint) -> bool:
    """Whether an action point's due date has passed while it is open."""
    return point.is_overdue(clock.today())


@blueprint.app_template_filter("action_state")
def action_state(point: ActionPoint) -> Any:
    return ACTION_POINT.label(point.state)


@blueprint.app_template_filter("action_tone")
def action_tone(point: ActionPoint) -> str:
    return ACTION_POINT_TONES[point.state]


def saved(message: str, address: str) -> Any:
    """After a change: say so and go on to an address."""
    flash(message, "success")
    return see_other(address)


def overtaken(form: Any, row: Any) -> list[tuple[Any, Any]]:
    """What somebody else saved meanwhile, where it differs from what was typed: labels and values. The form counts
    from there: saving again is done knowingly."""
    if request.method != "POST" or form.stamp() == row.edits:
        return []
    form.seen.data = str(row.edits)
    kept = [(field, getattr(row, field.short_name, field.data)) for field in form]
    return [(field.label.text, "—" if value in (None, "") else value) for field, value in kept if value != field.data]


def edit_page(form: Any, plan: StrategicPlan, heading: str, kept: Sequence[tuple[Any, Any]] = (), **rest: Any) -> Any:
    """The page of a form about a part of a plan. `kept`: of `overtaken`."""
    back = (localized(plan, "title"), url_for("partnership.plan", plan_id=plan.id))
    return page("partnership/edit.html", form, **{"heading": heading, "back": back, "kept": kept, **rest})


def take_passage(
    lifecycle: Lifecycle,
    subject: Any,
    verb: str,
    move: Callable[..., None],
    address: str,
    *,
    hint: str | None = None,
) -> Any:
    """The page behind a button that changes a state; asks for the reason where the lifecycle wants one."""
    row = lifecycle.find(subject.state, verb)
    if row is None:
        raise WrongState(
            _l("This cannot be done in the present state: %(state)s.", state=lifecycle.label(subject.state))
        )
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            move(subject, verb, actor(), clock.now(), reason=form.reason.data)
            return saved(_("The state is now: %(state)s.", state=lifecycle.label(subject.state)), address)
    return page(
        "partnership/passage.html",
        form,
        heading=row.label,
        subject=subject,
        tone=row.tone,
        hint=hint,
        back=address,
    )

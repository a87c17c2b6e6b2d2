"""Use cases of indicators and their readings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, Refused
from app.partnership.models import FocusArea
from app.partnership.plan_models import Indicator, Reading
from app.partnership.policy import ensure_editor
from app.partnership.queries.content import indicators_of
from app.partnership.rules import fits_figure
from app.partnership.service.changes import apply, check_days, hold
from app.partnership.service.plan import ensure_changeable, ensure_not_closed, touch

NOT_A_FIGURE = _l("At most 12 digits before the point and 3 after it.")


def add_indicator(
    area: FocusArea, *, actor: Actor, at: datetime, reason: str | None = None, **values: Any
) -> Indicator:
    """Add an indicator to a focus area.

    `values`: title, unit and source in both languages; value and day of baseline and target. Raises Invalid.
    """
    ensure_editor(actor)
    ensure_changeable(hold(area.plan), reason)
    indicator = Indicator(focus_area=area, position=len(indicators_of([area])[area.id]) + 1)
    _describe(indicator, values)
    db.session.add(indicator)
    touch(area.plan, area.plan, actor)
    audit.record(actor, at, "register", indicator, reason=reason, focus_area=area.id)
    return indicator


def edit_indicator(
    indicator: Indicator,
    *,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Change an indicator; the audit chain keeps what it was before. Raises Stale, Invalid, Missing."""
    ensure_editor(actor)
    plan = hold(indicator.focus_area.plan)
    ensure_changeable(plan, reason)
    hold(indicator, seen)
    before = {name: getattr(indicator, name) for name in values}
    if changed := _describe(indicator, values):
        touch(indicator, plan, actor)
        told: dict[str, Any] = {name: None if before[name] is None else str(before[name]) for name in changed}
        audit.record(actor, at, "edit", indicator, reason=reason, before=told)


def remove_indicator(indicator: Indicator, actor: Actor, at: datetime) -> None:
    """Take an indicator without readings out of a draft."""
    ensure_editor(actor)
    area = indicator.focus_area
    plan = hold(area.plan)
    read = db.session.scalar(select(exists().where(Reading.indicator_id == indicator.id)))
    if plan.state != "draft" or read:
        raise Refused(_l("Only an indicator without readings can be removed, and only from a draft."))
    audit.record(actor, at, "remove_indicator", area, indicator=indicator.id, title=indicator.title_mn)
    touch(plan, plan, actor)
    db.session.delete(indicator)
    db.session.flush()


def _describe(indicator: Indicator, values: dict[str, Any]) -> list[str]:
    check_days(**{name: values.get(name) for name in ("baseline_on", "target_on")})
    errors: dict[str, Any] = {}
    for end in ("baseline", "target"):
        value, day = values.get(f"{end}_value"), values.get(f"{end}_on")
        if value is not None and not fits_figure(value):
            errors[f"{end}_value"] = NOT_A_FIGURE
        elif value is not None and day is None:
            errors[f"{end}_on"] = _l("Say on which day.")
        elif value is None and day is not None:
            errors[f"{end}_value"] = _l("Say which value.")
    first, last = values.get("baseline_on"), values.get("target_on")
    if first and last and last <= first:
        errors.setdefault("target_on", _l("The target is to be reached after the day of the baseline."))
    if errors:
        raise Invalid(errors)
    return apply(indicator, values)


def add_reading(
    indicator: Indicator,
    *,
    read_on: date,
    value: Decimal,
    actor: Actor,
    at: datetime,
    note: str | None = None,
) -> Reading:
    """Record the value of an indicator on a day. Raises Invalid."""
    ensure_editor(actor)
    ensure_not_closed(hold(indicator.focus_area.plan))
    return _enter(indicator, read_on, value, note, actor, at)


def correct_reading(
    reading: Reading,
    *,
    read_on: date,
    value: Decimal | None,
    note: str | None,
    actor: Actor,
    at: datetime,
) -> Reading:
    """Put another reading in the place of a wrong one, which stays to be seen; without a value it is taken back.

    `note`: what was wrong. Raises Refused for a reading that was corrected already: that correction is to be corrected.
    """
    ensure_editor(actor)
    ensure_not_closed(hold(reading.indicator.focus_area.plan))
    hold(reading.indicator)  # two who correct the same one meet here
    if db.session.scalar(select(exists().where(Reading.corrects_id == reading.id))):
        raise Refused(_l("This reading was corrected already. Look at the correction."))
    if reading.value is None:
        raise Refused(_l("This reading was taken back. Enter a new one."))
    if not (note or "").strip():
        raise Missing("note", _l("Say what was wrong."))
    return _enter(reading.indicator, read_on, value, note, actor, at, corrects=reading)


def _enter(
    indicator: Indicator,
    read_on: date,
    value: Decimal | None,
    note: str | None,
    actor: Actor,
    at: datetime,
    corrects: Reading | None = None,
) -> Reading:
    check_days(read_on=read_on)
    errors: dict[str, Any] = {}
    if read_on > clock.local_day(at):
        errors["read_on"] = _l("The day is in the future.")
    if value is not None and not fits_figure(value):
        errors["value"] = NOT_A_FIGURE
    if errors:
        raise Invalid(errors)
    reading = Reading(
        indicator=indicator,
        read_on=read_on,
        value=value,
        note=note or None,
        corrects_id=corrects.id if corrects else None,
        entered_by_id=actor.actor_id,
        entered_at=at,
    )
    db.session.add(reading)
    audit.record(actor, at, "read", reading, indicator=indicator.id, corrects=reading.corrects_id)
    return reading

"""Use cases of what a plan holds: its texts, and what sustains it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit, clock
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused
from app.partnership.models import StrategicPlan
from app.partnership.plan_models import PlanText, SustainabilityEntry
from app.partnership.policy import ensure_editor
from app.partnership.queries.content import texts_of
from app.partnership.service.changes import apply, check_days, hold
from app.partnership.service.plan import ensure_changeable, ensure_not_closed, touch
from app.partnership.terms import PLAN_TEXTS, SUSTAINABILITY

MOST_DIGITS = 22  # before the point, of an amount


def add_text(
    plan: StrategicPlan, kind: str, *, actor: Actor, at: datetime, reason: str | None = None, **texts: Any
) -> PlanText:
    """Add an outcome, approach, tool or note on the environment at the end of those of its `kind`.

    `texts`: the text in both languages.
    """
    ensure_editor(actor)
    if kind not in PLAN_TEXTS:
        raise ValueError(f"{kind} is no kind of text")
    ensure_changeable(hold(plan), reason)
    position = max((row.position for row in texts_of(plan)[kind]), default=0) + 1
    row = PlanText(plan=plan, kind=kind, position=position)
    apply(row, texts)
    db.session.add(row)
    touch(plan, plan, actor)
    audit.record(actor, at, "register", row, reason=reason, plan=plan.id, kind=kind)
    return row


def edit_text(
    row: PlanText, *, actor: Actor, at: datetime, reason: str | None = None, seen: int | None = None, **texts: Any
) -> None:
    """Change a text of the plan. Raises Stale, Missing."""
    ensure_editor(actor)
    ensure_changeable(hold(row.plan), reason)
    before = [hold(row, seen).text_mn, row.text_en]
    if changed := apply(row, texts):
        touch(row, row.plan, actor)
        audit.record(actor, at, "edit", row, reason=reason, changed=changed, before=before)


def remove_text(row: PlanText, actor: Actor, at: datetime) -> None:
    """Take a text out of a draft; the audit chain keeps what it said."""
    ensure_editor(actor)
    plan = hold(row.plan)
    if plan.state != "draft":
        raise Refused(_l("Only a text of a draft can be removed."))
    audit.record(actor, at, "remove_text", plan, kind=row.kind, text=[row.text_mn, row.text_en])
    touch(plan, plan, actor)
    db.session.delete(row)
    db.session.flush()


def add_sustainability(
    plan: StrategicPlan, kind: str, *, happened_on: date, actor: Actor, at: datetime, **values: Any
) -> SustainabilityEntry:
    """Record value created, demand, or resources. `values`: text in both languages; of resources `amount` with
    `currency`, or `in_kind`. Raises Invalid."""
    ensure_editor(actor)
    if kind not in SUSTAINABILITY:
        raise ValueError(f"{kind} is no kind of entry")
    ensure_not_closed(hold(plan))
    entry = SustainabilityEntry(plan=plan, kind=kind, in_kind=False, entered_by_id=actor.actor_id, entered_at=at)
    _describe(entry, happened_on, values, clock.local_day(at))
    db.session.add(entry)
    audit.record(actor, at, "register", entry, plan=plan.id, kind=kind)
    return entry


def edit_sustainability(
    entry: SustainabilityEntry,
    *,
    happened_on: date,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Correct an entry; the audit chain keeps what it said before. Raises Stale, Invalid."""
    ensure_editor(actor)
    ensure_not_closed(hold(entry.plan))
    before = _told(hold(entry, seen))
    if changed := _describe(entry, happened_on, values, clock.local_day(at)):
        entry.edits += 1
        audit.record(actor, at, "edit", entry, changed=changed, before=before)


def _describe(entry: SustainabilityEntry, happened_on: date, values: dict[str, Any], today: date) -> list[str]:
    check_days(happened_on=happened_on)
    errors: dict[str, Any] = {}
    if happened_on > today:
        errors["happened_on"] = _l("The day is in the future.")
    if entry.kind == "resources":
        errors |= _faults_of_resources(values.get("amount"), values.get("in_kind", False))
    if errors:
        raise Invalid(errors)
    if values.get("amount") is None:
        values = {**values, "currency": None}
    return apply(entry, {"happened_on": happened_on, **values})


def _faults_of_resources(amount: Decimal | None, in_kind: bool) -> dict[str, Any]:
    if amount is None:
        return {} if in_kind else {"amount": _l("Give an amount, or say that it was given in kind.")}
    if in_kind:
        return {"amount": _l("Either an amount or in kind, not both.")}
    if amount <= 0 or amount.adjusted() >= MOST_DIGITS:
        return {"amount": _l("This cannot be read as an amount.")}
    return {}


def _told(entry: SustainabilityEntry) -> dict[str, Any]:
    return {
        "on": entry.happened_on.isoformat(),
        "text": [entry.text_mn, entry.text_en],
        "amount": str(entry.amount) if entry.amount is not None else None,
        "currency": entry.currency,
        "in_kind": entry.in_kind,
    }

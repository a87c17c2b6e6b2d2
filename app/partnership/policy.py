"""Who may change the partnership's register, its plan and what is linked to it."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.actors import Actor
from app.core.errors import NotPermitted
from app.core.lifecycle import Guard
from app.partnership.models import ActionPoint, FocusArea

NOT_PLANNER = Guard(
    "four_eyes",
    _l("You changed this plan last. Somebody else must record that it is agreed."),
    lambda actor, plan: plan.edited_by_id is None or plan.edited_by_id != actor.actor_id,
)


def may_link(actor: Actor, kind: str) -> bool:
    """A reply takes over the links of what it answers, also when the body itself hands it in."""
    return actor.can("plan.link") or (kind == "response" and actor.can("requests.answer"))


def may_agree(actor: Actor, origin: str) -> bool:
    """Coordinators agree on action points; whoever hands in a reply makes its commitments into some, and whoever holds
    a meeting what was agreed there."""
    own = {"commitment": "requests.answer", "meeting": "meetings.hold"}.get(origin)
    return actor.can("plan.edit") or (own is not None and actor.can(own))


def may_change(actor: Actor, point: ActionPoint) -> bool:
    """Coordinators change action points; corrected minutes change what came from them."""
    return actor.can("plan.edit") or (point.origin == "meeting" and actor.can("meetings.hold"))


def is_open(area: FocusArea) -> bool:
    """Whether something may still be linked to the focus area."""
    return area.plan.state in {"agreed", "in_force"}


def ensure(allowed: Any) -> None:
    if not allowed:
        raise NotPermitted(_l("You may not do this."))


def ensure_editor(actor: Actor) -> None:
    ensure(actor.can("plan.edit"))

"""Who may act on a summary beyond their permission: four eyes, and no declared conflict of interest."""

from flask_babel import lazy_gettext as _l

from app.contracts.policy import NO_CONFLICT
from app.core.actors import Actor
from app.core.lifecycle import Guard
from app.summaries.models import Summary


def _no_conflict(actor: Actor, summary: Summary) -> bool:
    return all(NO_CONFLICT.holds(actor, finding) for finding in summary.findings)


FOUR_EYES = Guard(
    "four_eyes",
    _l("Somebody else than the last editor must do this."),
    lambda actor, summary: summary.edited_by_id != actor.actor_id,
)
NO_CONFLICT_INSIDE = Guard(
    "no_conflict_inside",
    _l("You declared a conflict of interest for a contract in this summary."),
    _no_conflict,
)

"""Who may handle a tip. A tip without a contract is every lead's."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import GRANTS, Role
from app.contracts import policy as contracts
from app.core.actors import Actor
from app.core.errors import NotPermitted
from app.core.lifecycle import Guard

OWN_SUBNETWORK = Guard(
    "own_subnetwork",
    contracts.OWN_SUBNETWORK.denial,
    lambda actor, tip: tip.contract is None or contracts.OWN_SUBNETWORK.holds(actor, tip),
)
NO_CONFLICT = Guard(
    "no_conflict",
    contracts.NO_CONFLICT.denial,
    lambda actor, tip: tip.contract is None or contracts.NO_CONFLICT.holds(actor, tip),
)
HAS_CONTRACT = Guard("has_contract", _l("Link the tip to a contract first."), lambda _actor, tip: bool(tip.contract))


@dataclass(frozen=True)
class Citizen:
    """Whoever sent a tip or holds its receipt: nothing is known of them, and nothing is kept."""

    actor_id: None = None
    actor_kind: str = "citizen"

    def can(self, permission: str) -> bool:
        return permission in GRANTS[Role.CITIZEN]


def may_read(actor: Actor, tip: Any) -> bool:
    """Leads and coordinators, within their subnetwork and unless a conflict bars them."""
    return actor.can("tips.handle") and OWN_SUBNETWORK.holds(actor, tip) and NO_CONFLICT.holds(actor, tip)


def ensure_may_handle(actor: Actor, tip: Any) -> None:
    """Raises NotPermitted unless this person may handle the tip."""
    if not may_read(actor, tip):
        raise NotPermitted(_l("You may not do this."))

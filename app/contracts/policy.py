"""Who may act on a contract: guards that the lifecycles of this feature and of higher ones share.

A subject is a contract or anything with a `.contract`.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.contracts.queries import has_conflict, is_assigned
from app.core.actors import Actor
from app.core.lifecycle import Guard
from app.partnership.queries import is_member_of


def contract_of(subject: Any) -> Any:
    return getattr(subject, "contract", subject)


def _own_subnetwork(actor: Actor, subject: Any) -> bool:
    if actor.can("subnetworks.all") or actor.actor_id is None:
        return True
    subnetwork_id = contract_of(subject).subnetwork_id
    return subnetwork_id is None or is_member_of(actor.actor_id, subnetwork_id)


def _no_conflict(actor: Actor, subject: Any) -> bool:
    return actor.actor_id is None or not has_conflict(actor.actor_id, contract_of(subject).id)


def _assigned(actor: Actor, subject: Any) -> bool:
    return actor.actor_id is not None and is_assigned(actor.actor_id, contract_of(subject).id)


OWN_SUBNETWORK = Guard(
    "own_subnetwork", _l("This contract is monitored by another subnetwork than yours."), _own_subnetwork
)
NO_CONFLICT = Guard("no_conflict", _l("You declared a conflict of interest for this contract."), _no_conflict)
ASSIGNED = Guard("assigned", _l("This contract is not assigned to you."), _assigned)

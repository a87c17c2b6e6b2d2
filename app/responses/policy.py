"""Who may answer a request, and who may verify what became of a finding."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.permissions import GRANTS, Role
from app.contracts.queries import has_conflict, is_assigned
from app.core.actors import Actor
from app.core.errors import NotPermitted
from app.findings.models import Finding, Observation
from app.findings.policy import may_read
from app.findings.queries import is_disputed, list_accepted
from app.findings.terms import NOT_STATED
from app.responses.models import Request
from app.responses.queries.outcomes import first_hands, list_verifications
from app.responses.states import REQUEST


@dataclass(frozen=True)
class ReplyActor:
    """Whoever holds a body's signed link: known as the body, never as a person."""

    body_id: int
    actor_id: None = None

    @property
    def actor_kind(self) -> str:
        return f"body:{self.body_id}"

    def can(self, permission: str) -> bool:
        return permission in GRANTS[Role.BODY]


NOT_ASKED = frozenset({"checked", *NOT_STATED})


def require(actor: Actor, *permissions: str) -> None:
    """Raises NotPermitted unless the actor holds one of the permissions."""
    if not any(actor.can(permission) for permission in permissions):
        raise NotPermitted(_l("You may not do this."))


def require_own(actor: Actor, request: Request) -> None:
    """A body acts on the requests that were sent to it and on no others."""
    if actor.actor_kind.startswith("body:") and actor.actor_kind != f"body:{request.body_id}":
        raise NotPermitted(_l("You may not do this."))


def may_extend(actor: Actor, request: Request, today: date) -> bool:
    """Whether the body may still ask for its one extension."""
    in_time = request.due_on is not None and today <= request.due_on
    return in_time and request.rule.extension > 0 and REQUEST.allows(request, "extend", actor)


def why_not(voice: str, actor: Actor, finding: Finding) -> Any | None:
    """Why this person may not speak with this voice on this finding; None if they may."""
    if not actor.can("outcomes.verify") or actor.actor_id is None:
        return _l("You may not do this.")
    if finding.state in NOT_ASKED:
        return _l("The public body has not been asked about this finding.")
    if has_conflict(actor.actor_id, finding.contract_id):
        return _l("You declared a conflict of interest for this contract.")
    may_read = voice == "recheck" and actor.can("findings.read")
    if not may_read and not is_assigned(actor.actor_id, finding.contract_id):
        return _l("This contract is not assigned to you.")
    rule = {"monitor": _why_not_monitor, "recheck": _why_not_recheck}[voice]
    return rule(actor.actor_id, finding)


def _why_not_monitor(person_id: int, finding: Finding) -> Any | None:
    if finding.author_id == person_id:
        return _l("Nobody verifies what became of their own finding.")
    if person_id in first_hands(finding):
        return _l("The finding rests on your own observation; somebody else must look what became of it.")
    if _spoke(person_id, finding, "recheck"):
        return _l("You already re-checked this finding; somebody else must verify it.")
    return None


def _why_not_recheck(person_id: int, finding: Finding) -> Any | None:
    if finding.author_id == person_id:
        return _l("Nobody re-checks their own finding.")
    if person_id in first_hands(finding):
        return _l("Nobody re-checks a finding that rests on their own observation.")
    if _spoke(person_id, finding, "monitor"):
        return _l("You already verified this finding; somebody else must re-check it.")
    return None


def _spoke(person_id: int, finding: Finding, voice: str) -> bool:
    return any(row.by_id == person_id and row.voice == voice for row in list_verifications(finding))


def open_voices(actor: Actor, finding: Finding) -> list[str]:
    """The voices with which this person may speak."""
    return [voice for voice in ("monitor", "recheck") if why_not(voice, actor, finding) is None]


def looks_open_to(voice: str, actor: Actor, finding: Finding) -> list[Observation]:
    """The visits on which this person may rest a look with that voice, the earliest first.

    Accepted and undisputed, by somebody other than the first, and not before the visits on which the finding rests.
    A monitor speaks of their own; a re-check may also go by what somebody else brought.
    """
    since = max((row.visited_on for row in finding.observations), default=date.min)
    fresh = [row for row in list_accepted(finding.contract_id) if row.visited_on >= since]
    fresh = [row for row in fresh if row.monitor_id not in first_hands(finding) and not is_disputed(row)]
    if voice == "recheck":
        return [row for row in fresh if may_read(actor, row)]
    return [row for row in fresh if row.monitor_id == actor.actor_id]

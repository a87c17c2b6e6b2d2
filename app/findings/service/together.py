"""One decision with one reason about several observations. Each goes its own way through the same use cases and guards
as if it were alone; what is refused about one changes nothing about the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.actors import Actor
from app.core.database import db
from app.core.errors import DomainError, NotFound, NotPermitted, Refused, Stale
from app.findings import policy, queries
from app.findings.models import Observation
from app.findings.service.holding import hold_all
from app.findings.service.review import accept, ask, open_review, reject

DECISIONS: dict[str, Callable[..., None]] = {"accept": accept, "reject": reject, "ask": ask}


@dataclass(frozen=True)
class Seen:
    """An observation as it stood on a reviewer's page: only as such it is decided about."""

    number: int
    revision: int
    state: str


@dataclass(frozen=True)
class Outcome:
    """`refusal`: why it was not done, None when it was. `observation` None: there is none that this person may read."""

    number: int
    observation: Observation | None
    refusal: DomainError | None = None

    @property
    def is_changed(self) -> bool:
        """It is no longer what the reviewer saw."""
        return isinstance(self.refusal, Stale)


LOOK_FIRST = _l("It has to be looked at by itself: accept it on its own page.")


def decide_together(
    seen: Sequence[Seen], verb: str, actor: Actor, at: datetime, reason: str, cause: str | None = None
) -> list[Outcome]:
    """`verb`: "open" (take up), or one of `DECISIONS`, which opens first what nobody opened. In the order of `seen`.
    `cause`: of a rejection, as `reject` wants it.

    What shows a warning in the queue is accepted by itself only: to accept is to have looked.
    """
    numbers = [one.number for one in seen]
    said = {"reason": reason} | ({"cause": cause} if verb == "reject" else {})
    hold_all(numbers)
    rows = {row.id: row for row in queries.list_whole(numbers) if policy.may_read(actor, row)}
    plain = {row.observation.id for row in queries.told(actor, list(rows.values())) if row.is_plain}
    return [_outcome(one, rows.get(one.number), verb, actor, at, said, one.number in plain) for one in seen]


def _outcome(
    one: Seen,
    observation: Observation | None,
    verb: str,
    actor: Actor,
    at: datetime,
    said: Mapping[str, Any],
    is_plain: bool,
) -> Outcome:
    if observation is None:
        return Outcome(one.number, None, NotFound(_l("You cannot decide about this.")))
    try:
        with db.session.begin_nested():
            _ensure_as_seen(one, observation)
            _ensure_in_nobody_elses_hands(observation, actor)
            if verb == "accept" and not is_plain:
                raise NotPermitted(LOOK_FIRST)
            _decide(observation, verb, actor, at, said)
    except Refused as refusal:
        return Outcome(one.number, observation, refusal)
    return Outcome(one.number, observation)


def _ensure_as_seen(one: Seen, observation: Observation) -> None:
    if observation.revision != one.revision:
        raise Stale(_l("It was sent again meanwhile: look at it anew."))
    if observation.state != one.state:
        raise Stale(_l("Somebody was faster."))


def _ensure_in_nobody_elses_hands(observation: Observation, actor: Actor) -> None:
    if observation.state == "in_review" and observation.reviewed_by_id != actor.actor_id:
        raise NotPermitted(_l("Somebody else is reviewing it."))


def _decide(observation: Observation, verb: str, actor: Actor, at: datetime, said: Mapping[str, Any]) -> None:
    if verb == "open" or observation.state == "received":
        open_review(observation, actor, at)
    if verb != "open":
        DECISIONS[verb](observation, actor, at, **said)

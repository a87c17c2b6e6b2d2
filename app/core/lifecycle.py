"""A lifecycle is one table of passages. Everything not in the table is refused.

From the same rows come the check before a change, the buttons on a page, `docs/states.md` and a test over every
(state, verb, role).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import audit
from app.core.actors import Actor
from app.core.errors import Missing, NotPermitted, WrongState

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Guard:
    """A rule about this person and this subject, beyond the permission: four eyes, own work, conflict of interest."""

    name: str
    denial: Any
    holds: Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Need:
    """Something that must be present: among the facts given, or already on the subject."""

    name: str
    message: Any
    present: Callable[[Any, Facts], bool]


def needs(name: str, message: Any) -> Need:
    """The fact `name` must be given and not be blank."""
    return Need(name, message, lambda _subject, facts: bool(str(facts.get(name) or "").strip()))


REASON = needs("reason", _l("Write the reason."))


@dataclass(frozen=True)
class Passage:
    """One row: `verb` leads from any of `sources` to `target`, for whom (any of `permissions`) and given what."""

    verb: str
    label: Any
    sources: frozenset[str]
    target: str
    permissions: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    needs: tuple[Need, ...] = ()
    tone: str = "primary"

    @property
    def wants_reason(self) -> bool:
        return REASON in self.needs

    def is_for(self, actor: Actor) -> bool:
        return any(actor.can(permission) for permission in self.permissions)


def passage(
    verb: str,
    label: Any,
    sources: str | Iterable[str],
    target: str,
    permissions: str | tuple[str, ...],
    **rest: Any,
) -> Passage:
    """A `Passage` whose sources and permissions may be written as one or several."""
    states = frozenset([sources] if isinstance(sources, str) else sources)
    return Passage(verb, label, states, target, (permissions,) if isinstance(permissions, str) else permissions, **rest)


@dataclass(frozen=True)
class Lifecycle:
    """The table of one kind of subject; the subject has a `state` column."""

    name: str
    title: Any
    states: Mapping[str, Any]
    initial: str
    passages: tuple[Passage, ...]

    def __post_init__(self) -> None:
        keys = [(row.verb, source) for row in self.passages for source in row.sources]
        unknown = {s for row in self.passages for s in (*row.sources, row.target)} - set(self.states)
        if len(keys) != len(set(keys)) or unknown or self.initial not in self.states:
            raise ValueError(f"lifecycle {self.name}: a row stands twice or names no state: {unknown}")

    def label(self, state: str) -> Any:
        return self.states[state]

    def find(self, state: str, verb: str) -> Passage | None:
        return next((row for row in self.passages if row.verb == verb and state in row.sources), None)

    def open_to(self, subject: Any, actor: Actor) -> list[Passage]:
        """The passages this person could take now: the buttons. Needs are asked for by the form behind the button."""
        rows = (row for row in self.passages if subject.state in row.sources)
        return [row for row in rows if row.is_for(actor) and not _denied(row, subject, actor)]

    def allows(self, subject: Any, verb: str, actor: Actor) -> bool:
        return any(row.verb == verb for row in self.open_to(subject, actor))

    def denial(self, subject: Any, verb: str, actor: Actor) -> Any:
        """Why this person, whose role would allow the passage, may not take it here; None when nothing bars them."""
        row = self.find(subject.state, verb)
        guard = _denied(row, subject, actor) if row and row.is_for(actor) else None
        return guard and guard.denial

    def check(self, subject: Any, verb: str, actor: Actor, **facts: Any) -> Passage:
        """The row that lets this happen.

        Raises NotPermitted, WrongState or Missing, in that order: who may not act learns nothing about the state.
        """
        row = self.check_open(subject, verb, actor)
        for need in row.needs:
            if not need.present(subject, facts):
                raise Missing(need.name, need.message)
        return row

    def check_open(self, subject: Any, verb: str, actor: Actor) -> Passage:
        """The row that is open to this person, whose needs the page behind the button asks for.

        Raises NotPermitted or WrongState.
        """
        rows = [row for row in self.passages if row.verb == verb]
        if not any(row.is_for(actor) for row in rows):
            raise NotPermitted(_l("You may not do this."))
        row = self.find(subject.state, verb)
        if row is None:
            raise WrongState(
                _l("This cannot be done in the present state: %(state)s.", state=self.label(subject.state))
            )
        if not row.is_for(actor):
            raise NotPermitted(_l("You may not do this."))
        if guard := _denied(row, subject, actor):
            raise NotPermitted(guard.denial)
        return row

    def take(
        self,
        subject: Any,
        verb: str,
        actor: Actor,
        at: datetime,
        *,
        details: Facts | None = None,
        **facts: Any,
    ) -> Passage:
        """Check, change the state and leave exactly one audit entry. The only way a state changes.

        `facts` are what the needs look at (`reason=` among them); `details` go into the entry besides.
        """
        row = self.check(subject, verb, actor, **facts)
        before, subject.state = subject.state, row.target
        reason = facts.get("reason")
        audit.record(actor, at, verb, subject, from_state=before, to_state=row.target, reason=reason, **(details or {}))
        return row


def _denied(row: Passage, subject: Any, actor: Actor) -> Guard | None:
    return next((guard for guard in row.guards if not guard.holds(actor, subject)), None)

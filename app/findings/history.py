"""How an observation's history reads: who did what, when and why. A monitor sees roles instead of names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.core import audit
from app.core.actors import Actor
from app.findings.models import Observation
from app.findings.terms import EVENTS


@dataclass(frozen=True)
class Line:
    verb: str
    when: datetime
    what: Any
    who: Any
    reason: str | None


def history_of(observation: Observation, reader: Actor) -> list[Line]:
    """Every change and decision, the newest first."""
    entries = audit.history(observation)
    names = names_of(entry.actor_id for entry in entries) if reader.can("people.names") else {}

    def told(entry: audit.AuditEntry) -> Line:
        who = _who(entry, observation, reader, names)
        return Line(entry.verb, entry.at, EVENTS.get(entry.verb, entry.verb), who, entry.reason)

    return [told(entry) for entry in reversed(entries)]


def _who(entry: audit.AuditEntry, observation: Observation, reader: Actor, names: dict[int, str]) -> Any:
    if entry.actor_id is None:
        return _("The system")
    if entry.actor_id == reader.actor_id:
        return _("You")
    role = _("Monitor") if entry.actor_id == observation.monitor_id else _("A reviewer")
    return names.get(entry.actor_id, role)

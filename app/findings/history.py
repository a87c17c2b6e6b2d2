"""How an observation's history reads: who did what, when and why. A monitor sees roles instead of names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.core import audit
from app.core.actors import Actor
from app.findings.models import Evidence, Observation
from app.findings.terms import CAUSES, DISCLOSURE_EVENTS, EVENTS


@dataclass(frozen=True)
class Line:
    verb: str
    when: datetime
    what: Any
    who: Any
    reason: str | None


def history_of(observation: Observation, reader: Actor) -> list[Line]:
    """Every change and decision, the newest first."""
    return _told(observation, EVENTS, reader)


def disclosures_of(evidence: Evidence, reader: Actor) -> list[Line]:
    """What was decided about showing a file to others, the newest first."""
    return _told(evidence, DISCLOSURE_EVENTS, reader)


def _told(subject: Observation | Evidence, events: Mapping[str, Any], reader: Actor) -> list[Line]:
    entries = audit.history(subject)
    names = names_of(entry.actor_id for entry in entries) if reader.can("people.names") else {}
    return [
        Line(
            entry.verb,
            entry.at,
            _what(entry, events),
            _who(entry, subject, reader, names),
            entry.reason,
        )
        for entry in reversed(entries)
    ]


def _what(entry: audit.AuditEntry, events: Mapping[str, Any]) -> Any:
    what, cause = events.get(entry.verb, entry.verb), entry.details.get("cause")
    return _("%(what)s: %(cause)s", what=what, cause=CAUSES[cause]) if cause in CAUSES else what


def _who(entry: audit.AuditEntry, subject: Observation | Evidence, reader: Actor, names: dict[int, str]) -> Any:
    if entry.actor_id is None:
        return _("The system")
    if entry.actor_id == reader.actor_id:
        return _("You")
    role = _("Monitor") if entry.actor_id == subject.monitor_id else _("A reviewer")
    return names.get(entry.actor_id, role)

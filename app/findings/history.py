"""How the history of observations and findings reads: who did what, when and why.

A monitor sees roles instead of names; so does whoever may not know the people of the network.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.core import audit
from app.core.actors import Actor
from app.core.audit import AuditEntry
from app.findings.models import Evidence, Finding, Observation
from app.findings.states import FINDING
from app.findings.terms import CAUSES, DISCLOSURE_EVENTS, EVENTS, GATHERINGS, PARTS


@dataclass(frozen=True)
class Line:
    verb: str
    when: datetime
    what: Any
    who: Any
    reason: str | None


@dataclass(frozen=True)
class Gathering(Line):
    """A change of what a finding rests on. `came`, `went`: observations, `other`: the finding with which it happened;
    all by their numbers."""

    came: list[int]
    went: list[int]
    other: int | None


COMING = ("state", "add_observations", "take_in", "unmerge")
LEAVING = ("take_out", "split", "give_back")


def history_of(observation: Observation, reader: Actor) -> list[Line]:
    """Every change and decision, the newest first."""
    return _told(observation, EVENTS, reader)


def disclosures_of(evidence: Evidence, reader: Actor) -> list[Line]:
    """What was decided about showing a file to others, the newest first."""
    return _told(evidence, DISCLOSURE_EVENTS, reader)


def _told(subject: Observation | Evidence, events: Mapping[str, Any], reader: Actor) -> list[Line]:
    entries = audit.history(subject)
    names = _names(entries, reader)
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


def _what(entry: AuditEntry, events: Mapping[str, Any]) -> Any:
    what, cause = events.get(entry.verb, entry.verb), entry.details.get("cause")
    return _("%(what)s: %(cause)s", what=what, cause=CAUSES[cause]) if cause in CAUSES else what


def _who(entry: AuditEntry, subject: Observation | Evidence, reader: Actor, names: dict[int, str]) -> Any:
    if entry.actor_id is None:
        return _("The system")
    if entry.actor_id == reader.actor_id:
        return _("You")
    role = _("Monitor") if entry.actor_id == subject.monitor_id else _("A reviewer")
    return names.get(entry.actor_id, role)


def gatherings_of(finding: Finding, reader: Actor) -> list[Gathering]:
    """When which observations came to a finding and went, by which part of the network and why, the newest first."""
    entries = [entry for entry in audit.history(finding) if entry.verb in GATHERINGS]
    names = _names(entries, reader)
    return [_gathering(entry, names) for entry in reversed(entries)]


def _gathering(entry: AuditEntry, names: dict[int, str]) -> Gathering:
    verb, seen = entry.verb, list(entry.details.get("observations", ()))
    came, went = seen if verb in COMING else [], seen if verb in LEAVING else []
    other: int | None = entry.details.get("other")
    what = _("Split off another finding") if verb == "state" and other else GATHERINGS[verb]
    return Gathering(verb, entry.at, what, _part(entry, names), entry.reason, came, went, other)


def fallen_check(finding: Finding, reader: Actor) -> Line | None:
    """Of a draft that was cross-checked before: the change through which the check fell."""
    if finding.state != FINDING.initial:
        return None
    fell = next((entry for entry in reversed(audit.history(finding)) if entry.from_state == "checked"), None)
    return _gathering(fell, _names([fell], reader)) if fell and fell.verb in GATHERINGS else None


def last_change(finding: Finding, reader: Actor) -> Line:
    """What happened to a finding last, for whoever was overtaken by it."""
    entry = audit.history(finding)[-1]
    labels = {row.verb: row.label for row in FINDING.passages} | {"edit": _("Edited")} | GATHERINGS
    what = labels.get(entry.verb, _("Linked to the plan"))
    return Line(entry.verb, entry.at, what, _part(entry, _names([entry], reader)), entry.reason)


def _names(entries: Iterable[AuditEntry], reader: Actor) -> dict[int, str]:
    return names_of(entry.actor_id for entry in entries) if reader.can("people.names") else {}


def _part(entry: AuditEntry, names: dict[int, str]) -> str:
    part, name = PARTS.get(entry.details.get("part", "")), names.get(entry.actor_id or 0)
    known = [str(word) for word in (part, name) if word]
    return ", ".join(known) or str(_("A person of the network"))

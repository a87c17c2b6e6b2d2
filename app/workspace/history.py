"""Audit entries as a page tells them: when, what, who, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.core.actors import Actor
from app.core.audit import AuditEntry
from app.workspace.terms import HAPPENED


@dataclass(frozen=True)
class Told:
    when: datetime
    what: Any
    who: str
    reason: str | None


def told(entries: Sequence[AuditEntry], reader: Actor) -> list[Told]:
    """The newest first. Names only for those who may read the observations of others."""
    names = names_of(entry.actor_id for entry in entries) if reader.can("people.names") else {}
    return [Told(entry.at, _what(entry), who(entry, reader, names), entry.reason) for entry in reversed(entries)]


def _what(entry: AuditEntry) -> Any:
    return HAPPENED.get(f"{entry.subject_kind}.{entry.verb}") or HAPPENED.get(entry.verb, entry.verb)


def who(entry: AuditEntry, reader: Actor, names: dict[int, str]) -> str:
    if entry.actor_kind.startswith("body:"):
        return str(_("The public body"))
    if entry.actor_id is None:
        return str(_("The system"))
    if entry.actor_id == reader.actor_id:
        return str(_("You"))
    return names.get(entry.actor_id, str(_("A person of the network")))

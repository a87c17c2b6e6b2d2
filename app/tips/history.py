"""How a tip's history reads: who did what and when, and why it was closed."""

from flask_babel import gettext as _

from app.accounts.queries import names_of
from app.core import audit
from app.core.actors import Actor
from app.findings.history import Line
from app.tips.models import Tip
from app.tips.terms import CLOSED_AS, EVENTS


def history_of(tip: Tip, reader: Actor) -> list[Line]:
    """The newest first."""
    entries = audit.history(tip)
    names = names_of(entry.actor_id for entry in entries)

    def who(entry: audit.AuditEntry) -> str:
        if entry.actor_id is None:
            return str(_("The citizen") if entry.actor_kind == "citizen" else _("The system"))
        return str(_("You")) if entry.actor_id == reader.actor_id else names.get(entry.actor_id, "")

    def told(entry: audit.AuditEntry) -> Line:
        reason = CLOSED_AS.get(entry.reason or "", entry.reason)
        return Line(entry.verb, entry.at, EVENTS.get(entry.verb, entry.verb), who(entry), reason)

    return [told(entry) for entry in reversed(entries)]

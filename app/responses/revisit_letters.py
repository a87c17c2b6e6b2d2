"""What a monitor is told of a re-visit: on the assignment, and by mail."""

from flask import current_app
from flask_babel import force_locale, gettext as _

from app.core import mail
from app.responses.follow_models import Revisit
from app.ui.filters import day


def instructions(revisit: Revisit) -> str:
    """What to look at and by when, in the language of the monitor: of one contract several may be open."""
    with force_locale(revisit.monitor.language if revisit.monitor else "mn"):
        asked = str(_("Look again whether this was solved: %(title)s", title=revisit.finding.title_mn))
        return f"{asked} ({_('until %(day)s', day=day(revisit.due_on))})"


def tell(revisit: Revisit) -> None:
    """One mail to whoever is asked, if their account is open: title and day only, for a mailbox is no safe place."""
    monitor = revisit.monitor
    if monitor is None or not monitor.is_active:
        return
    with force_locale(monitor.language):
        line = f"- {revisit.contract.title} ({_('until %(day)s', day=day(revisit.due_on))})"
        opening = _("A public body promised or reports a change. Please look whether it is so:")
        address = f"{current_app.config['PUBLIC_URL']}/workspace/"
        mail.write(monitor.email, _("You are asked to look again"), "\n\n".join((opening, line, address)))

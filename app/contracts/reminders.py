"""Mails to monitors: what was assigned, what is due soon, what is overdue. Each is told once of each assignment."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from flask_babel import force_locale, gettext as _
from sqlalchemy import select

from app.accounts.models import User
from app.contracts.models import Assignment
from app.core import clock, mail, queue
from app.core.database import commit, db
from app.ui.filters import day

SOON = timedelta(days=3)


@queue.every_day
def remind() -> None:
    """Tell of what is due within three days, and of what was due before today. One mail to each monitor."""
    today = clock.today()
    soon = _open(Assignment.due_on >= today, Assignment.due_on <= today + SOON, Assignment.reminded_at.is_(None))
    late = _open(Assignment.due_on < today, Assignment.overdue_told_at.is_(None))
    for row in soon:
        row.reminded_at = clock.now()
    for row in late:
        row.overdue_told_at = clock.now()
    for monitor, rows in _by_monitor([*late, *soon]).items():
        with force_locale(monitor.language):
            mail.write(monitor.email, _("What you were asked to look at"), _letter(_("Due soon, or overdue:"), rows))
    commit()


def tell(rows: Iterable[Assignment]) -> None:
    """Tell monitors of new assignments: one mail to each, whatever their number."""
    for monitor, mine in _by_monitor(rows).items():
        with force_locale(monitor.language):
            mail.write(monitor.email, _("You are asked to look at contracts"), _letter(_("New for you:"), mine))


def _open(*conditions: object) -> list[Assignment]:
    """Rows held until the transaction ends, so that two workers do not tell twice."""
    query = select(Assignment).where(Assignment.state == "assigned", *conditions)  # type: ignore[arg-type]
    return list(db.session.scalars(query.order_by(Assignment.due_on, Assignment.id).with_for_update()))


def _by_monitor(rows: Iterable[Assignment]) -> dict[User, list[Assignment]]:
    """Only whose account is open."""
    found: dict[User, list[Assignment]] = defaultdict(list)
    for row in rows:
        if row.monitor.is_active:
            found[row.monitor].append(row)
    return found


def _letter(opening: str, rows: list[Assignment]) -> str:
    """Titles and days only: a mailbox is no safe place for more."""
    lines = "\n".join(f"- {row.contract.title}{_until(row)}" for row in rows)
    address = f"{current_app.config['PUBLIC_URL']}/workspace/observations"
    return "\n\n".join((opening, lines, address))


def _until(row: Assignment) -> str:
    return f" ({_('until %(day)s', day=day(row.due_on))})" if row.due_on else ""

"""How requests, replies and time rules read on pages; `register` makes it known to every template."""

from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _, ngettext

from app.core import clock
from app.findings.terms import (
    ANSWERS,
    CONFIDENCES,
    FILE_PROBLEMS,
    OUTCOMES,
    POSITIONS,
    SEVERITIES,
    STAGES,
    VISITS,
)
from app.responses import deadlines, explaining, letters, queries, terms
from app.responses.deadlines import TermState
from app.responses.models import Request
from app.responses.queries import notices
from app.responses.queries.replies import not_acted_on
from app.responses.states import REFERRAL, REQUEST, REVISIT
from app.responses.steps import MOVED
from app.ui.i18n import current_language

LABELS = SimpleNamespace(
    answers=ANSWERS,
    channels=terms.CHANNELS,
    confidences=CONFIDENCES,
    day_kinds=terms.DAY_KINDS,
    exception_kinds=terms.EXCEPTION_KINDS,
    file_problems=FILE_PROBLEMS,
    outcome_tones=terms.OUTCOME_TONES,
    outcomes=OUTCOMES,
    position_tones=terms.POSITION_TONES,
    positions=POSITIONS,
    proofs=terms.PROOFS,
    reply_channels=terms.REPLY_CHANNELS,
    recipients=terms.RECIPIENTS,
    referral_states=REFERRAL.states,
    referral_tones=terms.REFERRAL_TONES,
    request_states=REQUEST.states,
    request_tones=terms.REQUEST_TONES,
    revisit_causes=terms.REVISIT_CAUSES,
    revisit_states=REVISIT.states,
    revisit_tones=terms.REVISIT_TONES,
    severities=SEVERITIES,
    voices=terms.VOICES,
    stages=STAGES,
    visits=VISITS,
)


class Badge(NamedTuple):
    """The words and the tone of a badge."""

    label: str
    tone: str


def term_badge(request: Request, today: date | None = None) -> Badge | None:
    """Where a request stands in its term, computed from its dates; None while no clock runs."""
    if request.due_on is None or request.received_on is None or request.last_day is None:
        return None
    if (time := queries.reply_time(request)) is not None:
        return _answered(time)
    today = today or clock.today()
    late = deadlines.days_overdue(request.last_day, today)
    if not late:
        left = (request.last_day - today).days
        return Badge(ngettext("%(num)s day left", "%(num)s days left", left), "waiting")
    state = deadlines.term_state(request.due_on, today, request.extended_until, received_on=request.received_on)
    if state is TermState.VERY_OVERDUE:
        return Badge(ngettext("Very overdue: %(num)s day", "Very overdue: %(num)s days", late), "bad")
    return Badge(ngettext("Overdue: %(num)s day", "Overdue: %(num)s days", late), "bad")


def _answered(time: queries.ReplyTime) -> Badge:
    if time.in_time:
        return Badge(
            ngettext("Answered in time, after %(num)s day", "Answered in time, after %(num)s days", time.days),
            "good",
        )
    return Badge(ngettext("Answered late, after %(num)s day", "Answered late, after %(num)s days", time.days), "warn")


def reminders_of(request: Request) -> SimpleNamespace:
    """`done` notices, `coming` steps (none while paused), and the `pause`."""
    pause = notices.pause_of(request)
    coming = [] if pause else notices.coming_steps(request, queries.calendar())
    return SimpleNamespace(done=notices.list_notices(request), coming=coming, pause=pause)


def step_label(code: str) -> str:
    """What a step is called; one to an addressee by the addressee's name."""
    if (kind := "moved" if code.startswith(MOVED) else code) in terms.STEPS:
        return str(terms.STEPS[kind])
    addressee = notices.get_addressee(int(code.rpartition(":")[2]))
    return str(
        _(
            "Escalated to: %(name)s",
            name=(addressee.name_en if current_language() == "en" else None) or addressee.name_mn,
        )
    )


def file_label(file: Any, number: int) -> str:
    """What a file is called in public: never by the name that its sender gave it."""
    if (getattr(file, "clean_type", None) or "").startswith("image/"):
        return str(_("Photo %(number)s", number=number))
    if (getattr(file, "clean_type", None) or "").startswith("video/"):
        return str(_("Video %(number)s", number=number))
    return str(_("Document %(number)s", number=number))


def register(setup: BlueprintSetupState) -> None:
    setup.app.jinja_env.globals.update(
        deadline_lines=explaining.deadline_lines,
        file_label=file_label,
        goes_in_ring=queries.is_ring,
        not_acted_on=not_acted_on,
        reply_labels=LABELS,
        reminders_of=reminders_of,
        rule_text=letters.rule_text,
        step_label=step_label,
        term_badge=term_badge,
        unanswered_findings=queries.unanswered,
    )

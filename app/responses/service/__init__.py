"""Use cases of time rules, requests, replies and outcomes."""

from app.responses.service.calendar import add_exception, confirm_year, recount_due_dates, remove_exception
from app.responses.service.delivery import acknowledge, extend, record_delivery
from app.responses.service.drafting import TEXTS, draft_request, edit_request, tie_action_points
from app.responses.service.escalation import add_addressee, move_addressee, remove_addressee
from app.responses.service.opening import note_opening
from app.responses.service.outcomes import assess_outcome, verify
from app.responses.service.referring import open_next, set_aside
from app.responses.service.reminding import pause_reminders, remind, remind_bodies, resume_reminders
from app.responses.service.replies import (
    add_file,
    check_received,
    draft_mark,
    page_mark,
    record_paper,
    record_response,
    remove_file,
    save_draft,
    send_reply,
)
from app.responses.service.revisiting import ask_after_promises, ask_revisit, dismiss_revisit, entrust, hand_back
from app.responses.service.sending import renew_link, revoke_link, send, try_again, withdraw
from app.responses.service.time_rules import add_rule, close_rule, edit_rule

__all__ = [
    "TEXTS",
    "acknowledge",
    "add_addressee",
    "add_exception",
    "add_file",
    "add_rule",
    "ask_after_promises",
    "ask_revisit",
    "assess_outcome",
    "check_received",
    "close_rule",
    "confirm_year",
    "dismiss_revisit",
    "draft_mark",
    "draft_request",
    "edit_request",
    "edit_rule",
    "entrust",
    "extend",
    "hand_back",
    "move_addressee",
    "note_opening",
    "open_next",
    "page_mark",
    "pause_reminders",
    "record_delivery",
    "record_paper",
    "record_response",
    "recount_due_dates",
    "remind",
    "remind_bodies",
    "remove_addressee",
    "remove_exception",
    "remove_file",
    "renew_link",
    "resume_reminders",
    "revoke_link",
    "save_draft",
    "send",
    "send_reply",
    "set_aside",
    "tie_action_points",
    "try_again",
    "verify",
    "withdraw",
]

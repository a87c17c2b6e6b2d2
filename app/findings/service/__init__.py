"""Writes of observations and findings."""

from app.findings.service.arriving import OutOfStep, give_up, go_on, take_packet, take_piece
from app.findings.service.checklists import edit_checklist
from app.findings.service.disclosing import cover_parts, show, withhold
from app.findings.service.findings import (
    Statement,
    acknowledge,
    answer,
    assess,
    check,
    close,
    drop,
    edit_finding,
    escalate,
    notify,
    redraft,
    reopen,
    state_finding,
)
from app.findings.service.observations import (
    edit,
    revise,
    save_draft,
    send,
    set_aside,
    submit,
    supply,
    what_stops,
    withdraw,
)
from app.findings.service.opening import approve_opening, ask_for_original, hand_out, refuse_opening
from app.findings.service.review import accept, ask, mark_duplicate, open_review, reject
from app.findings.service.telling import take_from_tip
from app.findings.service.together import Outcome, Seen, decide_together
from app.findings.service.views import delete_view, prefer_view, rename_view, save_view, stop_preferring

__all__ = [
    "OutOfStep",
    "Outcome",
    "Seen",
    "Statement",
    "accept",
    "acknowledge",
    "answer",
    "approve_opening",
    "ask",
    "ask_for_original",
    "assess",
    "check",
    "close",
    "cover_parts",
    "decide_together",
    "delete_view",
    "drop",
    "edit",
    "edit_checklist",
    "edit_finding",
    "escalate",
    "give_up",
    "go_on",
    "hand_out",
    "mark_duplicate",
    "notify",
    "open_review",
    "prefer_view",
    "redraft",
    "refuse_opening",
    "reject",
    "rename_view",
    "reopen",
    "revise",
    "save_draft",
    "save_view",
    "send",
    "set_aside",
    "show",
    "state_finding",
    "stop_preferring",
    "submit",
    "supply",
    "take_from_tip",
    "take_packet",
    "take_piece",
    "what_stops",
    "withdraw",
    "withhold",
]

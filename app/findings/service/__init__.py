"""Writes of observations and findings."""

from app.findings.service.arriving import go_on, take_packet
from app.findings.service.checklists import edit_checklist
from app.findings.service.disclosing import cover_parts, show, withhold
from app.findings.service.findings import (
    STATED,
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
from app.findings.service.gathering import add_observations, merge, split, take_apart, take_out
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
from app.findings.service.pieces import OutOfStep, give_up, take_piece
from app.findings.service.review import accept, ask, mark_duplicate, open_review, reconsider, reject
from app.findings.service.second import draw, let_stand, look_again
from app.findings.service.telling import take_from_tip
from app.findings.service.together import Outcome, Seen, decide_together
from app.findings.service.views import delete_view, prefer_view, rename_view, save_view, stop_preferring

__all__ = [
    "STATED",
    "OutOfStep",
    "Outcome",
    "Seen",
    "Statement",
    "accept",
    "acknowledge",
    "add_observations",
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
    "draw",
    "drop",
    "edit",
    "edit_checklist",
    "edit_finding",
    "escalate",
    "give_up",
    "go_on",
    "hand_out",
    "let_stand",
    "look_again",
    "mark_duplicate",
    "merge",
    "notify",
    "open_review",
    "prefer_view",
    "reconsider",
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
    "split",
    "state_finding",
    "stop_preferring",
    "submit",
    "supply",
    "take_apart",
    "take_from_tip",
    "take_out",
    "take_packet",
    "take_piece",
    "what_stops",
    "withdraw",
    "withhold",
]

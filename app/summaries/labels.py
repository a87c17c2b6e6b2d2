"""The codes that a frozen document holds, in words: what `_document.html` reads as `labels`."""

from types import SimpleNamespace

from app.findings import terms as monitoring
from app.findings.states import FINDING
from app.partnership.states import ACTION_POINT
from app.partnership.terms import ACTION_ORIGINS, ACTION_POINT_TONES
from app.responses import terms as replies
from app.summaries.terms import VERSION_KINDS

LABELS = SimpleNamespace(
    severities=monitoring.SEVERITIES,
    confidences=monitoring.CONFIDENCES,
    stages=monitoring.STAGES,
    visits=monitoring.VISITS,
    answers=monitoring.ANSWERS,
    positions=monitoring.POSITIONS,
    outcomes=monitoring.OUTCOMES,
    finding_states=FINDING.states,
    judged={row.verb: FINDING.label(row.target) for row in FINDING.passages},
    channels=replies.CHANNELS,
    reply_channels=replies.REPLY_CHANNELS,
    proofs=replies.PROOFS,
    action_states=ACTION_POINT.states,
    action_tones=ACTION_POINT_TONES,
    origins=ACTION_ORIGINS,
    kinds=VERSION_KINDS,
    position_tones={
        "accepts": "good",
        "partly": "warn",
        "contests": "neutral",
        "refers": "waiting",
        "refuses": "warn",
        "no_reply": "bad",
    },
    outcome_tones={"resolved": "good", "partly": "warn", "not_resolved": "bad", "no_mechanism": "bad"},
)

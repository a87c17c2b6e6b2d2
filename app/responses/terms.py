"""Codes of requests and replies and their labels."""

from flask_babel import lazy_gettext as _l

CHANNELS = {
    "mail": _l("E-mail"),
    "post": _l("Post"),
    "hand": _l("Handed over"),
    "system": _l("Document exchange"),
}

PROOFS = {
    "registry": _l("The body's registry number"),
    "link": _l("Receipt acknowledged through the link"),
    "mail": _l("Accepted by the body's mail server"),
    "signature": _l("Signature on receipt"),
}

DAY_KINDS = {"calendar": _l("Calendar days"), "working": _l("Working days")}
EXCEPTION_KINDS = {"off": _l("Day off"), "worked": _l("Working day")}
VOICES = {"monitor": _l("A monitor verified"), "recheck": _l("An independent re-check found")}
REPLY_CHANNELS = {"link": _l("Through the reply link"), "paper": _l("On paper")}

STEPS = {
    "before": _l("Reminder before the due date"),
    "due": _l("Reminder of the last day"),
    "overdue": _l("Reminder: overdue"),
    "very_overdue": _l("Reminder: very overdue"),
    "head": _l("Escalated to the head of the body"),
    "moved": _l("Told that the due date moved"),
}
RECIPIENTS = {
    "body": _l("Public body"),
    "head": _l("Head of the body"),
    "addressee": _l("Addressee of the escalation"),
    "lead": _l("Subnetwork lead"),
    "coordinator": _l("Coordinator"),
}

REQUEST_TONES = {"sent": "waiting", "delivered": "waiting", "answered": "good", "withdrawn": "warn"}
POSITION_TONES = {
    "accepts": "good",
    "partly": "warn",
    "contests": "neutral",
    "refers": "waiting",
    "refuses": "warn",
    "no_reply": "bad",
}
OUTCOME_TONES = {"resolved": "good", "partly": "warn", "not_resolved": "bad", "no_mechanism": "bad"}

REVISIT_CAUSES = {
    "point_done": _l("The promised step is reported done"),
    "said_fixed": _l("The body says that it is solved"),
    "promise_over": _l("The promised day has passed"),
}
REFERRAL_TONES = {"unclear": "warn", "opened": "waiting", "set_aside": "neutral"}
REVISIT_TONES = {"asked": "waiting", "done": "good", "dismissed": "neutral"}

"""Lifecycle of a tip."""

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import REASON, Lifecycle, needs, passage
from app.tips.policy import HAS_CONTRACT, NO_CONFLICT, OWN_SUBNETWORK

HANDLER = (OWN_SUBNETWORK, NO_CONFLICT)
OPEN = ("received", "in_review", "asked")
ENDED = ("taken_up", "closed")

TIP = Lifecycle(
    name="tip",
    title=_l("Tip from a citizen"),
    states={
        "received": _l("Received"),
        "in_review": _l("In review"),
        "asked": _l("A question waits for you"),
        "taken_up": _l("Taken up"),
        "closed": _l("Closed"),
    },
    initial="received",
    passages=(
        passage("open", _l("Open the review"), "received", "in_review", "tips.handle", guards=HANDLER),
        passage(
            "ask",
            _l("Ask the citizen"),
            "in_review",
            "asked",
            "tips.handle",
            guards=HANDLER,
            needs=(needs("question", _l("Write the question.")),),
            tone="waiting",
        ),
        passage("add", _l("Add to the tip"), "asked", "in_review", "tips.add"),
        passage(
            "take_up",
            _l("Turn into an observation"),
            ("in_review", "asked"),
            "taken_up",
            "tips.handle",
            guards=(*HANDLER, HAS_CONTRACT),
            tone="good",
        ),
        passage("close", _l("Close"), OPEN, "closed", "tips.handle", guards=HANDLER, needs=(REASON,), tone="bad"),
    ),
)

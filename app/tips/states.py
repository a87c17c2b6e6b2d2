"""Lifecycle of a tip."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import Lifecycle, Passage, needs, passage
from app.tips.policy import HAS_CONTRACT, NO_CONFLICT, OWN_SUBNETWORK

HANDLER = (OWN_SUBNETWORK, NO_CONFLICT)
OPEN = ("received", "in_review", "asked")
ENDED = ("taken_up", "closed")
ANSWERED = needs("answer", _l("Write to the citizen."))


def _handling(verb: str, label: Any, sources: str | tuple[str, ...], target: str, **rest: Any) -> Passage:
    guards = (*HANDLER, *rest.pop("guards", ()))
    return passage(verb, label, sources, target, "tips.handle", guards=guards, **rest)


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
        _handling("open", _l("Open the review"), "received", "in_review"),
        _handling(
            "ask",
            _l("Ask the citizen"),
            "in_review",
            "asked",
            needs=(needs("question", _l("Write the question.")),),
            tone="waiting",
        ),
        passage("add", _l("Add to the tip"), "asked", "in_review", "tips.add"),
        # An answer changes nothing else; after a tip was taken up it says what came of it.
        *(
            _handling("answer", _l("Answer the citizen"), state, state, needs=(ANSWERED,))
            for state in ("in_review", "asked", "taken_up")
        ),
        _handling(
            "take_up",
            _l("Turn into an observation"),
            ("in_review", "asked"),
            "taken_up",
            guards=(HAS_CONTRACT,),
            tone="good",
        ),
        _handling(
            "close",
            _l("Close"),
            OPEN,
            "closed",
            needs=(needs("reason", _l("Choose why.")), ANSWERED),
            tone="bad",
        ),
        passage("take_back", _l("Take the tip back"), OPEN, "closed", "tips.add", tone="bad"),
    ),
)

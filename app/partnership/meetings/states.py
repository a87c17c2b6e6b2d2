"""The lifecycle of a meeting and its minutes."""

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import REASON, Lifecycle, Need, needs, passage
from app.partnership.meetings.policy import NEVER_AGREED, NOT_WRITER, OWN_SUBNETWORK
from app.partnership.meetings.rules import lacking

WHOLE = Need("minutes", _l("The minutes are not whole yet."), lambda meeting, _facts: not lacking(meeting))
AGREED_ON = needs("agreed_on", _l("Say on which day the body agreed."))
PROOF = needs("proof", _l("Say what proves that the body agreed."))

HOLD = "meetings.hold"

MEETING = Lifecycle(
    name="meeting",
    title=_l("Meeting"),
    states={
        "planned": _l("Planned"),
        "held": _l("Held, minutes being written"),
        "agreed": _l("Minutes agreed by both sides"),
        "cancelled": _l("Cancelled"),
    },
    initial="planned",
    passages=(
        passage("hold", _l("Write the minutes"), "planned", "held", HOLD, guards=(OWN_SUBNETWORK,)),
        passage(
            "agree",
            _l("Record that both sides agree"),
            "held",
            "agreed",
            HOLD,
            guards=(OWN_SUBNETWORK, NOT_WRITER),
            needs=(WHOLE, AGREED_ON, PROOF),
            tone="good",
        ),
        passage(
            "correct",
            _l("Correct the minutes"),
            "agreed",
            "held",
            HOLD,
            guards=(OWN_SUBNETWORK,),
            needs=(REASON,),
            tone="warn",
        ),
        passage(
            "put_back",
            _l("It was not held yet"),
            "held",
            "planned",
            HOLD,
            guards=(OWN_SUBNETWORK, NEVER_AGREED),
            needs=(REASON,),
            tone="warn",
        ),
        passage(
            "cancel",
            _l("Cancel the meeting"),
            "planned",
            "cancelled",
            HOLD,
            guards=(OWN_SUBNETWORK,),
            needs=(REASON,),
            tone="bad",
        ),
    ),
)

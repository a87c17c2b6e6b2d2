"""Lifecycles of a contract's monitoring and of an assignment."""

from flask_babel import lazy_gettext as _l

from app.contracts.policy import NO_CONFLICT, OWN_SUBNETWORK
from app.core.lifecycle import REASON, Guard, Lifecycle, Need, needs, passage

HAS_FOCUS_AREA = Need(
    "focus_areas",
    _l("Choose at least one focus area."),
    lambda _contract, facts: bool(facts.get("focus_areas")),
)
OWN_ASSIGNMENT = Guard(
    "own_assignment",
    _l("This is somebody else's assignment."),
    lambda actor, row: row.monitor_id == actor.actor_id,
)

MONITORING = Lifecycle(
    name="monitoring",
    title=_l("Monitoring of a contract"),
    states={
        "registered": _l("In the register"),
        "monitored": _l("Under monitoring"),
        "ended": _l("Monitoring ended"),
    },
    initial="registered",
    passages=(
        passage(
            "take_up",
            _l("Take under monitoring"),
            ("registered", "ended"),
            "monitored",
            "monitoring.manage",
            guards=(OWN_SUBNETWORK, NO_CONFLICT),
            needs=(HAS_FOCUS_AREA, needs("subnetwork", _l("Choose the subnetwork that monitors it."))),
        ),
        passage(
            "end",
            _l("End monitoring"),
            "monitored",
            "ended",
            "monitoring.manage",
            guards=(OWN_SUBNETWORK, NO_CONFLICT),
            needs=(REASON,),
            tone="warn",
        ),
    ),
)

ASSIGNMENT = Lifecycle(
    name="assignment",
    title=_l("Assignment"),
    states={
        "assigned": _l("Assigned"),
        "declined": _l("Declined"),
        "done": _l("Done"),
        "recalled": _l("Recalled"),
    },
    initial="assigned",
    passages=(
        passage(
            "decline",
            _l("Decline"),
            "assigned",
            "declined",
            "observations.log",
            guards=(OWN_ASSIGNMENT,),
            needs=(REASON,),
            tone="warn",
        ),
        passage("finish", _l("Mark as done"), "assigned", "done", "observations.log", guards=(OWN_ASSIGNMENT,)),
        passage(
            "recall",
            _l("Recall"),
            "assigned",
            "recalled",
            "monitoring.manage",
            guards=(OWN_SUBNETWORK,),
            needs=(REASON,),
            tone="warn",
        ),
    ),
)

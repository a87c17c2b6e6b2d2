"""Lifecycles of the plan and of action points."""

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import REASON, Lifecycle, Need, needs, passage
from app.partnership.policy import NOT_PLANNER

HAS_FOCUS_AREA = Need("focus_areas", _l("The plan has no focus area yet."), lambda plan, _facts: bool(plan.focus_areas))

AGREED_ON = needs("agreed_on", _l("Say on which day they agreed."))
AGREED_BY = needs("agreed_by_mn", _l("Say which organisations agreed."))
AGREED_AT = Need(
    "note",
    _l("Choose the meeting, or say where and how they agreed."),
    lambda _plan, facts: bool(facts.get("meeting") or str(facts.get("note") or "").strip()),
)

PLAN = Lifecycle(
    name="plan",
    title=_l("Strategic plan"),
    states={
        "draft": _l("Draft"),
        "agreed": _l("Agreed"),
        "in_force": _l("In force"),
        "closed": _l("Closed"),
    },
    initial="draft",
    passages=(
        passage(
            "agree",
            _l("Record agreement"),
            "draft",
            "agreed",
            "plan.edit",
            guards=(NOT_PLANNER,),
            needs=(HAS_FOCUS_AREA, AGREED_ON, AGREED_BY, AGREED_AT),
        ),
        passage("put_in_force", _l("Put in force"), "agreed", "in_force", "plan.edit", tone="good"),
        passage("redraft", _l("Back to draft"), "agreed", "draft", "plan.edit", needs=(REASON,), tone="warn"),
        passage("close", _l("Close the plan"), "in_force", "closed", "plan.edit", needs=(REASON,), tone="warn"),
    ),
)

ACTION_POINT = Lifecycle(
    name="action_point",
    title=_l("Action point"),
    states={
        "agreed": _l("Agreed"),
        "under_way": _l("Under way"),
        "done": _l("Reported done"),
        "dropped": _l("Dropped"),
    },
    initial="agreed",
    passages=(
        passage("start", _l("Start"), "agreed", "under_way", "actions.work"),
        passage("finish", _l("Record as done"), ("agreed", "under_way"), "done", "actions.work", tone="good"),
        passage(
            "drop",
            _l("Drop"),
            ("agreed", "under_way"),
            "dropped",
            "actions.work",
            needs=(REASON,),
            tone="bad",
        ),
        passage(
            "resume",
            _l("Take up again"),
            ("done", "dropped"),
            "under_way",
            "actions.work",
            needs=(REASON,),
            tone="warn",
        ),
    ),
)

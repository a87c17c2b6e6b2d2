"""Use cases of meetings: planning them, writing their minutes, agreeing to these, and what belongs to them."""

from app.partnership.meetings.service.agreeing import agree_minutes, correct_minutes
from app.partnership.meetings.service.belongings import attach, detach, set_subjects
from app.partnership.meetings.service.planning import change_plan, move_meeting, plan_meeting
from app.partnership.meetings.service.writing import write_minutes

__all__ = [
    "agree_minutes",
    "attach",
    "change_plan",
    "correct_minutes",
    "detach",
    "move_meeting",
    "plan_meeting",
    "set_subjects",
    "write_minutes",
]

"""Use cases of meetings: planning them, inviting, writing their minutes, agreeing to them, and what is theirs."""

from app.partnership.meetings.service.agreeing import agree_minutes, correct_minutes
from app.partnership.meetings.service.belongings import attach, detach, set_subjects
from app.partnership.meetings.service.inviting import send_invitation, why_not_invite
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
    "send_invitation",
    "set_subjects",
    "why_not_invite",
    "write_minutes",
]

"""Use cases of the partnership: its register, its plan, its action points, and what is tied to the plan."""

from app.partnership.service.action_points import create_action_point, edit_action_point, move_action_point
from app.partnership.service.content import (
    add_sustainability,
    add_text,
    edit_sustainability,
    edit_text,
    remove_text,
)
from app.partnership.service.indicators import (
    add_indicator,
    add_reading,
    correct_reading,
    edit_indicator,
    remove_indicator,
)
from app.partnership.service.links import (
    hand_over_links,
    link_action_points,
    link_focus_areas,
    return_links,
    set_focus_areas,
    share_links,
    unlink,
)
from app.partnership.service.members import (
    add_member,
    create_subnetwork,
    edit_organisation,
    edit_subnetwork,
    end_membership,
    register_organisation,
)
from app.partnership.service.plan import (
    add_focus_area,
    agree_plan,
    draft_plan,
    edit_focus_area,
    edit_plan,
    move_plan,
    remove_focus_area,
)
from app.partnership.service.succession import put_in_force, succeed

__all__ = [
    "add_focus_area",
    "add_indicator",
    "add_member",
    "add_reading",
    "add_sustainability",
    "add_text",
    "agree_plan",
    "correct_reading",
    "create_action_point",
    "create_subnetwork",
    "draft_plan",
    "edit_action_point",
    "edit_focus_area",
    "edit_indicator",
    "edit_organisation",
    "edit_plan",
    "edit_subnetwork",
    "edit_sustainability",
    "edit_text",
    "end_membership",
    "hand_over_links",
    "link_action_points",
    "link_focus_areas",
    "move_action_point",
    "move_plan",
    "put_in_force",
    "register_organisation",
    "remove_focus_area",
    "remove_indicator",
    "remove_text",
    "return_links",
    "set_focus_areas",
    "share_links",
    "succeed",
    "unlink",
]

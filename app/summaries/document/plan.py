"""Focus areas and action points of a finding or a reply, frozen."""

from typing import Any

from app.partnership.models import ActionPoint, FocusArea
from app.partnership.queries import action_points_of, focus_areas_of
from app.summaries.document.values import day
from app.summaries.visibility import is_public_focus_area


def freeze_focus_areas(subject: Any) -> list[dict[str, Any]]:
    """Those of a plan that the public may see."""
    return [_focus_area(area) for area in focus_areas_of(subject) if is_public_focus_area(area)]


def freeze_action_points(subject: Any) -> list[dict[str, Any]]:
    return [freeze_action_point(point) for point in action_points_of(subject)]


def freeze_action_point(point: ActionPoint) -> dict[str, Any]:
    owner: Any = point.owner
    return {
        "id": point.id,
        "title_mn": point.title_mn,
        "title_en": point.title_en,
        "state": point.state,
        "due_on": day(point.due_on),
        "origin": point.origin,
        "owner_mn": owner.name_mn,
        "owner_en": owner.name_en,
    }


def _focus_area(area: FocusArea) -> dict[str, Any]:
    return {"id": area.id, "title_mn": area.title_mn, "title_en": area.title_en}

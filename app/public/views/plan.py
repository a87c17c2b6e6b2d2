"""Focus areas and action points, each with all that is linked to it."""

from typing import Any

from app.contracts.search.finding import Search
from app.core import clock
from app.core.paging import Page
from app.partnership.terms import PILLARS
from app.public.views.blueprint import WHY, blueprint
from app.public.views.register import page_number
from app.summaries import visibility
from app.summaries.document import thaw
from app.summaries.rules import replies_linked_to
from app.summaries.visibility import FindingFilters
from app.ui.forms import page
from app.ui.guards import open_to_all


@blueprint.route("/plan")
@open_to_all(WHY)
def plan() -> Any:
    found = visibility.find_plan()
    return page(
        "public/plan.html",
        plan=found,
        outcomes=visibility.outcomes_of(found) if found else [],
        courses=visibility.courses_of(found.focus_areas) if found else {},
        pillars=PILLARS,
    )


@blueprint.route("/focus-areas")
@open_to_all(WHY)
def focus_areas() -> Any:
    areas = visibility.list_focus_areas()
    return page("public/focus_areas.html", focus_areas=areas, counts=visibility.count_linked("focus_area"))


@blueprint.route("/focus-areas/<int:focus_area_id>")
@open_to_all(WHY)
def focus_area(focus_area_id: int) -> Any:
    area = visibility.get_focus_area(focus_area_id)
    findings = visibility.list_findings(FindingFilters(focus_area_id=area.id))
    return page(
        "public/focus_area.html",
        area=area,
        pillars=PILLARS,
        courses=visibility.courses_of([area])[area.id],
        counts=visibility.count_linked("focus_area")[area.id],
        contracts=visibility.list_contracts(Search(chosen={"focus_area": area.id})),
        findings=findings,
        replies=_replies(findings, "focus_areas", area.id),
        action_points=visibility.list_action_points(focus_area_id=area.id),
        today=clock.today(),
    )


@blueprint.route("/action-points")
@open_to_all(WHY)
def action_points() -> Any:
    points = visibility.list_action_points(page_number())
    counts = visibility.count_linked("action_point")
    return page("public/action_points.html", action_points=points, counts=counts, today=clock.today())


@blueprint.route("/action-points/<int:action_point_id>")
@open_to_all(WHY)
def action_point(action_point_id: int) -> Any:
    point = visibility.get_action_point(action_point_id)
    findings = visibility.list_findings(FindingFilters(action_point_id=point.id))
    return page(
        "public/action_point.html",
        point=point,
        area=visibility.focus_area_of(point),
        counts=visibility.count_linked("action_point")[point.id],
        contracts=visibility.list_contracts(Search(chosen={"action_point": point.id})),
        findings=findings,
        replies=_replies(findings, "action_points", point.id),
        today=clock.today(),
    )


def _replies(findings: Page, ends: str, number: int) -> list[tuple[Any, Any]]:
    """The linked replies to the findings that are shown, each with the finding."""
    pairs = replies_linked_to((row.document for row in findings.items), ends, number)
    return [(thaw(reply), thaw(finding)) for reply, finding in pairs]

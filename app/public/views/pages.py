"""The first page, and the page about the method."""

from typing import Any

from app.public.forms import ContractFilter
from app.public.views.blueprint import WHY, blueprint
from app.summaries import visibility
from app.summaries.rules import figures
from app.summaries.visibility import FindingFilters
from app.ui.forms import page
from app.ui.guards import open_to_all


@blueprint.route("/")
@open_to_all(WHY)
def home() -> Any:
    return page(
        "public/home.html",
        filter=ContractFilter(),
        contracts=visibility.count_contracts(),
        figures=figures(visibility.list_tallies(FindingFilters())),
        versions=visibility.list_summaries().items[:3],
        findings=visibility.list_findings(FindingFilters(), per_page=4).items,
        focus_areas=visibility.list_focus_areas(),
        counts=visibility.count_linked("focus_area"),
    )


@blueprint.route("/method")
@open_to_all(WHY)
def method() -> Any:
    return page("public/method.html")

"""What the public sees. This is the only place that decides it; public pages ask here and nowhere else.

Contracts: those published. Findings, replies and outcomes: their part of the newest version that stands, frozen.
Public bodies: those of what is public. Suppliers: companies of published contracts, never citizens. Focus areas:
those of a plan in force or closed, with their indicators. Action points: those made public. Files: those that a
standing version shows; evidence only as a reviewer released it, and as long as nobody took it back. Of the network's
own work: counts. Everything else does not exist: NotFound.
"""

from app.summaries.visibility.findings import (
    FindingFilters,
    get_finding,
    list_findings,
    list_shown,
    list_tallies,
)
from app.summaries.visibility.measures import list_cases, list_measured, measured_subject, tallies_of
from app.summaries.visibility.network import cutoff, own_work, own_work_by_half
from app.summaries.visibility.plan import (
    Counts,
    action_points_of,
    count_linked,
    courses_of,
    find_plan,
    focus_area_of,
    focus_areas_of,
    get_action_point,
    get_focus_area,
    is_public_focus_area,
    list_action_points,
    list_focus_areas,
    outcomes_of,
)
from app.summaries.visibility.register import (
    concentration_of,
    count_by_body,
    count_contracts,
    count_matches,
    every_row,
    get_body,
    get_contract,
    get_supplier,
    list_bodies,
    list_bodies_asked,
    list_contracts,
    list_suppliers_of,
    named_rows,
    release_lines,
    survey,
    years_of,
)
from app.summaries.visibility.versions import (
    get_file,
    get_summary,
    get_version,
    list_newest_versions,
    list_shown_files,
    list_summaries,
)

__all__ = [
    "Counts",
    "FindingFilters",
    "action_points_of",
    "concentration_of",
    "count_by_body",
    "count_contracts",
    "count_linked",
    "count_matches",
    "courses_of",
    "cutoff",
    "every_row",
    "find_plan",
    "focus_area_of",
    "focus_areas_of",
    "get_action_point",
    "get_body",
    "get_contract",
    "get_file",
    "get_finding",
    "get_focus_area",
    "get_summary",
    "get_supplier",
    "get_version",
    "is_public_focus_area",
    "list_action_points",
    "list_bodies",
    "list_bodies_asked",
    "list_cases",
    "list_contracts",
    "list_findings",
    "list_focus_areas",
    "list_measured",
    "list_newest_versions",
    "list_shown",
    "list_shown_files",
    "list_summaries",
    "list_suppliers_of",
    "list_tallies",
    "measured_subject",
    "named_rows",
    "outcomes_of",
    "own_work",
    "own_work_by_half",
    "release_lines",
    "survey",
    "tallies_of",
    "years_of",
]

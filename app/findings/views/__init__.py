"""Pages of observations, their review, and findings."""

from app.findings.views import (
    checklists,
    disclosing,
    findings,
    gathering,
    observations,
    openings,
    paper,
    queue,
    review,
    second,
    views,
)

__all__ = [
    "checklists",
    "disclosing",
    "findings",
    "gathering",
    "observations",
    "openings",
    "paper",
    "queue",
    "review",
    "second",
    "views",
]

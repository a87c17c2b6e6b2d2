"""Pages of observations, their review, and findings."""

from app.findings.views import checklists, findings, observations, openings, paper, review

__all__ = ["checklists", "findings", "observations", "openings", "paper", "review"]

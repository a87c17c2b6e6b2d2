"""Pages of observations, their review, and findings."""

from app.findings.views import checklists, disclosing, findings, observations, openings, paper, queue, review, views

__all__ = ["checklists", "disclosing", "findings", "observations", "openings", "paper", "queue", "review", "views"]

"""Pages of observations, their review, and findings."""

from app.findings.views import findings, observations, review

__all__ = ["findings", "observations", "review"]

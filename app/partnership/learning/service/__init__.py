"""Use cases of learning."""

from app.partnership.learning.service.framework import name_levels, put_competency, remove_competency

__all__ = ["name_levels", "put_competency", "remove_competency"]

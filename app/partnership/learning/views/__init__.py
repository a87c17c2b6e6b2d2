"""Pages of learning."""

from app.partnership.learning.views import framework, overview
from app.partnership.learning.views.blueprint import blueprint

PAGES = (overview, framework)

__all__ = ["blueprint"]

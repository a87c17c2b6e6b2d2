"""Pages of the partnership and its plan."""

from app.partnership.views import action_points, content, indicators, organisations, plans, subnetworks
from app.partnership.views.blueprint import blueprint

PAGES = (organisations, subnetworks, plans, content, indicators, action_points)

__all__ = ["blueprint"]

"""Pages of the partnership and its plan."""

from app.partnership.views import action_points, organisations, plans, subnetworks
from app.partnership.views.blueprint import blueprint

PAGES = (organisations, subnetworks, plans, action_points)

__all__ = ["blueprint"]

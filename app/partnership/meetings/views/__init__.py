"""Pages of meetings. A meeting's own page, which shows what it was about, lives in the workspace."""

from app.partnership.meetings.views import documents, minutes, planning
from app.partnership.meetings.views.blueprint import blueprint

PAGES = (planning, minutes, documents)

__all__ = ["blueprint"]

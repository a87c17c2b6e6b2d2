"""Pages open to all."""

from app.public.views import machines, measures, pages, plan, register, summaries
from app.public.views.blueprint import blueprint

__all__ = ["blueprint", "machines", "measures", "pages", "plan", "register", "summaries"]

"""Pages open to all."""

from app.public.views import machines, pages, plan, register, summaries
from app.public.views.blueprint import blueprint

__all__ = ["blueprint", "machines", "pages", "plan", "register", "summaries"]

"""Tips from the public's side: a form without an account, and what a receipt opens."""

from app.public.tips.views import blueprint

__all__ = ["blueprint"]

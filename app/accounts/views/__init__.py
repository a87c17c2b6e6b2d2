"""Pages of accounts."""

from app.accounts.views import entry, own, people
from app.accounts.views.blueprint import blueprint

PAGES = (entry, own, people)

__all__ = ["blueprint"]

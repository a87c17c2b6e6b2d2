"""The reply page, for a public body without an account: each module hangs its pages on the blueprint."""

from app.responses.views.reply import reading, writing
from app.responses.views.reply.link import blueprint

__all__ = ["blueprint", "reading", "writing"]

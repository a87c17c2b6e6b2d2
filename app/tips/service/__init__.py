"""What citizens and leads do with tips."""

from app.tips.service.citizens import Telling, add, find_by_receipt, send, take_back
from app.tips.service.forgetting import forget, forget_old_tips
from app.tips.service.leads import answer, ask, close, link, open_review, take_up, words_of

__all__ = [
    "Telling",
    "add",
    "answer",
    "ask",
    "close",
    "find_by_receipt",
    "forget",
    "forget_old_tips",
    "link",
    "open_review",
    "send",
    "take_back",
    "take_up",
    "words_of",
]

"""Codes of tips and their labels."""

from flask_babel import lazy_gettext as _l

# Why a tip is closed: the code stands in the audit chain, the words to the citizen only with the tip.
CLOSING = {
    "not_public": _l("It is not about a public contract"),
    "not_found": _l("We looked, and could not find it"),
    "known": _l("It is known, and being worked on"),
    "elsewhere": _l("Another office is responsible"),
    "unclear": _l("It says too little to go on"),
    "unfit": _l("It is about private persons, or not meant seriously"),
}
TAKEN_BACK = "taken_back"
CLOSED_AS = {**CLOSING, TAKEN_BACK: _l("Taken back by whoever sent it")}

# Tabs of the queue: what a lead looks for, and the states that hold it.
TABS = {"received": ("received",), "in_review": ("in_review",), "asked": ("asked",), "ended": ("taken_up", "closed")}
TAB_LABELS = {
    "received": _l("Unread"),
    "in_review": _l("In review"),
    "asked": _l("Asked, no answer yet"),
    "ended": _l("Ended"),
}
WAITING = ("received", "in_review")  # for a lead

TONES = {"received": "waiting", "in_review": "waiting", "asked": "warn", "taken_up": "good", "closed": "done"}

# Who said it, as the two sides read it.
SAID_TO_CITIZEN = {"question": _l("Question to you"), "answer": _l("Answer to you"), "addition": _l("You added")}
SAID_TO_LEAD = {"question": _l("Question"), "answer": _l("Our answer"), "addition": _l("The citizen added")}

# What the audit chain tells.
EVENTS = {
    "send": _l("Sent"),
    "open": _l("Review opened"),
    "ask": _l("Asked"),
    "add": _l("The citizen added something"),
    "answer": _l("Answered"),
    "link": _l("Linked to a contract"),
    "take_up": _l("Turned into an observation"),
    "close": _l("Closed"),
    "take_back": _l("Taken back by whoever sent it"),
    "forget": _l("Words and photos deleted"),
}

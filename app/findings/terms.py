"""Codes of monitoring and their labels."""

from flask_babel import lazy_gettext as _l

from app.core.files import PROBLEMS

STAGES = {
    "plan": _l("Procurement plan"),
    "tender_documents": _l("Tender documents"),
    "announcement": _l("Announcement"),
    "clarification": _l("Clarification"),
    "opening": _l("Opening of tenders"),
    "evaluation": _l("Evaluation"),
    "award": _l("Award and notices"),
    "contract": _l("Contract"),
    "implementation": _l("Implementation and delivery"),
    "changes": _l("Changes"),
    "payment": _l("Payment"),
    "acceptance": _l("Acceptance"),
    "warranty": _l("Warranty and outcome"),
}

VISITS = {
    "no_visit": _l("No visit: from documents"),
    "visited": _l("Visited"),
    "access_denied": _l("Access denied"),
    "site_not_found": _l("Site not found"),
    "nothing_there": _l("Nothing there"),
    "no_means": _l("No means to go"),
}

ANSWERS = {
    "yes": _l("Yes"),
    "partly": _l("Partly"),
    "no": _l("No"),
    "not_seen": _l("Not seen"),
    "not_disclosed": _l("Not disclosed"),
    "not_applicable": _l("Not applicable"),
}
ADVERSE_ANSWERS = frozenset({"partly", "no"})

# What became of a document that a monitor asked for.
DOCUMENT_OUTCOMES = {
    "obtained": _l("Obtained"),
    "late": _l("Obtained late"),
    "incomplete": _l("Incomplete"),
    "refused": _l("Refused"),
}

# How an observation came.
CHANNELS = {
    "web": _l("Web form"),
    "field": _l("Field application"),
    "paper": _l("Paper form"),
    "tip": _l("Tip from a citizen"),
}

OBSERVATION_TONES = {
    "received": "waiting",
    "in_review": "waiting",
    "needs_information": "warn",
    "accepted": "good",
    "rejected": "bad",
    "duplicate": "warn",
}
FINDING_TONES = {
    "checked": "good",
    "notified": "waiting",
    "acknowledged": "waiting",
    "answered": "waiting",
    "assessed": "good",
    "closed": "done",
    "reopened": "warn",
    "escalated": "bad",
    "merged": "done",
}
NOT_STATED = ("drafted", "dropped", "merged")  # states in which the network does not stand by a finding
NOT_STANDING = ("dropped", "merged")
UNDECIDED = ("receiving", "received", "in_review", "needs_information")  # an observation that was sent has no verdict
UNASKED = ("drafted", "checked")  # while the body was not asked, what a finding rests on may change

TABS = {
    "waiting": _l("To review"),
    "needs_information": _l("Needs information"),
    "accepted": _l("Accepted"),
    "rejected": _l("Rejected"),
    "duplicate": _l("Duplicate"),
}

# Why an observation was rejected. Few, so that they can be counted; the reason in words stands beside.
CAUSES = {
    "no_evidence": _l("Nothing supports what it says"),
    "unreadable": _l("The photos or documents cannot be read"),
    "elsewhere": _l("From another place or another time"),
    "other_contract": _l("Not about this contract"),
    "unclear": _l("What was seen is not clear"),
    "unsafe": _l("It tells of private persons, or may harm somebody"),
    "other": _l("Something else"),
}
CAUSE_UNSAID = _l("Not said: decided before causes were asked")
# To what a reviewer narrows the queue: in whose hands, and how many days it has waited at least.
HELD = {"free": _l("Nobody reviews it yet"), "mine": _l("I opened it or decided about it")}
AGES = {
    "3": _l("3 days or longer"),
    "7": _l("7 days or longer"),
    "14": _l("14 days or longer"),
    "30": _l("30 days or longer"),
}

# What a reviewer may do with several observations at once.
TOGETHER = {
    "accept": _l("Accept"),
    "reject": _l("Reject"),
    "ask": _l("Ask for information"),
    "open": _l("Take up: open the review of each, decide later"),
}

# What an observation consists of, as a reviewer points to it and as two of its versions are compared; beside these each
# question of the checklist is a field of its own.
FIELDS = {
    "visit": _l("How the monitor looked"),
    "visited_on": _l("On which day"),
    "place_note": _l("Where exactly"),
    "documents": _l("Documents asked for"),
    "goods": _l("Goods allocated and received"),
    "notes": _l("What was seen"),
    "files": _l("Photos and documents"),
}


def answer_field(code: str) -> str:
    """The field that is the answer to a question, by the question's code."""
    return f"answer:{code}"


# What happened to an observation, as its history tells it.
EVENTS = {
    "create": _l("Draft begun"),
    "edit": _l("Edited"),
    "change_files": _l("Files changed"),
    "submit": _l("Sent"),
    "complete": _l("Arrived whole"),
    "give_up_file": _l("A file was given up"),
    "hand_over": _l("Handed over by file"),
    "go_on": _l("Taken up without the missing files"),
    "open": _l("Review opened"),
    "ask": _l("Information asked for"),
    "supply": _l("Sent again"),
    "supplement": _l("Sent again from the phone"),
    "accept": _l("Accepted"),
    "reject": _l("Rejected"),
    "mark_duplicate": _l("Marked as duplicate"),
    "revise": _l("Edited: the verdict fell"),
    "reconsider": _l("Taken into review again: two reviewers disagreed"),
    "withdraw": _l("Withdrawn"),
}

DISCLOSURE_TONES = {"unseen": "warn", "shown": "good", "covered": "good", "withheld": "neutral"}
# What was decided about showing a file to others.
DISCLOSURE_EVENTS = {
    "show": _l("Shown as it is"),
    "cover": _l("Shown with parts covered"),
    "withhold": _l("Kept back"),
}

# In which part of the network somebody opened an original, or changed what a finding rests on.
# How a finding came to rest on what it rests on.
GATHERINGS = {
    "state": _l("Stated"),
    "add_observations": _l("Observations added"),
    "take_out": _l("Observations taken out"),
    "take_in": _l("Another finding merged into this one"),
    "merge": _l("Merged into another finding"),
    "split": _l("Observations split off into a finding of their own"),
    "unmerge": _l("Taken out of the finding into which it was merged"),
    "give_back": _l("A merged finding taken out again"),
}

PARTS = {"lead": _l("A subnetwork lead"), "coordinator": _l("A coordinator")}

SECOND_TONES = {"drawn": "waiting", "agreed": "good", "differed": "warn", "settled": "done", "lapsed": "neutral"}
# What a reviewer finds who looks a second time.
SECOND_VERDICTS = {"accepted": _l("Accept"), "rejected": _l("Reject"), "duplicate": _l("Mark as duplicate")}
OPENING_TONES = {"requested": "waiting", "approved": "warn", "opened": "done", "refused": "bad"}

# Why there is no clean copy of a file (`core.cleaning.Reason`), and what to do.
FILE_PROBLEMS = PROBLEMS

SEVERITIES = {
    0: _l("Good practice"),
    1: _l("Note"),
    2: _l("Minor"),
    3: _l("Serious"),
    4: _l("Critical"),
}

SERIOUS = 3  # from here on a finding is checked by another member organisation

CONFIDENCES = {
    "seen": _l("Seen by the monitor"),
    "document": _l("From a document"),
    "told": _l("Told by someone"),
    "inferred": _l("Inferred from data"),
}

POSITIONS = {
    "accepts": _l("Accepts"),
    "partly": _l("Accepts partly"),
    "contests": _l("Contests"),
    "refers": _l("Refers to another body"),
    "refuses": _l("Refuses to answer"),
    "no_reply": _l("No reply"),
}
ANSWER_POSITIONS = ("accepts", "partly", "contests", "refers", "refuses")

OUTCOMES = {
    "resolved": _l("Resolved"),
    "partly": _l("Partly resolved"),
    "not_resolved": _l("Not resolved"),
    "no_mechanism": _l("No mechanism exists"),
}
IMPROVED = frozenset({"resolved", "partly"})
FIXED = frozenset({"resolved"})  # what the headline counts: the whole problem solved

# Beginnings of words that accuse. A finding states what was observed; guilt is for courts to say.
ACCUSING_WORDS = (
    "corrupt",
    "brib",
    "kickback",
    "theft",
    "thief",
    "thieves",
    "steal",
    "stole",
    "embezzl",
    "fraud",
    "swindl",
    "launder",
    "guilt",
    "crime",
    "criminal",
    "авлиг",
    "авилг",
    "хахуул",
    "хээл хах",
    "хулгай",
    "луйвар",
    "залилан",
    "залилс",
    "шамшигд",
    "завшс",
    "завшиж",
    "завших",
    "гэмт хэр",
    "гэмт этг",
    "гэм буру",
    "мөнгө угаа",
)

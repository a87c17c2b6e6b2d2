"""Lifecycle of a public accountability summary. A published version never changes; new versions follow it."""

from flask_babel import lazy_gettext as _l

from app.core.lifecycle import REASON, Lifecycle, Need, needs, passage
from app.summaries.policy import FOUR_EYES, NO_CONFLICT_INSIDE

HAS_FINDINGS = Need("findings", _l("Choose at least one finding."), lambda summary, _facts: bool(summary.findings))
REPLY_HEARD = Need(
    "unheard",
    _l("The right of reply is not yet honoured for every finding."),
    lambda _summary, facts: facts.get("unheard") == [],
)
HAS_FOCUS_AREA = Need(
    "unlinked",
    _l("Every finding must be linked to a focus area."),
    lambda _summary, facts: facts.get("unlinked") == [],
)
EVIDENCE_SEEN = Need(
    "unseen",
    _l("Somebody must look at every photo and document before it can be shown."),
    lambda _summary, facts: facts.get("unseen") == [],
)
NOTE = needs("note", _l("Say what is new in this version and why."))
PUBLIC = ("published", "revised", "corrected")
SECOND_PERSON = (FOUR_EYES, NO_CONFLICT_INSIDE)
LOCKS = (HAS_FINDINGS, HAS_FOCUS_AREA, REPLY_HEARD, EVIDENCE_SEEN)

SUMMARY = Lifecycle(
    name="summary",
    title=_l("Public accountability summary"),
    states={
        "composing": _l("Being composed"),
        "right_of_reply": _l("Waiting for the right of reply"),
        "cleared": _l("Cleared for publication"),
        "published": _l("Published"),
        "revised": _l("Published, revised"),
        "corrected": _l("Published, corrected"),
        "withdrawn": _l("Withdrawn"),
    },
    initial="composing",
    passages=(
        passage(
            "propose",
            _l("Propose for publication"),
            "composing",
            "right_of_reply",
            "summaries.compose",
            guards=(NO_CONFLICT_INSIDE,),
            needs=(HAS_FINDINGS, HAS_FOCUS_AREA),
        ),
        passage(
            "clear",
            _l("Clear for publication"),
            "right_of_reply",
            "cleared",
            "summaries.clear",
            guards=SECOND_PERSON,
            needs=(*LOCKS, REASON),
            tone="good",
        ),
        passage(
            "publish",
            _l("Publish"),
            "cleared",
            "published",
            "summaries.publish",
            guards=SECOND_PERSON,
            needs=LOCKS,
            tone="good",
        ),
        passage(
            "recompose",
            _l("Back to composing"),
            ("right_of_reply", "cleared"),
            "composing",
            "summaries.compose",
            guards=(NO_CONFLICT_INSIDE,),
            needs=(REASON,),
            tone="warn",
        ),
        passage(
            "revise",
            _l("Publish a revision"),
            PUBLIC,
            "revised",
            "summaries.publish",
            guards=SECOND_PERSON,
            needs=(*LOCKS, NOTE),
        ),
        passage(
            "correct",
            _l("Publish a correction"),
            PUBLIC,
            "corrected",
            "summaries.publish",
            guards=SECOND_PERSON,
            needs=(*LOCKS, NOTE),
            tone="warn",
        ),
        passage(
            "withdraw",
            _l("Withdraw"),
            PUBLIC,
            "withdrawn",
            "summaries.publish",
            guards=(NO_CONFLICT_INSIDE,),
            needs=(REASON,),
            tone="bad",
        ),
    ),
)

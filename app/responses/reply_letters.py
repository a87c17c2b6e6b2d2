"""What the network is told of what a body did: it has the letter, it takes more time, it replied.

Kinds of answers, days and an address that opens after signing in. A mailbox is no safe place: nothing of what was found
or said stands there, no monitor, and no word that whoever holds the link has typed.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from flask_babel import force_locale, gettext as _, lazy_gettext as _l, ngettext

from app.core import mail
from app.core.actors import Actor
from app.findings.terms import POSITIONS
from app.responses import queries
from app.responses.models import Request, Response
from app.responses.notice_letters import about, counted, page_of
from app.responses.queries import notices
from app.ui.filters import day

RECEIVED = _l("Request No. %(number)s: the body has the letter")
EXTENDED = _l("Request No. %(number)s: the term was extended")
REPLIED = _l("Request No. %(number)s: there is a reply")
ADDED = _l("Request No. %(number)s: the body added to its reply")


def tell_of_receipt(request: Request, actor: Actor) -> None:
    """The clock runs."""
    _tell(request, actor, RECEIVED, lambda: [_("The body has acknowledged receipt."), *_due(request)])


def tell_of_extension(request: Request, actor: Actor) -> None:
    _tell(request, actor, EXTENDED, lambda: [_("The body extended the term."), *_due(request)])


def tell_of_reply(response: Response, actor: Actor) -> None:
    """The first reply, or one more. Written last, when all that follows from it is done."""
    request = response.request
    is_first = response.id == min(row.id for row in request.responses)
    _tell(request, actor, REPLIED if is_first else ADDED, lambda: _reply(response))


def _tell(request: Request, actor: Actor, subject: str, said: Callable[[], list[str]]) -> None:
    """One mail to the leads, and to the coordinator unless it was somebody of the network who entered it; each in their
    own language, nobody about what they did themselves."""
    for to_whom, person in notices.our_own(request):
        if person.id == actor.actor_id or (to_whom == "coordinator" and actor.actor_id is not None):
            continue
        with force_locale(person.language):
            text = "\n\n".join([about(request), *said(), page_of(request)])
            mail.write(person.email, str(subject) % {"number": request.number}, text)


def _due(request: Request) -> list[str]:
    return [_("The reply is due by %(day)s.", day=day(request.last_day)), counted(request)]


def _reply(response: Response) -> list[str]:
    if response.channel == "paper":
        head = _("A paper letter of %(day)s is recorded as its reply.", day=day(response.answered_on))
    else:
        head = _("The body replied through its link on %(day)s.", day=day(response.answered_on))
    answers = Counter(item.position for item in response.items)
    lines = [f"- {POSITIONS[position]}: {number}" for position, number in answers.items()]
    return ["\n".join([head, *lines]), *_what_follows(response)]


def _what_follows(response: Response) -> Iterator[str]:
    """What somebody has to do about it, or knows is done."""
    if promised := [row.promised_on for item in response.items for row in item.commitments]:
        yield ngettext(
            "It promises %(num)s step, by %(day)s.",
            "It promises %(num)s steps, the first by %(day)s.",
            len(promised),
            day=day(min(promised)),
        )
    if any(item.fixed_on for item in response.items):
        yield _("It says that a problem is solved: a monitor other than the first looks whether it is so.")
    for referral in queries.referrals_in(response):
        if referral.request:
            number = referral.request.number
            yield _("It refers to another body: request No. %(number)s to that one waits to be sent.", number=number)
        else:
            yield _("It refers to another body: please say which one is meant.")

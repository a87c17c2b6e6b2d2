"""What reminders say: to the body with its reply link, to our own people, and to whom a case is escalated.

They name the request, its due date and how it was counted; never a monitor, and never what was found.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from flask import current_app
from flask_babel import force_locale, gettext as _, lazy_gettext as _l

from app.core import clock
from app.partnership.queries import find_coordinating_organisation
from app.responses import explaining, letters, links
from app.responses.models import Request
from app.responses.queries import notices
from app.responses.steps import HEAD, Planned
from app.ui.filters import day


class Letter(NamedTuple):
    """`to_whom`: body, head (of it), lead, coordinator or addressee."""

    to_whom: str
    address: str
    subject: str
    text: str


SUBJECTS = {
    "before": _l("Request No. %(number)s: the reply is due soon"),
    "due": _l("Request No. %(number)s: the term ends"),
    "overdue": _l("Request No. %(number)s: the term has passed"),
    "very_overdue": _l("Request No. %(number)s: there is still no reply"),
    "escalation": _l("Request No. %(number)s: brought to your attention, because there is no reply"),
    "moved": _l("Request No. %(number)s: the due date of the reply moved"),
}
OPENINGS = {
    "before": _l("We kindly remind you that the reply to this request is due by %(day)s."),
    "due": _l("We kindly remind you of this request: the last day of the term is %(day)s."),
    "overdue": _l("The reply to this request was due by %(day)s. We have not received it yet and ask you to send it."),
    "very_overdue": _l(
        "The reply to this request was due by %(day)s, and the term has passed twice over. We ask you again to reply."
    ),
    "escalation": _l(
        "The reply to this request was due by %(day)s. Our reminders stayed without an answer; therefore we bring it"
        " to your attention and ask you to help that a reply is given."
    ),
}


def letters_of(request: Request, step: Planned, at: datetime) -> list[Letter]:
    """Every mail of a step: to the body or the addressee, to the leads and the coordinator of the request."""
    return [*_outside(request, step, at), *_inside(request, step)]


def _outside(request: Request, step: Planned, at: datetime) -> Iterator[Letter]:
    if step.addressee_id is not None:
        addressee = notices.get_addressee(step.addressee_id)
        # Whoever has the reply link speaks for the body: nobody else gets it.
        names, text = (addressee.name_mn, addressee.name_en), partial(_text, request, step)
        yield _letter(request, _kind(step), "addressee", addressee.email, names, text)
    elif found := _mailbox(request, step):
        (to_whom, email), link = found, _link(request, at)
        names = request.body.name_mn, request.body.name_en
        yield _letter(request, _kind(step), to_whom, email, names, partial(_text, request, step, link=link))


def _mailbox(request: Request, step: Planned) -> tuple[str, str] | None:
    """Where a step reaches the body: its head has an address of its own, or shares that for letters."""
    body = request.body
    if step.code == HEAD and body.head_email:
        return "head", body.head_email
    return ("body", body.letters_email) if body.letters_email else None


def _letter(
    request: Request, kind: str, to_whom: str, email: str, names: tuple[str, str | None], text: Callable[[str], str]
) -> Letter:
    """In Mongolian, and in English below when the request itself was written in English too. `names`: of the reader."""
    with force_locale("mn"):
        subject, said = _subject(request, kind), text(names[0])
    if request.text_en:
        with force_locale("en"):
            said = f"{said}\n\n---\n\n{text(names[1] or names[0])}"
    return Letter(to_whom, email, subject, said + "\n")


def _link(request: Request, at: datetime) -> str | None:
    return links.address_of(request) if links.is_open(request, at) else None


def _kind(step: Planned) -> str:
    return "escalation" if step.escalates else step.code


def _subject(request: Request, kind: str) -> str:
    return str(SUBJECTS[kind]) % {"number": request.number}


def _text(request: Request, step: Planned, name: str, link: str | None = None) -> str:
    blocks = [
        _("To the head of: %(name)s", name=name) if step.code == HEAD else name,
        about(request),
        str(OPENINGS[_kind(step)]) % {"day": day(request.last_day)},
        counted(request),
    ]
    if step.addressee_id is None:
        blocks += [*_how_to_reply(link), _("If your reply is on its way already, we thank you for it.")]
    return "\n\n".join([*blocks, *_signature()])


def _how_to_reply(link: str | None) -> list[str]:
    there = [_("Reply at this address, without an account:") + f"\n{link}"] if link else []
    return [*there, _("You may also reply on paper. Name the number of this request.")]


def _signature() -> list[str]:
    organisation = find_coordinating_organisation()
    return [organisation.name_mn] if organisation else []


def about(request: Request) -> str:
    said = _("Request No. %(number)s, received on %(day)s", number=request.number, day=day(request.received_on))
    return "\n".join([said, _("Public body: %(name)s", name=request.body.name_mn)])


def counted(request: Request) -> str:
    """How the due date came about, line by line."""
    lines = [f"- {line}" for line in explaining.deadline_lines(request)]
    return "\n".join([letters.rule_text(request.rule), *lines])


def _inside(request: Request, step: Planned) -> Iterator[Letter]:
    """Our own people read what happened; the address opens after signing in."""
    return _to_our_own(request, _kind(step), lambda: _report(request, step))


def _to_our_own(request: Request, kind: str, text: Callable[[], str]) -> Iterator[Letter]:
    """The leads and the coordinator of the request, each in their language."""
    for to_whom, person in notices.our_own(request):
        with force_locale(person.language):
            yield Letter(to_whom, person.email, _subject(request, kind), text())


def _report(request: Request, step: Planned) -> str:
    blocks = [about(request), _("The reply is due by %(day)s.", day=day(request.last_day))]
    if step.addressee_id is not None:
        blocks.append(_("A reminder went to: %(name)s", name=notices.get_addressee(step.addressee_id).name_mn))
    elif found := _mailbox(request, step):
        blocks.append(_("A reminder went to: %(name)s", name=request.body.name_mn))
        if step.code == HEAD and found[0] == "body":
            blocks.append(_("No address of the head is known: it went to the address for letters."))
    else:
        blocks.append(_("No e-mail address for letters is known of this body: please remind it in another way."))
    return "\n\n".join([*blocks, page_of(request)])


def page_of(request: Request) -> str:
    return f"{current_app.config['PUBLIC_URL']}/workspace/requests/{request.id}"


def letters_of_move(request: Request, before: date, at: datetime) -> list[Letter]:
    """That the last day moved from `before` to what it is now: to the body, to those to whom the case went already, and
    to our own people. While reminders are paused nobody outside gets a mail."""
    outside = [] if notices.pause_of(request) else list(_move_outside(request, before, at))
    told = any(letter.to_whom in ("body", "head") for letter in outside)
    text = partial(_report_of_move, request, before, clock.local_day(at), told)
    return [*outside, *_to_our_own(request, "moved", text)]


def _move_outside(request: Request, before: date, at: datetime) -> Iterator[Letter]:
    today = clock.local_day(at)
    names, link = (request.body.name_mn, request.body.name_en), _link(request, at)
    for to_whom, email in (("body", request.body.letters_email), ("head", notices.head_told(request))):
        if email:
            text = partial(_move_for_body, request, before, today, link)
            yield _letter(request, "moved", to_whom, email, names, text)
    for row in notices.addressees_told(request):
        text = partial(_move_for_addressee, request, before, today)
        yield _letter(request, "moved", "addressee", row.email, (row.name_mn, row.name_en), text)


def _move_for_body(request: Request, before: date, today: date, link: str | None, name: str) -> str:
    return "\n\n".join([name, *_moved(request, before, today), *_how_to_reply(link), *_signature()])


def _move_for_addressee(request: Request, before: date, today: date, name: str) -> str:
    return "\n\n".join([name, *_moved(request, before, today), *_signature()])


def _report_of_move(request: Request, before: date, today: date, told: bool) -> str:
    if told:
        said = _("The public body was told by mail.")
    else:
        said = _("The public body got no mail about it: please tell it in another way.")
    return "\n\n".join([*_moved(request, before, today), said, page_of(request)])


def _moved(request: Request, before: date, today: date) -> list[str]:
    """What moved and why, how it is counted now, and that a term which was over is running again, or is over now."""
    said = _(
        "The calendar of working days changed. The reply was due by %(before)s; it is due by %(day)s now.",
        before=day(before),
        day=day(request.last_day),
    )
    blocks = [about(request), said]
    if request.last_day and request.last_day < today:
        blocks.append(_("That day has passed already."))
    elif before < today:
        blocks.append(_("The term was over and is running again."))
    return [*blocks, counted(request)]

"""What reminders say: to the body with its reply link, to our own people, and to whom a case is escalated.

They name the request, its due date and how it was counted; never a monitor, and never what was found.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from flask_babel import force_locale, gettext as _, lazy_gettext as _l

from app.partnership.queries import find_coordinating_organisation
from app.responses import deadlines, letters, links, queries
from app.responses.models import Request
from app.responses.queries import notices
from app.responses.steps import HEAD, Planned
from app.ui.filters import day


class Letter(NamedTuple):
    """`to_whom`: body, lead, coordinator or addressee."""

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
    """Every mail of a step: to the body or the addressee, to the leads and the coordinator who wrote the request."""
    return [*_outside(request, step, at), *_inside(request, step)]


def _outside(request: Request, step: Planned, at: datetime) -> Iterator[Letter]:
    if step.addressee_id is not None:
        addressee = notices.get_addressee(step.addressee_id)
        # Whoever has the reply link speaks for the body: nobody else gets it.
        yield _letter(request, step, "addressee", addressee.email, addressee.name_mn, addressee.name_en, None)
    elif email := request.body.letters_email:
        link = links.address_of(request) if links.is_open(request, at) else None
        yield _letter(request, step, "body", email, request.body.name_mn, request.body.name_en, link)


def _letter(
    request: Request, step: Planned, to_whom: str, email: str, name_mn: str, name_en: str | None, link: str | None
) -> Letter:
    """In Mongolian, and in English below when the request itself was written in English too."""
    with force_locale("mn"):
        subject, text = _subject(request, step), _text(request, step, name_mn, link)
    if request.text_en:
        with force_locale("en"):
            text = f"{text}\n\n---\n\n{_text(request, step, name_en or name_mn, link)}"
    return Letter(to_whom, email, subject, text + "\n")


def _kind(step: Planned) -> str:
    return "escalation" if step.escalates else step.code


def _subject(request: Request, step: Planned) -> str:
    return str(SUBJECTS[_kind(step)]) % {"number": request.number}


def _text(request: Request, step: Planned, name: str, link: str | None) -> str:
    blocks = [
        _("To the head of: %(name)s", name=name) if step.code == HEAD else name,
        _about(request),
        str(OPENINGS[_kind(step)]) % {"day": day(request.last_day)},
        _counted(request),
    ]
    if link:
        blocks.append(_("Reply at this address, without an account:") + f"\n{link}")
    if step.addressee_id is None:
        blocks.append(_("You may also reply on paper. Name the number of this request."))
        blocks.append(_("If your reply is on its way already, we thank you for it."))
    if organisation := find_coordinating_organisation():
        blocks.append(organisation.name_mn)
    return "\n\n".join(blocks)


def _about(request: Request) -> str:
    said = _("Request No. %(number)s, received on %(day)s", number=request.number, day=day(request.received_on))
    return "\n".join([said, _("Public body: %(name)s", name=request.body.name_mn)])


def _counted(request: Request) -> str:
    """How the due date came about, line by line."""
    due_date = queries.due_date_of(request)
    lines = [f"- {deadlines.step_text(step)}" for step in due_date.steps] if due_date else []
    return "\n".join([letters.rule_text(request.rule), *lines])


def _inside(request: Request, step: Planned) -> Iterator[Letter]:
    """Our own people read, in their language, what happened; the address opens after signing in."""
    people = {person.email: ("lead", person) for person in notices.leads_of(request)}
    if request.author.is_active:
        people[request.author.email] = ("coordinator", request.author)
    for to_whom, person in people.values():
        with force_locale(person.language):
            yield Letter(to_whom, person.email, _subject(request, step), _report(request, step))


def _report(request: Request, step: Planned) -> str:
    blocks = [_about(request), _("The reply is due by %(day)s.", day=day(request.last_day))]
    if step.addressee_id is not None:
        blocks.append(_("A reminder went to: %(name)s", name=notices.get_addressee(step.addressee_id).name_mn))
    elif request.body.letters_email:
        blocks.append(_("A reminder went to: %(name)s", name=request.body.name_mn))
    else:
        blocks.append(_("No e-mail address for letters is known of this body: please remind it in another way."))
    blocks.append(f"{current_app.config['PUBLIC_URL']}/workspace/requests/{request.id}")
    return "\n\n".join(blocks)

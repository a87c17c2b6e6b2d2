"""The letter of a request as PDF, in Mongolian or English: what `letters` says, with pictures of the evidence and the
reply address as a QR code. Made when it is asked for and kept nowhere: it holds a secret link."""

import io
import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import segno
from flask_babel import force_locale, gettext as _
from PIL import Image

from app.core import clock, storage
from app.core.mail import Attachment, OutgoingMail
from app.core.typeset import NotTypeset, typeset
from app.findings.models import Evidence, Finding
from app.partnership.queries import find_coordinating_organisation
from app.responses import letters, links, queries
from app.responses.models import Request
from app.ui.filters import day as in_words, short_day
from app.ui.i18n import LANGUAGES, current_language

log = logging.getLogger(__name__)
TEMPLATE = Path(__file__).parent / "typeset" / "letter.typ"
MOST_PICTURES = 6  # of one finding
MOST_PICTURES_OF_ALL = 60
LONGEST_SIDE = 480  # pixels
WIDE = 1.3  # a third of the line to the height of a picture
QR = "qr.svg"


def letter_pdf(request: Request, language: str, *, with_link: bool) -> bytes:
    """The letter as it was sent, or as it would be sent today. `with_link`: whether who gets it may hold the reply
    link. Raises NotTypeset."""
    pictures: dict[str, bytes] = {}
    link = links.address_of(request) if with_link and links.is_open(request, clock.now()) else ""
    if link:
        pictures[QR] = qr(link)
    with force_locale(language):
        data = _content(request, language, link, pictures)
    return typeset(TEMPLATE, data, pictures, request.sent_at or request.created_at)


def qr(link: str) -> bytes:
    """The address as SVG."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", scale=4, border=2)
    return out.getvalue()


def _content(request: Request, language: str, link: str, pictures: dict[str, bytes]) -> dict[str, Any]:
    on = clock.local_day(request.sent_at) if request.sent_at else clock.today()
    sender = find_coordinating_organisation()
    return {
        "language": language,
        "title": _plain(request, "subject"),
        "sender": _plain(sender, "name") if sender else "",
        "day": short_day(on),
        "body": _plain(request.body, "name"),
        "address": request.body.letters_address or "",
        "text": _plain(request, "text"),
        "findings": [_finding(finding, pictures) for finding in queries.standing_findings(request)],
        **_term(request, on),
        "link": link,
        "qr": QR,
        "until": _until(request),
        "words": _words(request),
    }


def _plain(subject: Any, field: str) -> str:
    """The field in the letter's language, else in the other one."""
    languages = sorted(LANGUAGES, key=lambda language: language != current_language())
    return next((text for language in languages if (text := getattr(subject, f"{field}_{language}", None))), "")


def _words(request: Request) -> dict[str, str]:
    return {
        "number": _("No. %(number)s", number=request.number),
        "findings": _("Findings"),
        "asks": _("What we ask:"),
        "due": _("When the reply is due"),
        "reply": _("How to reply"),
        "here": _("Acknowledge receipt and reply at this address, without an account:"),
        "qr": _("The reply address as a code that a phone reads"),
        "nolink": _("The address of the reply page stands here once the request is sent."),
        "paper": _("You may also reply on paper. Name the number of this request."),
        "signature": _("Signature:"),
    }


def _term(request: Request, on: date) -> dict[str, Any]:
    """The arithmetic as on the page: if the letter arrived on the day on which it was written."""
    said = _("If it is received on %(day)s, that means:", day=in_words(on))
    return {"rule": letters.rule_text(request.rule), "example": said, "steps": letters.example_lines(request.rule, on)}


def _until(request: Request) -> str:
    if request.link_expires_at is None:
        return ""
    said = _(
        "The address works until %(day)s. Whoever has it can reply in the name of your body.",
        day=in_words(request.link_expires_at),
    )
    return str(said)


def _finding(finding: Finding, pictures: dict[str, bytes]) -> dict[str, Any]:
    shown = queries.evidence_of(finding)
    return {
        "title": _plain(finding, "title"),
        "contract": finding.contract.title,
        "statement": _plain(finding, "statement"),
        "asks": _plain(finding, "asks"),
        "pictures": _pictures(shown, pictures),
        "evidence": _("All evidence stands behind the reply link.") if shown else "",
    }


def _pictures(shown: Sequence[Evidence], pictures: dict[str, bytes]) -> list[dict[str, Any]]:
    """Small pictures of the copies that others may see; a copy that cannot be read is left to the reply page."""
    said: list[dict[str, Any]] = []
    for row in shown:
        if row.public_kind != "image" or len(said) == MOST_PICTURES or len(pictures) > MOST_PICTURES_OF_ALL:
            continue
        try:
            small, wide = _thumbnail(storage.get("clean", row.public_sha256 or ""))
        except (OSError, ValueError, Image.DecompressionBombError) as fault:
            log.warning("no picture of evidence %s: %s", row.id, type(fault).__name__)
            continue
        pictures[f"{row.id}.jpg"] = small
        caption = row.caption or _("Photo %(number)s", number=len(said) + 1)
        said.append({"file": f"{row.id}.jpg", "caption": caption, "wide": wide})
    return said


def _thumbnail(data: bytes) -> tuple[bytes, bool]:
    """A small JPEG, and whether it is so wide that its width bounds it on paper."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        small = picture.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    return out.getvalue(), small.width > small.height * WIDE


def attachment(mail: OutgoingMail) -> Attachment | None:
    """The letter for the mail that takes it to the body; None for other mail. Raises NotTypeset."""
    request = queries.request_of_mail(mail.id)
    if request is None:
        return None
    try:
        return Attachment(file_name(request, "mn"), letter_pdf(request, "mn", with_link=True))
    except Exception as fault:  # whatever is wrong with the PDF, the letter itself must leave
        raise NotTypeset(str(fault)) from fault


def file_name(request: Request, language: str) -> str:
    return f"letter-{request.id}-{language}.pdf"

"""Writes of a request on its way: every attempt to reach the body, the reply link, the way back."""

from datetime import date, datetime

from flask_babel import force_locale, gettext, lazy_gettext as _l

from app.core import audit, clock, mail
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import Invalid, Missing, Refused
from app.responses import letters, links, queries
from app.responses.models import DeliveryAttempt, Request
from app.responses.policy import require
from app.responses.service.holding import hold, hold_whole
from app.responses.states import REQUEST
from app.responses.terms import CHANNELS


def send(
    request: Request,
    actor: Actor,
    at: datetime,
    *,
    channel: str,
    address: str | None = None,
    note: str | None = None,
) -> DeliveryAttempt:
    """Send the letter and open its reply link. A mail leaves at once; a print is carried by somebody."""
    hold_whole(request)
    REQUEST.check(request, "send", actor, action_points=queries.action_points_of(request))
    _check_rule(request, clock.local_day(at))
    _check_channel(request, channel)
    points = queries.action_points_of(request)
    REQUEST.take(request, "send", actor, at, action_points=points, details={"channel": channel})
    request.sent_at = at
    links.open_anew(request, at)
    return _attempt(request, at, channel, address, note)


def _check_rule(request: Request, today: date) -> None:
    """The letter cites the law as it is on the day on which it leaves."""
    rule = request.rule
    if not rule.valid_from <= today <= (rule.valid_to or date.max):
        raise Refused(
            _l("The rule of time of this request is not in force today. Edit the request and choose another.")
        )


def try_again(
    request: Request,
    actor: Actor,
    at: datetime,
    *,
    channel: str,
    address: str | None = None,
    note: str | None = None,
) -> DeliveryAttempt:
    """Log one more attempt to reach the body; by mail, the letter goes out again."""
    require(actor, "requests.manage")
    if request.state not in ("sent", "delivered"):
        raise Refused(_l("Only a request that was sent and not yet answered can be sent again."))
    _check_channel(request, channel)
    audit.record(actor, at, "attempt", request, channel=channel)
    return _attempt(request, at, channel, address, note)


def _check_channel(request: Request, channel: str) -> None:
    if channel not in CHANNELS:
        raise Invalid({"channel": _l("Not a valid choice.")})
    if channel == "mail" and not request.body.letters_email:
        raise Invalid({"channel": _l("No e-mail address for letters is known of this body.")})


def _attempt(request: Request, at: datetime, channel: str, address: str | None, note: str | None) -> DeliveryAttempt:
    mail_id = None
    if channel == "mail":
        address, mail_id = request.body.letters_email, _write_mail(request, at)
    elif channel == "post":
        address = address or request.body.letters_address
    attempt = DeliveryAttempt(
        request=request, at=at, channel=channel, address=address or None, mail_id=mail_id, note=note or None
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _write_mail(request: Request, at: datetime) -> int:
    text = letters.plain(request, links.address_of(request), clock.local_day(at))
    with force_locale("mn"):
        subject = gettext("Request No. %(number)s: %(subject)s", number=request.number, subject=request.subject_mn)
    return mail.write(request.body.letters_email or "", subject, text).id


def withdraw(request: Request, reason: str, actor: Actor, at: datetime) -> None:
    """Take a request back before it is delivered; its link stops working."""
    REQUEST.take(hold(request), "withdraw", actor, at, reason=reason)
    links.close(request)


def renew_link(request: Request, actor: Actor, at: datetime) -> None:
    """Issue a new link; every earlier one stops working."""
    require(actor, "requests.manage")
    if request.state not in ("sent", "delivered", "answered"):
        raise Refused(_l("Only a request that was sent has a link."))
    links.open_anew(hold(request), at)
    audit.record(actor, at, "renew_link", request, epoch=request.link_epoch)


def revoke_link(request: Request, reason: str, actor: Actor, at: datetime) -> None:
    """Make the link stop working, because it fell into the wrong hands."""
    require(actor, "requests.manage")
    if not reason.strip():
        raise Missing("reason", _l("Write the reason."))
    links.close(hold(request))
    audit.record(actor, at, "revoke_link", request, reason=reason, epoch=request.link_epoch)

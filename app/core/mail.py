"""Mail: written into the database with the change that causes it, delivered after the commit.

So no mail leaves for a change that was rolled back, and a mail server that is down loses nothing:
`deliver_pending` tries again. A delivered mail's text is erased: it may hold a secret link.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Base, after_commit, db

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 10
WITHOUT_ATTACHMENT = "without attachment"  # the `fault` of a mail that was accepted all the same


class Attachment(NamedTuple):
    """A file that goes along, made when the mail leaves: a secret in it is not kept."""

    name: str
    data: bytes
    media_type: str = "application/pdf"


_attachers: list[Callable[["OutgoingMail"], Attachment | None]] = []


def attach_with(function: Callable[["OutgoingMail"], Attachment | None]) -> None:
    """Ask this function for each mail's attachment. If it raises, the mail leaves without one."""
    if function not in _attachers:
        _attachers.append(function)


class OutgoingMail(Base):
    __tablename__ = "outgoing_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    written_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None]


def write(recipient: str, subject: str, body: str) -> OutgoingMail:
    """Queue one plain-text mail in the present transaction; returns the flushed row."""
    mail = OutgoingMail(recipient=recipient, subject=subject, body=body, written_at=clock.now())
    db.session.add(mail)
    db.session.flush()
    after_commit(partial(deliver_pending, mail.id))
    return mail


def deliver_pending(mail_id: int | None = None) -> int:
    """Try one mail, or every one not yet accepted; commits each result by itself. Returns how many were accepted."""
    pending = select(OutgoingMail).where(OutgoingMail.accepted_at.is_(None), OutgoingMail.attempts < MAX_ATTEMPTS)
    if mail_id is not None:
        pending = pending.where(OutgoingMail.id == mail_id)
    accepted = 0
    for mail in db.session.scalars(pending.order_by(OutgoingMail.id)).all():
        accepted += _deliver(mail)
        db.session.commit()
    return accepted


def _deliver(mail: OutgoingMail) -> bool:
    mail.attempts += 1
    message = _message(mail)
    whole = _attach(message, mail)
    try:
        _hand_over(message)
    except (OSError, smtplib.SMTPException) as fault:
        mail.fault = type(fault).__name__
        log.warning("mail %s not accepted: %s", mail.id, mail.fault)
        return False
    mail.accepted_at, mail.fault, mail.body = clock.now(), None if whole else WITHOUT_ATTACHMENT, ""
    return True


def _attach(message: EmailMessage, mail: OutgoingMail) -> bool:
    """Whether all that belongs to the mail is in it."""
    whole = True
    for function in _attachers:
        try:
            found = function(mail)
        except Exception as fault:
            log.warning("mail %s leaves without attachment: %s", mail.id, type(fault).__name__, exc_info=fault)
            whole = False
            continue
        if found:
            kind, _slash, subtype = found.media_type.partition("/")
            said = {"charset": "utf-8"} if kind == "text" else None
            message.add_attachment(found.data, maintype=kind, subtype=subtype, filename=found.name, params=said)
    return whole


def _message(mail: OutgoingMail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = mail.recipient
    message["Subject"] = mail.subject.replace("\n", " ")
    message["Message-ID"] = f"<{mail.id}.{int(mail.written_at.timestamp())}@khyanalt>"
    message.set_content(mail.body)
    return message


def _hand_over(message: EmailMessage) -> None:
    if host := current_app.config["SMTP_HOST"]:
        _send_by_smtp(host, message)
    else:
        outbox = Path(current_app.config["DATA_DIR"]) / "outbox"
        outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{clock.now():%Y%m%dT%H%M%S%f}-{str(message['Message-ID']).strip('<>').split('.')[0]}.eml"
        (outbox / name).write_bytes(message.as_bytes())


def _send_by_smtp(host: str, message: EmailMessage) -> None:
    config = current_app.config
    with smtplib.SMTP(host, config["SMTP_PORT"], timeout=10) as server:
        if config["SMTP_STARTTLS"]:
            server.starttls()
        if config["SMTP_USER"]:
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        server.send_message(message)

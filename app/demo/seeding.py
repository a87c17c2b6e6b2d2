"""Filling an empty installation with demonstration data, through the use cases that people have."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, update

from app.accounts.permissions import ROLE_LABELS, Role
from app.bodies.reference import load_places
from app.contracts.models import Contract
from app.core import clock
from app.core.database import db
from app.core.mail import OutgoingMail
from app.demo import real, script
from app.demo.acts import ACTS
from app.demo.acts.network import PASSWORD
from app.demo.acts.requests import remind_until
from app.demo.acts.sources import show_sources
from app.demo.cast import Cast
from app.demo.reading import read
from app.findings.reference import load_checklists
from app.partnership.learning.reference import load_example
from app.responses.reference import load_time_rules

BEGINNING = timedelta(days=335)
MAIL_DOMAIN = "@example.mn"
WRITES_MAIL = {"invitation", "request.send", "request.try_again", "referral.send"}


@dataclass(frozen=True)
class SignIn:
    """An account of the demonstration. `role`: its label in the present language; the password is the same for all."""

    role: str
    email: str
    password: str
    name: str


def seed(at: datetime) -> list[SignIn]:
    """Play the demonstration, which ends at this instant, and return who may sign in.

    Changes nothing when demonstration data is there already. Never commits: it is one transaction.
    """
    if not is_seeded():
        _load_facts(at - BEGINNING)
        with _without_lots():
            _play(at)
    return _sign_ins()


@contextmanager
def _without_lots() -> Iterator[None]:
    """What is looked at again is told as all the rest is, so that every installation shows the same."""
    usual = current_app.config["SECOND_REVIEWS"]
    current_app.config["SECOND_REVIEWS"] = 0
    try:
        yield
    finally:
        current_app.config["SECOND_REVIEWS"] = usual


def is_seeded() -> bool:
    return db.session.scalar(select(Contract.id).where(Contract.is_demo).limit(1)) is not None


def _load_facts(at: datetime) -> None:
    for load in (load_places, load_checklists, load_time_rules, load_example):
        load(at)


def _play(at: datetime) -> None:
    cast = Cast(clock.local_day(at))
    last = None
    for instant, cue in script.timed(script.cues(cast.today), cast):
        remind_until(instant, last)
        last = instant
        ACTS[cue.act](cast, cue.said, instant)
        if cue.act in WRITES_MAIL:
            _hand_over_mail(instant)
    remind_until(at, last)
    _hand_over_mail(at)
    real.import_samples(cast, at)
    show_sources(cast, at)


def _hand_over_mail(at: datetime) -> None:
    """Nothing leaves the house: letters count as accepted when they were written, and their text is erased."""
    pending = OutgoingMail.accepted_at.is_(None), OutgoingMail.recipient.endswith(MAIL_DOMAIN)
    db.session.execute(update(OutgoingMail).where(*pending).values(written_at=at, accepted_at=at, attempts=1, body=""))


def _sign_ins() -> list[SignIn]:
    return [
        SignIn(str(ROLE_LABELS[Role(person["roles"][0])]), person["email"], PASSWORD, person["name"])
        for person in read("people")["person"]
    ]

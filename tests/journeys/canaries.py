"""Unique words planted wherever the public must not look. One that shows up in public says where the leak is."""

import io
from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from typing import Any

from PIL import ExifTags, Image
from sqlalchemy import select

from app.accounts.models import Invitation, User
from app.bodies.models import PublicBody
from app.contracts.models import Assignment, ConflictOfInterest, Contract
from app.core import clock, files
from app.core.audit import AuditEntry
from app.core.database import db
from app.core.files import StoredFile
from app.core.mail import OutgoingMail
from app.findings.models import Answer, Evidence, Finding, Observation, ObservationRevision, SealedOpening
from app.findings.second_models import SecondReview
from app.ocds.models import ImportRun
from app.partnership.meetings.models import Meeting, MeetingFile, MeetingLine, MeetingParticipant
from app.partnership.models import ActionPoint, FocusArea, PlanLink, StrategicPlan
from app.partnership.plan_models import Indicator, PlanText, Reading, SustainabilityEntry
from app.responses.models import DeliveryAttempt, ReplyDraft, Request
from app.summaries import service
from app.summaries.models import PublishedFinding, Summary
from app.summaries.states import PUBLIC
from app.tips.models import Tip, TipWord
from tests.given import stored
from tests.given.work import released

MARK = "canary"
_numbers = count(1)

# What stays inside, whatever it belongs to.
INTERNAL: dict[Any, tuple[str, ...]] = {
    User: ("name", "email"),
    Invitation: ("name", "email"),
    StoredFile: ("name",),
    Observation: ("notes", "place_note", "client_key"),
    Answer: ("note",),
    SealedOpening: ("reason", "refusal"),
    SecondReview: ("reason",),
    AuditEntry: ("reason",),
    DeliveryAttempt: ("note", "address"),
    OutgoingMail: ("recipient", "subject", "body"),
    ConflictOfInterest: ("reason",),
    Assignment: ("instructions",),
    PlanLink: ("note",),
    ActionPoint: ("origin_note",),
    Meeting: ("title_mn", "title_en", "venue_mn", "venue_en"),
    MeetingParticipant: ("office_mn", "office_en"),
    MeetingLine: ("text_mn", "text_en"),
    MeetingFile: ("label",),
    PublicBody: ("letters_email", "letters_address", "head_email"),
    ImportRun: ("source",),
    Tip: ("text", "place_note", "form_key"),
    TipWord: ("text",),
}
WORDS = ("title_mn", "title_en", "statement_mn", "statement_en", "asks_mn", "asks_en")
TITLES = ("title_mn", "title_en")
TEXTS = ("title_mn", "title_en", "text_mn", "text_en", "method_mn", "method_en", "limits_mn", "limits_en")


def canary(*parts: object) -> str:
    """A word that stands nowhere else: plain letters and digits, so that no escaping changes it."""
    return MARK + "".join(str(part).replace("_", "") for part in (next(_numbers), *parts))


def plant(request: Request) -> None:
    """Into everything internal; then publish everything anew; then into whatever was not published.

    `request`: what its body reads behind its link stays as it is.
    """
    for model, names in INTERNAL.items():
        spoil(_rows(model), names)
    for revision in _rows(ObservationRevision):
        revision.document = {"notes": canary("revision", revision.id)}
    hand_in_files()
    publish_anew()
    spoil_the_unpublished(request)
    db.session.flush()


def spoil(rows: Iterable[Any], names: Iterable[str]) -> None:
    for row in rows:
        for name in names:
            setattr(row, name, canary(row.__tablename__, name, row.id))
    db.session.flush()


def _rows(model: Any, *conditions: Any) -> list[Any]:
    return list(db.session.scalars(select(model).where(*conditions)))


def hand_in_files() -> None:
    """A photo, a PDF and what cannot be cleaned, with canaries inside, into every published observation's evidence."""
    for number in db.session.scalars(select(PublishedFinding.finding_id)):
        observation = db.session.get_one(Finding, number).observations[0]
        for make in (photo, letter, office):
            file = files.receive(canary("file", "name"), make(), clock.now())
            evidence = Evidence(observation=observation, file=file)
            stored(released(evidence) if file.is_clean else evidence)


def photo() -> bytes:
    exif = Image.Exif()
    for tag in (ExifTags.Base.Artist, ExifTags.Base.ImageDescription, ExifTags.Base.Copyright):
        exif[tag] = canary("exif", int(tag))
    exif.get_ifd(ExifTags.IFD.Exif)[int(ExifTags.Base.UserComment)] = canary("comment").encode()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (49.0, 38.0, 3.5), 29: canary("gps")})
    data = io.BytesIO()
    picture = Image.effect_noise((320, 240), next(_numbers))
    picture.save(data, "JPEG", exif=exif, comment=canary("jpeg", "comment").encode(), xmp=canary("xmp").encode())
    return data.getvalue()


def letter() -> bytes:
    data = io.BytesIO()
    said = {"author": canary("pdf", "author"), "title": canary("pdf", "title"), "keywords": canary("pdf", "keywords")}
    Image.effect_noise((200, 280), next(_numbers)).save(data, "PDF", **said)
    return data.getvalue()


def office() -> bytes:
    """Taken for damaged or not taken at all: sealed, never served."""
    return b"PK\x03\x04" + canary("office").encode()


def publish_anew() -> None:
    """A further version of every summary that stands, made from the rows as they are now."""
    for summary in _rows(Summary, Summary.state.in_(PUBLIC)):
        summary.findings = [row for row in summary.findings if row.state not in {"drafted", "dropped"}]
        service.revise(summary, _second_person(summary), clock.now(), "Шинэ өгөгдөл.")


def _second_person(summary: Summary) -> User:
    """A coordinator who neither edited it last nor declared a conflict of interest for any of it."""
    barred = set(db.session.scalars(select(ConflictOfInterest.user_id))) | {summary.edited_by_id}
    people = _rows(User, User.is_active.is_(True))
    return next(row for row in people if row.can("summaries.publish") and row.id not in barred)


def spoil_the_unpublished(request: Request) -> None:
    shown = set(db.session.scalars(select(PublishedFinding.finding_id))) | {row.id for row in request.findings}
    spoil(_rows(Finding, Finding.id.not_in(shown)), WORDS)
    spoil(_rows(Contract, Contract.published_at.is_(None), Contract.id != request.findings[0].contract_id), ("title",))
    plans = _rows(StrategicPlan, StrategicPlan.state.in_(("draft", "agreed")))
    spoil(plans, (*TITLES, "vision_mn", "vision_en"))
    spoil(_rows(FocusArea, FocusArea.plan_id.in_([plan.id for plan in plans])), (*TITLES, "rationale_mn"))
    spoil(_rows(StrategicPlan), ("agreed_by_mn", "agreed_by_en", "agreed_note"))
    spoil(_rows(PlanText, PlanText.kind != "outcome"), ("text_mn", "text_en"))
    spoil(_rows(SustainabilityEntry), ("text_mn", "text_en"))
    stored(
        Reading(
            indicator=_rows(Indicator)[0],
            read_on=clock.today(),
            value=Decimal(1),
            note=canary("reading"),
            entered_at=clock.now(),
        )
    )
    spoil(_rows(ActionPoint, ActionPoint.published_at.is_(None)), (*TITLES, "description_mn", "description_en"))
    spoil(_rows(Summary), TEXTS)  # what stands was frozen before; what does not stand was never public
    spoil(_rows(Request, Request.id != request.id), ("subject_mn", "subject_en", "text_mn", "text_en"))
    other = db.session.scalars(select(Request.id).where(Request.state == "delivered", Request.id != request.id)).first()
    stored(ReplyDraft(request_id=other, fields={"reply": {"text": canary("draft")}}, saved_at=clock.now()))

"""Minutes as PDF: what they say in both languages, that text stays text, many rows, and the invitation."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
import time_machine
from flask_babel import force_locale
from hypothesis import HealthCheck, example, given, settings, strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from app.core import clock
from app.core.typeset import typeset
from app.partnership.meetings import invitation_file, minutes_pdf, rules
from app.partnership.meetings.record import document_of
from tests.given import meetings, people

NOW = datetime(2026, 7, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def later(app):
    with time_machine.travel(NOW, tick=False):
        yield


def words(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text):
    return "".join(text.split())


def made(meeting, version=None, language="mn"):
    return minutes_pdf.minutes_pdf(meeting, version, language, clock.now())


def whole():
    body = people.body(name_mn="Өрхийн эмнэлэг", name_en="Family clinic")
    meeting = meetings.meeting(body=body, title_mn="Уулзалт", title_en="A meeting", venue_mn="Заал", venue_en="A hall")
    meetings.agreement(
        meeting, text_mn="Үүдийг солино.", text_en="The door is changed.", focus_area=people.focus_area()
    )
    meetings.line(meeting, "lesson", text_mn="Эрт урих", text_en="Invite early")
    return meeting


def test_a_draft_says_everything_and_that_it_is_one(app):
    meeting = whole()
    said = squeezed(words(made(meeting)))
    document = document_of(meeting)
    parts = ["Уулзалт", "Заал", "Өрхийнэмнэлэг", "Захирал", "Дээврийн засвар", "Үүдийг солино.", "Эрт урих"]
    parts += ["2026-09-01", "10:30", "Гарын үсэг", "ноорог", rules.fingerprint(document)]
    for part in parts:
        assert squeezed(part) in said
    english = words(made(meeting, language="en"))
    for part in ("A meeting", "A hall", "Family clinic", "The door is changed.", "Invite early", "not agreed yet"):
        assert part in english


def test_what_is_missing_is_said(app):
    meeting = meetings.meeting()
    meetings.agreement(meeting, owner_body=None, due_on=None)
    assert words(made(meeting, language="en")).count("not stated") == 2


def test_an_agreed_version_is_as_it_was(app):
    meeting = meetings.meeting(state="agreed")
    version = meeting.versions[0]
    before = made(meeting, version)
    meeting.title_mn, meeting.body.name_mn = "Өөр гарчиг", "Өөр нэр"
    assert made(meeting, version) == before
    said = words(before)
    assert version.sha256 in said and "1-р хувилбар" in said and "2026-06-10" in said
    assert version.sha256 == rules.fingerprint(version.document)


def test_it_is_a_tagged_file_that_names_nobody(app):
    meeting = whole()
    pdf = made(meeting)
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "mn" and root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert meeting.edited_by.name not in str(reader.metadata) + words(pdf)


def test_many_rows_go_over_pages_with_their_header(app):
    meeting = whole()
    for number in range(40):
        meetings.agreement(meeting, text_mn=f"Тохиролцоо {number}. " + "Урт бичвэр. " * 30)
    pdf = made(meeting)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 4
    assert sum("Юутохирсон" in squeezed(page.extract_text()) for page in pages) > 3
    picture = pypdfium2.PdfDocument(pdf)[1].render(scale=1).to_pil().convert("L")
    assert picture.crop((picture.width - 25, 0, picture.width, picture.height)).getextrema() == (255, 255), "the margin"


@pytest.fixture
def content(app):
    """Minutes in which one text stands everywhere."""
    meeting = whole()
    document = document_of(meeting)
    with force_locale("mn"):
        data = minutes_pdf.content(document, minutes_pdf._stamp(document, meeting, None)) | {"language": "mn"}

    def with_text(text):
        rows = {name: [text] for name in ("agenda", "discussion", "lessons")}
        agreement = {"text": text, "area": text, "owner": text, "due": text}
        said = {"title": text, "participants": [[text, text, "1"]], "agreements": [agreement], "facts": [["x", text]]}
        return words(typeset(minutes_pdf.TEMPLATE, data | rows | said, {}, NOW))

    return with_text


TYPED = st.text(st.sampled_from("#[]{}$*_\\`@<>/=-+~\"'()&;:.,%!?^|0aZЖөүӨҮ\n "), min_size=1, max_size=60)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example('#image("/etc/passwd") #import "@preview/x:1.0.0": *')
@example("= Гарчиг\n- *тод* _налуу_ $x^2$ `код` \\u{41} <label> @ref // бичиг /* */")
@given(TYPED)
def test_any_text_arrives_as_it_was_typed(content, text):
    assert squeezed(text) in squeezed(content(text))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_letters_at_all_make_a_pdf(content, text):
    content(text)


def event(meeting):
    return Calendar.from_ical(invitation_file.of_meeting(meeting, clock.now())).walk("VEVENT")[0]


def test_the_invitation_is_for_every_calendar(app):
    meeting = meetings.meeting(state="planned", venue_mn="Заал", edits=3)
    found = event(meeting)
    assert found["UID"] == f"meeting-{meeting.id}@khyanalt" and found["SEQUENCE"] == 3
    assert found.decoded("DTSTART") == meeting.starts_at
    assert found.decoded("DTEND") - found.decoded("DTSTART") == invitation_file.USUALLY
    assert found["LOCATION"] == "Заал" and found["STATUS"] == "CONFIRMED"
    assert "Дээврийн засвар" in found["DESCRIPTION"] and meeting.edited_by.name not in str(found)


def test_a_cancelled_meeting_is_taken_out_of_calendars(app):
    meeting = meetings.meeting(state="cancelled")
    assert event(meeting)["STATUS"] == "CANCELLED"
    assert b"METHOD:CANCEL" in invitation_file.of_meeting(meeting, clock.now())

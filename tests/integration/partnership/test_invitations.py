"""Invitations by mail: once for each state of the plan, with the calendar file, and called off with the meeting."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import time_machine
from flask import current_app
from icalendar import Calendar

from app.core import audit, clock, database, mail
from app.core.errors import NotPermitted, Refused, Stale, WrongState
from app.core.mail import OutgoingMail, deliver_pending
from app.partnership.meetings import service
from app.partnership.meetings.rules import Point
from tests.given import commit, meetings, people

EMAIL = "office@example.mn"


@pytest.fixture(autouse=True)
def before(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))
    with time_machine.travel(datetime(2026, 5, 20, 4, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def coordinator(app):
    return people.person("coordinator")


def planned(**fields):
    body = people.body(letters_email=EMAIL, name_mn="Сургууль", name_en="School")
    people.organisation(is_coordinating=True, name_mn="Төв", name_en="Centre")
    values = {"title_mn": "Дээврийн уулзалт", "title_en": "About the roof", "venue_mn": "Заал"}
    row = meetings.meeting(state="planned", body=body, **(values | fields))
    commit(row)
    return row


def send(meeting, actor, seen=None):
    service.send_invitation(meeting, actor, clock.now(), seen=meeting.edits if seen is None else seen)
    database.commit()


def move_day(meeting, actor, starts_at):
    values = {"title_mn": meeting.title_mn, "starts_at": starts_at, "ends_at": None}
    agenda = [Point(row.kind, row.text_mn, id=row.id) for row in meeting.lines]
    service.change_plan(meeting, values, [], agenda, actor=actor, at=clock.now(), seen=meeting.edits)
    database.commit()


def cancel(meeting, actor):
    service.move_meeting(meeting, "cancel", actor, clock.now(), "Б.Бат дарга завгүй")
    database.commit()


def outbox():
    """Every mail handed over, in order."""
    files = sorted(Path(current_app.config["DATA_DIR"], "outbox").glob("*.eml"), key=lambda file: file.name)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def text_of(letter):
    return letter.get_body().get_content()


def calendar_of(letter):
    [file] = letter.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    return Calendar.from_ical(file.get_content())


def test_the_body_gets_the_invitation_in_both_languages_with_the_calendar_file(coordinator):
    meeting = planned()
    send(meeting, coordinator)
    [letter] = outbox()
    text = text_of(letter)
    assert letter["To"] == EMAIL and "Дээврийн уулзалт" in letter["Subject"]
    assert text.index("Сургууль") < text.index("---") < text.index("School")
    for said in ("2026-06-03 10:30", "Заал", "1. Дээврийн засвар", "Төв", "About the roof", "Centre"):
        assert said in text
    assert coordinator.name not in letter.as_string() and coordinator.email not in letter.as_string()
    calendar = calendar_of(letter)
    assert calendar["METHOD"] == "PUBLISH" and calendar.walk("VEVENT")[0]["SEQUENCE"] == 0
    entry = audit.history(meeting)[-1]
    assert (entry.verb, entry.details["edits"], entry.actor_id) == ("invite", 0, coordinator.id)


def test_a_second_press_sends_nothing(coordinator):
    meeting = planned()
    send(meeting, coordinator)
    with pytest.raises(Refused, match="аль хэдийн"):
        send(meeting, coordinator)
    assert len(outbox()) == 1


def test_after_a_change_of_day_it_goes_again_with_a_higher_number(coordinator):
    meeting = planned()
    send(meeting, coordinator)
    move_day(meeting, coordinator, datetime(2026, 6, 9, 2, tzinfo=UTC))
    with pytest.raises(Stale):
        send(meeting, coordinator, seen=0)
    send(meeting, coordinator)
    first, second = outbox()
    assert "replaces" in text_of(second) and "replaces" not in text_of(first)
    event = calendar_of(second).walk("VEVENT")[0]
    assert event["SEQUENCE"] == 1 and event["UID"] == calendar_of(first).walk("VEVENT")[0]["UID"]


def test_cancelling_tells_whoever_was_invited_once(coordinator):
    meeting = planned()
    send(meeting, coordinator)
    meeting.body.letters_email = "new@example.mn"
    cancel(meeting, coordinator)
    with pytest.raises(WrongState):
        cancel(meeting, coordinator)
    _invitation, letter = outbox()
    assert letter["To"] == EMAIL and calendar_of(letter)["METHOD"] == "CANCEL"
    assert "завгүй" not in letter.as_string() and "завгүй" not in text_of(letter)
    assert audit.history(meeting)[-1].details["edits"] == meeting.edits == 1


def test_cancelling_tells_nobody_who_was_not_invited(coordinator):
    meeting = planned()
    cancel(meeting, coordinator)
    assert outbox() == [] and audit.history(meeting)[-1].verb == "cancel"


def test_a_mail_that_waited_brings_the_day_that_holds(coordinator, monkeypatch):
    meeting = planned()
    monkeypatch.setitem(current_app.config, "SMTP_HOST", "127.0.0.1")
    monkeypatch.setitem(current_app.config, "SMTP_PORT", 1)
    send(meeting, coordinator)
    move_day(meeting, coordinator, datetime(2026, 6, 9, 2, tzinfo=UTC))
    monkeypatch.setitem(current_app.config, "SMTP_HOST", "")
    assert deliver_pending() == 1
    event = calendar_of(outbox()[0]).walk("VEVENT")[0]
    assert event["SEQUENCE"] == 1 and event.decoded("DTSTART").day == 9


def test_other_mail_has_no_calendar_file(coordinator):
    send(planned(), coordinator)
    mail.write("somebody@example.mn", "Сэдэв", "Бичвэр")
    database.commit()
    assert [len([*letter.iter_attachments()]) for letter in outbox()] == [1, 0]


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"state": "cancelled"}, "төлөвт байхгүй"), ({"starts_at": datetime(2026, 5, 19, tzinfo=UTC)}, "өнгөрсөн")],
)
def test_nobody_is_invited_to_what_will_not_be(coordinator, fields, said):
    meeting = planned()
    for name, value in fields.items():
        setattr(meeting, name, value)
    with pytest.raises(Refused, match=said):
        send(meeting, coordinator)


def test_without_an_address_nothing_is_sent(coordinator):
    meeting = planned()
    meeting.body.letters_email = None
    with pytest.raises(Refused, match="и-мэйл хаяг алга"):
        send(meeting, coordinator)
    assert OutgoingMail.query.count() == 0


def test_only_who_holds_the_meeting_invites(coordinator):
    meeting = planned(subnetwork=people.subnetwork())
    for person in (people.person("observer"), people.person("lead")):
        with pytest.raises(NotPermitted):
            send(meeting, person)
    assert OutgoingMail.query.count() == 0

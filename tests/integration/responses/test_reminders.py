"""Reminders: each step once, on its day, to the right people, and never after a reply."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given, settings, strategies as st
from sqlalchemy.exc import IntegrityError

import tests.given as rows
from app.core import audit, clock
from app.core.database import db, roll_back
from app.core.errors import Missing, NotPermitted, Refused
from app.core.mail import OutgoingMail
from app.responses import links, queries, service
from app.responses.notice_models import NoticeMail, RequestNotice
from app.responses.queries import notices
from app.responses.service import reminding
from tests.given import people, work
from tests.integration.responses import asked

MORNING = time(1, tzinfo=UTC)
EMAIL = "letters@example.mn"


def instant(day):
    return datetime.combine(day, MORNING)


def run(request, day):
    return service.remind(request, instant(day), queries.calendar())


def silent(**fields):
    """A delivered request, due on Friday, 7 August 2026, to a body that can be written to."""
    seen = work.observation(
        work.monitored(subnetwork=people.subnetwork(lead := people.person("lead"))), state="accepted"
    )
    finding = work.finding(seen, state="checked", body=people.body(letters_email=EMAIL))
    return asked.delivered(finding, **fields), lead


def mails(request):
    return [
        (row.step, mail.to_whom, mail.mail.recipient) for row in notices.list_notices(request) for mail in row.mails
    ]


def signed(request):
    """The start of every reply link of the request; what follows depends on the second."""
    return links.address_of(request).rpartition("/")[2].partition(".")[0]


def sent(request):
    return [row.step for row in notices.list_notices(request) if not row.superseded]


def test_each_step_goes_once_to_body_lead_and_coordinator(app):
    request, lead = silent()
    for day in (date(2026, 7, 30), date(2026, 7, 31), date(2026, 7, 31), date(2026, 8, 3)):
        run(request, day)
    assert mails(request) == [
        ("before", "body", EMAIL),
        ("before", "lead", lead.email),
        ("before", "coordinator", notices.coordinator_of(request).email),
    ]
    entry = [row for row in audit.history(request) if row.verb == "remind"]
    assert [row.details["step"] for row in entry] == ["before"]


def test_the_body_reads_number_day_arithmetic_and_link_and_no_monitor(app):
    request, lead = silent()
    run(request, date(2026, 7, 31))
    letter = OutgoingMail.query.filter_by(recipient=EMAIL).one()
    assert request.number in letter.subject
    assert signed(request) in letter.body and "30" in letter.body
    assert all(person.name not in letter.body for person in (lead, request.findings[0].observations[0].monitor))
    assert all(signed(request) not in row.body for row in OutgoingMail.query if row.recipient != EMAIL)


def test_a_closed_link_is_not_named(app):
    request, _lead = silent()
    service.revoke_link(request, "алдсан", asked.coordinator(), asked.RECEIVED_AT)
    run(request, date(2026, 7, 31))
    assert signed(request) not in OutgoingMail.query.filter_by(recipient=EMAIL).one().body


def test_a_silent_body_is_escalated_in_order_without_the_link(app):
    request, _lead = silent()
    coordinator = asked.coordinator()
    common = service.add_addressee("Аймгийн Засаг дарга", None, "aimag@example.mn", None, coordinator, clock.now())
    own = service.add_addressee("Сумын хурал", None, "sum@example.mn", request.body, coordinator, clock.now())
    service.add_addressee("Бусдынх", None, "other@example.mn", people.body(), coordinator, clock.now())
    for number in range(120):
        run(request, date(2026, 7, 9) + timedelta(number))
    steps = ["before", "due", "overdue", "very_overdue", "head", f"addressee:{own.id}", f"addressee:{common.id}"]
    assert sent(request) == steps
    assert OutgoingMail.query.filter_by(recipient="other@example.mn").count() == 0
    letter = OutgoingMail.query.filter_by(recipient="sum@example.mn").one()
    assert signed(request) not in letter.body


def test_the_head_of_a_body_gets_the_case_at_an_address_of_its_own(app):
    request, _lead = silent()
    request.body.head_email = "head@example.mn"
    for number in range(120):
        run(request, date(2026, 7, 9) + timedelta(number))
    letter = OutgoingMail.query.filter_by(recipient="head@example.mn").one()
    assert signed(request) in letter.body, "the head speaks for the body"
    outside = [(step, to_whom) for step, to_whom, _email in mails(request) if to_whom in ("body", "head")]
    assert outside == [*((step, "body") for step in ("before", "due", "overdue", "very_overdue")), ("head", "head")]


def test_without_that_address_it_goes_to_the_one_for_letters_and_our_own_are_told(app):
    request, lead = silent()
    lead.language = "en"
    for number in range(120):
        run(request, date(2026, 7, 9) + timedelta(number))
    assert ("head", "body", EMAIL) in mails(request)
    told = [row.body for row in OutgoingMail.query.filter_by(recipient=lead.email)]
    assert ["No address of the head is known" in body for body in told] == [False] * 4 + [True]


def test_days_without_a_worker_are_caught_up_by_one_reminder(app):
    request, _lead = silent()
    run(request, date(2026, 8, 12))
    assert [(row.step, row.superseded) for row in notices.list_notices(request)] == [
        ("before", True),
        ("due", True),
        ("overdue", False),
    ]


def test_a_pause_needs_a_reason_and_the_end_of_it_catches_up(app):
    request, lead = silent()
    coordinator = asked.coordinator()
    with pytest.raises(NotPermitted):
        service.pause_reminders(request, "утсаар ярив", lead, clock.now())
    with pytest.raises(Missing):
        service.pause_reminders(request, " ", coordinator, clock.now())
    service.pause_reminders(request, "утсаар ярив", coordinator, clock.now())
    with pytest.raises(Refused):
        service.pause_reminders(request, "утсаар ярив", coordinator, clock.now())
    assert not run(request, date(2026, 8, 7))
    service.resume_reminders(request, coordinator, clock.now())
    run(request, date(2026, 8, 7))
    assert sent(request) == ["due"]


def test_the_database_refuses_a_step_done_twice(app):
    request, _lead = silent()
    run(request, date(2026, 7, 31))
    twin = RequestNotice(request_id=request.id, step="before", term=0, due_on=request.due_on, at=clock.now())
    with pytest.raises(IntegrityError):
        rows.stored(twin)
    roll_back()


def test_a_fault_in_one_request_stops_no_other(app, monkeypatch):
    (broken, _), (sound, _) = silent(), silent()
    rows.commit()
    number, write = broken.id, reminding._write_mails

    def fails_for_one(notice, request, *rest):
        if request.id == number:
            raise RuntimeError("no letter")
        write(notice, request, *rest)

    monkeypatch.setattr(reminding, "_write_mails", fails_for_one)
    with time_machine.travel(instant(date(2026, 8, 10)), tick=False):
        service.remind_bodies()
        assert (sent(broken), sent(sound)) == ([], ["overdue"])
        monkeypatch.setattr(reminding, "_write_mails", write)
        service.remind_bodies()
    assert (sent(broken), sent(sound)) == (["overdue"], ["overdue"])


def test_the_daily_run_rests_on_days_off(app):
    request, _lead = silent()
    rows.commit()
    for day in (date(2026, 8, 8), date(2026, 8, 9)):
        with time_machine.travel(instant(day), tick=False):
            service.remind_bodies()
    assert not notices.list_notices(request)
    with time_machine.travel(instant(date(2026, 8, 10)), tick=False):
        service.remind_bodies()
        service.remind_bodies()
    assert sent(request) == ["overdue"]
    assert all(row.mail.accepted_at for row in NoticeMail.query)


def test_a_due_date_counted_again_sends_nothing_twice(app):
    request, _lead = silent()
    run(request, date(2026, 8, 7))
    request.due_on += timedelta(20)
    for number in range(76):
        run(request, date(2026, 8, 8) + timedelta(number))
    assert sent(request) == ["due", "overdue", "very_overdue"]


MOVES = st.lists(st.sampled_from(["day", "day", "day", "week", "again", "extend", "recount", "reply"]), max_size=25)


@settings(max_examples=25)
@given(MOVES)
def test_in_any_order_each_step_is_done_once_and_none_is_missed(app, moves):
    request, _lead = silent()
    today = asked.RECEIVED_ON
    for move in moves:
        today = _moved(request, move, today)
        open_before = request.state == "delivered"
        told = len(mails(request))
        run(request, today)
        keys = [(row.step, row.term) for row in notices.list_notices(request)]
        assert len(keys) == len(set(keys))
        if open_before:
            assert all(step.day > today for step in notices.coming_steps(request, queries.calendar()))
        else:
            assert len(mails(request)) == told
    roll_back()


def _moved(request, move, today):
    if request.state == "delivered":
        if move == "extend" and request.extended_until is None and today <= request.due_on:
            service.extend(request, asked.officer(request), instant(today), days=7, reason="ажил их")
        if move == "recount":
            request.due_on += timedelta(1)
            db.session.flush()
        if move == "reply":
            asked.answered(request, at=instant(today))
    return today + timedelta({"day": 1, "week": 7}.get(move, 0))

"""Days that decrees move: due dates that run move with them, and whom it concerns is told."""

from datetime import date

import pytest

import tests.given as rows
from app.core import audit
from app.core.errors import Invalid, Missing, NotPermitted
from app.core.mail import OutgoingMail
from app.responses import deadlines, queries, service
from app.responses.models import CalendarException
from app.responses.queries import notices
from app.responses.service.recounting import Unseen
from tests.given import people, stored, work
from tests.integration.responses import asked
from tests.integration.responses.calendars import AT, WORKING, decree, taken_back
from tests.integration.responses.test_reminders import EMAIL, instant, mails, run, signed, silent

MONDAY, SATURDAY = date(2026, 7, 20), date(2026, 7, 18)
NAMES = {"name_mn": "Шилжүүлсэн", "name_en": "Moved"}


def requests(moved):
    return [row.request for row in moved]


def recomputed(request):
    return [row for row in audit.history(request) if row.verb == "recompute"]


def waiting():
    """A request of seven working days from 8 July, due on 23 July, to a body that can be written to; and its lead."""
    return silent(rule=work.time_rule(**WORKING))


def test_a_day_off_moves_running_requests_and_says_so(app):
    moving = asked.delivered(rule=work.time_rule(**WORKING))
    straight = asked.delivered(rule=work.time_rule())
    before = moving.due_on
    assert requests(decree(MONDAY)) == [moving]
    assert moving.due_on > before
    assert straight.due_on == asked.DUE_ON
    (entry,) = recomputed(moving)
    assert entry.reason == "Тогтоол 1"
    assert entry.details["before"] == before.isoformat()
    assert entry.details["after"] == moving.due_on.isoformat() == moving.explanation["due_on"]
    assert not recomputed(straight)


def test_a_worked_saturday_moves_it_back_and_removing_restores(app):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    before = request.due_on
    assert requests(decree(SATURDAY, "worked")) == [request]
    assert request.due_on < before
    assert requests(taken_back(SATURDAY)) == [request]
    assert request.due_on == before
    assert queries.list_exceptions() == []
    assert len(recomputed(request)) == 2


def test_an_extended_term_is_counted_anew_with_its_extension(app):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    service.extend(request, asked.officer(request), asked.RECEIVED_AT, days=5, reason="Баримт цуглуулна.")
    until = request.extended_until
    assert requests(decree(date(2026, 7, 28))) == [request]
    assert request.extended_until > until
    assert [step.number for step in queries.due_date_of(request).steps if step.code == "extended"] == [5]


def test_an_exception_that_moves_no_day_still_changes_the_arithmetic(app):
    request = asked.delivered()  # calendar days, due on Friday, 7 August
    assert decree(asked.DUE_ON) == []
    assert request.due_on == asked.DUE_ON
    (entry,) = recomputed(request)
    assert entry.details["before"] == entry.details["after"]
    assert "kept" in [step.code for step in queries.due_date_of(request).steps]
    assert not notices.list_notices(request)


def test_answered_requests_keep_their_dates(app):
    request = asked.delivered(rule=work.time_rule(**WORKING))
    asked.answered(request, at=asked.RECEIVED_AT)
    assert decree(MONDAY) == []


def test_the_body_lead_and_coordinator_are_told_what_it_was_and_is(app):
    request, lead = waiting()
    decree(MONDAY)
    assert mails(request) == [
        ("moved:1", "body", EMAIL),
        ("moved:1", "lead", lead.email),
        ("moved:1", "coordinator", notices.coordinator_of(request).email),
    ]
    letter = OutgoingMail.query.filter_by(recipient=EMAIL).one()
    assert signed(request) in letter.body and "23" in letter.body and "24" in letter.body
    assert lead.name not in letter.body
    taken_back(MONDAY)
    assert [row.step for row in notices.list_notices(request)] == ["moved:1", "moved:2"]


def test_those_to_whom_the_case_went_are_told_without_the_link(app):
    request, _lead = waiting()
    row = service.add_addressee("Засаг дарга", None, "aimag@example.mn", None, asked.coordinator(), AT)
    gone = service.add_addressee("Хурал", None, "hural@example.mn", None, asked.coordinator(), AT)
    for day in (date(2026, 8, 31), date(2026, 9, 15)):
        run(request, day)
    service.remove_addressee(gone, "татгалзав", asked.coordinator(), AT)
    decree(MONDAY, at=instant(date(2026, 9, 16)))
    outside = [address for step, to, address in mails(request) if step == "moved:1" and to in ("body", "addressee")]
    assert outside == [EMAIL, row.email]
    assert signed(request) not in OutgoingMail.query.filter_by(recipient=row.email).all()[-1].body


def test_while_reminders_are_paused_only_our_own_people_are_told(app):
    request, _lead = waiting()
    service.pause_reminders(request, "утсаар ярив", asked.coordinator(), AT)
    decree(MONDAY)
    assert [to for _step, to, _address in mails(request)] == ["lead", "coordinator"]


def test_a_term_that_was_over_never_moves_silently(app):
    request, _lead = waiting()
    run(request, date(2026, 7, 24))
    (moved,) = decree(MONDAY, at=instant(date(2026, 7, 24)))
    assert (moved.before, request.due_on, moved.had_passed) == (date(2026, 7, 23), date(2026, 7, 24), True)
    (entry,) = recomputed(request)
    assert entry.details["passed"] is True
    assert "дахин" in OutgoingMail.query.filter_by(recipient=EMAIL).all()[-1].body


def test_due_dates_are_shown_before_anything_is_written_those_that_passed_first(app):
    waiting()
    request, _lead = waiting()
    request.explanation = ahead = deadlines.to_json(
        deadlines.due(queries.arithmetic(request.rule), date(2026, 7, 7), queries.calendar())
    )
    with pytest.raises(Unseen) as unseen:
        service.add_exception(
            MONDAY, "off", **NAMES, reason="Тогтоол", seen="", actor=asked.coordinator(), at=instant(date(2026, 7, 23))
        )
    first, second = unseen.value.moves
    assert (first.request, first.had_passed, second.had_passed) == (request, True, False)
    assert request.explanation == ahead and not recomputed(request) and not OutgoingMail.query.count()


def test_a_worked_saturday_entered_late_tells_that_the_day_has_passed(app):
    request, _lead = waiting()
    (moved,) = decree(SATURDAY, "worked", at=instant(date(2026, 7, 23)))
    assert (request.due_on, moved.had_passed) == (date(2026, 7, 22), True)
    assert "өнгөрсөн" in OutgoingMail.query.filter_by(recipient=EMAIL).one().body


def test_the_steps_of_reminders_move_along(app):
    request, _lead = waiting()
    before = {step.code: step.day for step in notices.planned_steps(request, queries.calendar())}
    decree(date(2026, 7, 24))
    assert {step.code: step.day for step in notices.planned_steps(request, queries.calendar())} == before | {
        "overdue": date(2026, 7, 27)  # the due date stays; the day after it is off now
    }
    decree(MONDAY)
    assert request.due_on == date(2026, 7, 27)
    run(request, date(2026, 7, 27))
    assert [row.step for row in notices.list_notices(request) if not row.superseded] == ["moved:1", "due"]


def test_the_reply_link_outlives_a_term_that_moved(app):
    request, _lead = waiting()
    request.link_expires_at = instant(date(2026, 8, 1))
    decree(MONDAY)
    assert request.link_expires_at > instant(date(2026, 8, 20))


def test_the_daily_run_counts_what_no_exception_of_ours_moved(app):
    """As after a delivery at the moment of the change, or a new version of the holidays: the row is behind."""
    request, _lead = waiting()
    stored(CalendarException(on=MONDAY, kind="off", source="Тогтоол", **NAMES))
    rows.commit()
    for _again in range(2):
        service.recount_due_dates()
    assert request.due_on == date(2026, 7, 24) == deadlines.from_json(request.explanation).due_on
    assert len(recomputed(request)) == 1


def test_only_who_may_edit_rules_moves_days(app):
    with pytest.raises(NotPermitted):
        decree(MONDAY, actor=people.person("lead"))


def test_taking_an_exception_back_wants_a_reason(app):
    decree(MONDAY)
    with pytest.raises(Missing):
        taken_back(MONDAY, reason=" ")


def test_one_day_stands_once_in_the_calendar(app):
    decree(MONDAY)
    with pytest.raises(Invalid):
        decree(MONDAY, "worked")


def test_a_year_without_known_holidays_is_refused(app):
    with pytest.raises(Invalid):
        decree(date(2101, 7, 20))

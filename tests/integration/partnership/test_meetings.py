"""Meetings: planned, held, agreed to by both sides; what was agreed is pursued in the plan."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, Refused, Stale, WrongState
from app.core.files import StoredFile
from app.partnership.meetings import queries, service
from app.partnership.meetings.models import Meeting, MeetingSubject
from app.partnership.meetings.record import document_of
from app.partnership.meetings.rules import Point, Seat
from app.partnership.models import ActionPoint
from app.partnership.queries import action_points_of, focus_areas_of, owner_key
from app.partnership.service import edit_action_point, move_action_point
from tests.given import meetings, papers, people, work

DAY = date(2026, 6, 3)
AGREED_ON = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(datetime(2026, 7, 1, 4, tzinfo=UTC), tick=False):
        yield


def values(**fields):
    return {"title_mn": "Уулзалт", "starts_at": meetings.HELD_AT, "ends_at": None} | fields


def said(**fields):
    return {"starts_at": meetings.HELD_AT, "ends_at": None, "venue_mn": "Заал", "next_on": None} | fields


def plan(actor=None, body=None, seats=(), agenda=(), **rest):
    body, actor = body or people.body(), actor or people.person("coordinator")
    fields = {name: rest.pop(name) for name in list(rest) if name in ("title_mn", "starts_at", "ends_at", "venue_mn")}
    return service.plan_meeting(body, values(**fields), seats, agenda, actor=actor, at=clock.now(), **rest)


def seats(meeting):
    return [Seat(owner_key(row.owner), row.office_mn, row.office_en, row.headcount) for row in meeting.participants]


def points(meeting):
    return [
        Point(row.kind, row.text_mn, row.text_en, owner_key(row.owner), row.due_on, row.focus_area_id, row.id)
        for row in meeting.lines
    ]


def write(meeting, actor=None, *, lines=None, seen=None, **fields):
    service.write_minutes(
        meeting,
        said(**fields),
        seats(meeting),
        points(meeting) if lines is None else lines,
        actor=actor or people.person("coordinator"),
        at=clock.now(),
        seen=meeting.edits if seen is None else seen,
    )


def test_a_note_alone_does_not_prove_that_the_body_agreed(app):
    with pytest.raises(Invalid) as refused:
        agree(meetings.meeting(), scan=None, proof_note="Утсаар хэлсэн")
    assert list(refused.value.errors) == ["file"]


def agree(meeting, actor=None, **fields):
    facts = {
        "agreed_on": AGREED_ON,
        "proof": "signed",
        "seen": meeting.edits,
        "scan": ("a.png", papers.scan()),
    } | fields
    return service.agree_minutes(meeting, actor or people.person("lead"), clock.now(), **facts)


def correct(meeting, reason="Хугацааг буруу бичсэн"):
    service.correct_minutes(meeting, "correct", people.person("coordinator"), clock.now(), reason=reason)


def verbs(meeting):
    return [entry.verb for entry in audit.history(meeting)]


def test_a_meeting_is_planned_with_its_agenda(app):
    body, area = people.body(), people.focus_area()
    seat = Seat(owner_key(body), "Захирал", None, 2)
    meeting = plan(body=body, seats=[seat], agenda=[Point("agenda", "Засвар")], focus_areas=[area.id])
    assert (meeting.state, meeting.day, seats(meeting)) == ("planned", DAY, [seat])
    assert [line.text_mn for line in meeting.lines_of("agenda")] == ["Засвар"]
    assert focus_areas_of(meeting) == [area]
    assert verbs(meeting) == ["register", "link"]


@pytest.mark.parametrize("role", ["monitor", "observer", "administrator"])
def test_only_leads_and_coordinators_hold_meetings(app, role):
    with pytest.raises(NotPermitted):
        plan(people.person(role))


def test_a_lead_plans_for_their_own_subnetwork(app):
    lead = people.person("lead")
    own, other = people.subnetwork(lead), people.subnetwork()
    assert plan(lead, subnetwork=own).subnetwork is own
    for subnetwork in (other, None):
        with pytest.raises(Invalid) as refusal:
            plan(lead, subnetwork=subnetwork)
        assert list(refusal.value.errors) == ["subnetwork"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_at": meetings.HELD_AT}, "until"),
        ({"starts_at": meetings.HELD_AT.replace(year=5377)}, "day"),
        ({"seats": [Seat("", None)]}, "participants-0-office_mn"),
        ({"seats": [Seat("organisation:1", "Ж. Нарантуяа")]}, "participants-0-office_mn"),
        ({"seats": [Seat("organisation:999")]}, "participants-0-who"),
        ({"agenda": [Point("agenda", " ")]}, "agenda-0-text_mn"),
        ({"agenda": [Point("agenda", "А")] * 61}, "rows"),
    ],
)
def test_what_cannot_be_kept_is_refused(app, fields, field):
    with pytest.raises(Invalid) as refusal:
        plan(**fields)
    assert list(refusal.value.errors) == [field]


def test_a_moved_day_is_told_with_the_one_before(app):
    meeting = plan()
    moved = values(starts_at=meetings.HELD_AT + timedelta(days=1))
    service.change_plan(meeting, moved, [], [], actor=people.person("coordinator"), at=clock.now(), seen=0)
    (entry,) = [entry for entry in audit.history(meeting) if entry.verb == "edit"]
    assert entry.details == {"changed": ["day"], "moved": ["2026-06-03", "2026-06-04"]}
    assert meeting.edits == 1


def test_saving_the_same_changes_nothing(app):
    meeting = meetings.meeting()
    seat, line = meeting.participants[0].id, meeting.lines[0].id
    write(meeting, venue_mn=meeting.venue_mn)
    assert (meeting.edits, verbs(meeting)) == (0, [])
    assert (meeting.participants[0].id, meeting.lines[0].id) == (seat, line)


def test_writing_minutes_says_that_it_was_held(app):
    meeting = meetings.meeting(state="planned")
    writer = people.person("coordinator")
    write(meeting, writer, lines=[*points(meeting), Point("lesson", "Эрт урих")], next_on=date(2026, 9, 3))
    assert (meeting.state, meeting.edited_by, meeting.next_on) == ("held", writer, date(2026, 9, 3))
    write(meeting, writer, venue_mn="Танхим")
    assert verbs(meeting) == ["hold", "edit"]


def test_what_lies_ahead_was_not_held(app):
    with pytest.raises(Invalid) as refusal:
        write(meetings.meeting(state="planned"), starts_at=clock.now() + timedelta(days=1))
    assert list(refusal.value.errors) == ["day"]


def test_the_second_to_save_is_told(app):
    meeting = meetings.meeting()
    write(meeting, venue_mn="Танхим")
    with pytest.raises(Stale):
        write(meeting, venue_mn="Өөр танхим", seen=0)
    with pytest.raises(Stale):
        agree(meeting, seen=0)
    assert meeting.venue_mn == "Танхим"


def test_a_lead_of_another_subnetwork_writes_nothing(app):
    with pytest.raises(NotPermitted):
        write(meetings.meeting(subnetwork=people.subnetwork()), people.person("lead"))


@pytest.mark.parametrize("state", ["agreed", "cancelled"])
def test_what_is_agreed_or_cancelled_is_not_written_on(app, state):
    with pytest.raises(WrongState):
        write(meetings.meeting(state=state))


def test_agreements_become_action_points_once_both_sides_agree(app):
    area = people.focus_area()
    meeting = meetings.meeting()
    line = meetings.agreement(meeting, text_mn="Тайлан нийтэлнэ. " * 20, text_en="Publish.", focus_area=area)
    assert ActionPoint.query.count() == 0
    version = agree(meeting)
    point = line.action_point
    assert (point.owner, point.due_on, point.origin, point.focus_area) == (
        meeting.body,
        meetings.DUE_ON,
        "meeting",
        area,
    )
    assert point.title_mn.endswith("…") and point.description_mn == line.text_mn and point.title_en == "Publish."
    assert point.origin_note == "2026-06-03"
    assert set(action_points_of(meeting)) == {row.action_point for row in meeting.lines_of("agreement")}
    assert focus_areas_of(meeting) == [area]
    assert (version.number, version.document) == (1, document_of(meeting))
    assert sorted(version.action_points) == sorted(row.id for row in action_points_of(meeting))


def test_a_lead_may_agree_and_the_writer_may_not(app):
    writer = people.person("coordinator")
    meeting = meetings.meeting(edited_by=writer)
    with pytest.raises(NotPermitted):
        agree(meeting, writer)
    agree(meeting, people.person("lead"))
    assert meeting.state == "agreed"


def test_minutes_must_be_whole(app):
    meeting = meetings.meeting()
    meetings.agreement(meeting, due_on=None)
    with pytest.raises(Missing) as refusal:
        agree(meeting)
    assert refusal.value.field == "minutes"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"agreed_on": date(2026, 6, 2)}, "agreed_on"),
        ({"agreed_on": date(2026, 7, 2)}, "agreed_on"),
        ({"proof": "rumour"}, "proof"),
    ],
)
def test_the_proof_is_checked(app, facts, field):
    with pytest.raises(Invalid) as refusal:
        agree(meetings.meeting(), **facts)
    assert list(refusal.value.errors) == [field]


def test_the_scan_of_the_proof_stays(app):
    meeting = meetings.meeting()
    version = agree(meeting, scan=("scan.png", papers.scan()))
    (row,) = meeting.files
    assert row.version is version
    with pytest.raises(Refused):
        service.detach(row, people.person("coordinator"), clock.now(), "Андуурсан")


def test_a_version_never_changes(app):
    version = agree(meetings.meeting())
    version.document = {}
    with pytest.raises(TypeError):
        db.session.flush()
    db.session.rollback()


def test_a_correction_is_a_new_version_and_changes_the_plan(app):
    meeting = meetings.meeting()
    kept, gone = meeting.lines_of("agreement")[0], meetings.agreement(meeting, text_mn="Хасагдах")
    first = agree(meeting)
    point, dropped = kept.action_point, gone.action_point
    frozen = first.document
    correct(meeting)
    lines = [row for row in points(meeting) if row.id != gone.id]
    changed = [
        Point(row.kind, row.text_mn, row.text_en, row.owner, date(2026, 10, 1), None, row.id)
        if row.id == kept.id
        else row
        for row in lines
    ]
    write(meeting, lines=[*changed, Point("agreement", "Шинэ", None, owner_key(meeting.body), date(2026, 11, 1))])
    assert (point.due_on, dropped.state) == (meetings.DUE_ON, "agreed"), "nothing changes before both sides agree again"
    second = agree(meeting)
    assert (second.number, second.reason, first.document) == (2, "Хугацааг буруу бичсэн", frozen)
    assert (point.due_on, dropped.state) == (date(2026, 10, 1), "dropped")
    assert "Залруулсан тэмдэглэлд" in audit.history(dropped)[-1].reason
    assert len(action_points_of(meeting)) == 3
    assert audit.verify().whole


def test_a_correction_leaves_alone_what_was_decided_since(app):
    meeting = meetings.meeting()
    agree(meeting)
    (point,) = action_points_of(meeting)
    coordinator = people.person("coordinator")
    later = date(2026, 12, 1)
    edit_action_point(
        point, title_mn="Сунгасан", owner=point.owner, due_on=later, origin="meeting", actor=coordinator, at=clock.now()
    )
    move_action_point(point, "start", coordinator, clock.now())
    correct(meeting)
    write(meeting, venue_mn="Зассан заал")
    agree(meeting)
    assert (point.due_on, point.state, ActionPoint.query.count()) == (later, "under_way", 1)


def test_done_is_not_dropped_by_a_correction(app):
    meeting = meetings.meeting()
    agree(meeting)
    (point,) = action_points_of(meeting)
    move_action_point(point, "finish", people.person("lead"), clock.now())
    correct(meeting)
    write(meeting, lines=[row for row in points(meeting) if row.kind != "agreement"])
    agree(meeting)
    assert point.state == "done"


def test_whoever_opens_a_correction_does_not_agree_to_it(app):
    meeting, corrector = meetings.meeting(state="agreed"), people.person("coordinator")
    service.correct_minutes(meeting, "correct", corrector, clock.now(), reason="Алдаа")
    with pytest.raises(NotPermitted):
        agree(meeting, corrector)


def test_it_is_put_back_or_cancelled_with_a_reason(app):
    meeting, actor = meetings.meeting(), people.person("coordinator")
    service.move_meeting(meeting, "put_back", actor, clock.now(), reason="Хойшилсон")
    with pytest.raises(Missing):
        service.move_meeting(meeting, "cancel", actor, clock.now(), reason=" ")
    service.move_meeting(meeting, "cancel", actor, clock.now(), reason="Талууд цуцлав")
    assert (meeting.state, meeting.edits, verbs(meeting)) == ("cancelled", 2, ["put_back", "cancel"])


def test_what_was_agreed_once_was_held(app):
    meeting = meetings.meeting(state="agreed")
    correct(meeting)
    with pytest.raises(NotPermitted):
        service.move_meeting(meeting, "put_back", people.person("coordinator"), clock.now(), reason="Алдаа")


def test_a_document_is_taken_away_bytes_and_all(app):
    meeting, actor = meetings.meeting(), people.person("coordinator")
    row = service.attach(meeting, "a.png", papers.scan(), "Хавсралт", actor, clock.now())
    with pytest.raises(Missing):
        service.detach(row, actor, clock.now(), "")
    service.detach(row, actor, clock.now(), "Нэр бүхий")
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert verbs(meeting) == ["attach", "detach"]


def test_a_document_says_what_it_is(app):
    with pytest.raises(Invalid):
        service.attach(meetings.meeting(), "a.png", papers.scan(), " ", people.person("coordinator"), clock.now())


def test_what_it_is_about_is_set_as_a_whole(app):
    meeting, actor = meetings.meeting(), people.person("lead")
    contract, finding = work.contract(), work.finding()
    service.set_subjects(meeting, {"contract": [contract.id], "finding": [finding.id]}, actor, clock.now())
    service.set_subjects(meeting, {"contract": [contract.id]}, actor, clock.now())
    service.set_subjects(meeting, {"contract": [contract.id]}, actor, clock.now())
    assert queries.subjects_of(meeting) == {"contract": [contract.id]}
    assert queries.meetings_about(contract, actor) == [meeting]
    assert MeetingSubject.query.count() == 1 and verbs(meeting) == ["relate", "relate"]
    with pytest.raises(ValueError, match="user"):
        service.set_subjects(meeting, {"user": [1]}, actor, clock.now())


def test_monitors_read_those_of_their_subnetwork(app):
    monitor = people.person("monitor")
    own = meetings.meeting(subnetwork=people.subnetwork(monitor))
    other, whole = meetings.meeting(subnetwork=people.subnetwork()), meetings.meeting()
    assert queries.list_meetings(monitor).items == [own]
    assert queries.get_meeting(own.id, monitor) is own
    for meeting in (other, whole):
        with pytest.raises(NotFound):
            queries.get_meeting(meeting.id, monitor)
    assert set(queries.list_meetings(people.person("observer")).items) == {own, other, whole}


def test_the_list_is_filtered(app):
    reader, body = people.person("lead"), people.body()
    first = meetings.meeting(body=body, state="planned")
    new_year = datetime(2027, 1, 1, 0, 5, tzinfo=clock.ULAANBAATAR)
    second = meetings.meeting(starts_at=new_year)
    listed = lambda **filters: list(queries.list_meetings(reader, **filters).items)  # noqa: E731
    assert listed() == [second, first]
    assert listed(body_id=body.id) == listed(year=2026) == listed(state="planned") == [first]
    assert listed(year=2027) == [second]
    assert queries.list_years(reader) == [2027, 2026]
    assert queries.list_met_bodies(reader) == sorted({first.body, second.body}, key=lambda row: (row.sort_key, row.id))


def test_an_action_point_leads_back_to_its_meeting(app):
    meeting, monitor = meetings.meeting(), people.person("monitor")
    agree(meeting)
    (point,) = action_points_of(meeting)
    reader = people.person("observer")
    assert [line.meeting for line in queries.agreements_of(point, reader)] == [meeting]
    assert queries.meetings_linked(reader, action_point_id=point.id) == [meeting]
    assert queries.agreements_of(point, monitor) == []


def test_lessons_of_agreed_meetings_stand_at_their_focus_area(app):
    area, reader = people.focus_area(), people.person("lead")
    meeting = meetings.meeting()
    meetings.agreement(meeting, focus_area=area)
    meetings.line(meeting, "lesson", text_mn="Эрт урих")
    agree(meeting)
    assert [line.text_mn for line in queries.lessons_linked(reader, area.id)] == ["Эрт урих"]
    correct(meeting)
    assert queries.lessons_linked(reader, area.id) == []


def test_no_name_of_a_person_stands_in_the_document(app):
    meeting = meetings.meeting()
    names = [meeting.edited_by.name, people.person("coordinator").name]
    assert not any(name in str(document_of(meeting)) for name in names)
    assert Meeting.query.one() is meeting

"""A reply is written once, is the same from paper and through the link, and its commitments are followed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from app.core import audit
from app.core.database import db
from app.core.errors import Invalid, NotPermitted, Stale, WrongState
from app.findings.terms import ANSWER_POSITIONS
from app.partnership.models import ActionPoint, PlanLink
from app.partnership.queries import action_points_of, focus_areas_of
from app.responses import queries, service
from app.responses.models import Commitment, ReplyDraft, Response, ResponseItem
from app.responses.policy import ReplyActor
from app.responses.rules import Answer, Promise
from tests.given import papers, people, stored, work
from tests.integration.responses import asked

PAPER = papers.scan()


def link(finding, area):
    return stored(PlanLink(subject_kind="finding", subject_id=finding.id, focus_area=area, made_at=asked.SENT_AT))


def test_an_answer_moves_request_and_finding(app):
    request = asked.delivered()
    response = asked.answered(request)
    finding = request.findings[0]
    assert (request.state, finding.state, finding.position) == ("answered", "answered", "accepts")
    assert (response.answered_on, response.recorded_by_id) == (date(2026, 7, 20), None)
    assert queries.responses_to(finding) == [response]
    assert queries.reply_time(request) == (12, True)


def test_a_commitment_becomes_an_action_point_of_the_body(app):
    request, area = asked.delivered(), people.focus_area()
    finding = request.findings[0]
    link(finding, area)
    response = asked.answered(request, asked.accepts(finding, asked.promise()))
    (commitment,) = response.items[0].commitments
    point = commitment.action_point
    assert (point.origin, point.owner, point.due_on) == ("commitment", request.body, date(2026, 9, 30))
    assert (point.focus_area, point.origin_note) == (area, request.number)
    assert point in action_points_of(finding)
    assert action_points_of(response) == [point]
    assert focus_areas_of(response) == [area]
    assert queries.commitments_of(point) == [commitment]


def test_a_closed_plan_does_not_stand_in_the_way_of_a_reply(app):
    request, area = asked.delivered(), people.focus_area(plan=people.plan(state="closed"))
    link(request.findings[0], area)
    response = asked.answered(request, asked.accepts(request.findings[0], asked.promise()))
    assert focus_areas_of(response) == []


def shape(response):
    """A reply as the public will see it, without what only says how it came."""
    items = [
        (
            item.finding.title_mn[:11],
            item.position,
            item.text,
            item.ground,
            item.referred_to,
            [(row.text, row.office, row.promised_on, row.action_point.due_on) for row in item.commitments],
            item.finding.state,
            item.finding.position,
        )
        for item in response.items
    ]
    return response.office, response.text, response.answered_on, response.request.state, items


def reply_to_two(reply, positions, promises):
    request = asked.delivered(*asked.two_findings())
    words = {"text": "Тайлбар", "ground": "Хууль", "referred_to": "Хороо", "promises": promises}
    answers = [Answer(row.id, position, **words) for row, position in zip(request.findings, positions, strict=False)]
    return shape(reply(request, *answers, text="Хариу."))


@settings(max_examples=20)
@given(
    st.lists(st.sampled_from(ANSWER_POSITIONS), min_size=1, max_size=2),
    st.lists(st.builds(asked.promise, st.dates(date(2026, 7, 20), date(2027, 7, 20))), max_size=5),
)
def test_paper_and_link_give_the_same_reply(app, positions, promises):
    said = positions, tuple(promises)
    assert reply_to_two(asked.answered, *said) == reply_to_two(asked.by_letter, *said)


def test_a_letter_is_in_time_by_the_date_it_bears_and_keeps_the_day_it_arrived(app):
    request = asked.delivered()
    days = {"answered_on": date(2026, 8, 6), "arrived_on": date(2026, 8, 19)}
    response = asked.by_letter(request, at=asked.LATE_AT, letter_number="4/77", **days)
    assert (response.letter_number, response.arrived_on) == ("4/77", date(2026, 8, 19))
    assert response.recorded_by_id is not None
    assert queries.reply_time(request) == (29, True)
    assert audit.history(request)[-1].details["arrived_on"] == "2026-08-19"


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"scans": []}, ["scans"]),
        ({"arrived_on": None}, ["arrived_on"]),
        ({"arrived_on": date(2026, 7, 19)}, ["arrived_on"]),
        ({"arrived_on": date(2026, 7, 21)}, ["arrived_on"]),
        ({"scans": [], "arrived_on": None}, ["arrived_on", "scans"]),
    ],
)
def test_a_letter_is_recorded_from_its_scan_once_it_is_here(app, fields, faults):
    request = asked.delivered()
    with pytest.raises(Invalid) as refused:
        asked.by_letter(request, **fields)
    assert list(refused.value.errors) == faults


def test_a_reply_through_the_link_arrives_as_it_is_sent(app):
    assert asked.answered(asked.delivered(), arrived_on=date(2026, 7, 20)).arrived_on is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"position": "maybe"}, "position"),
        ({"position": "refuses"}, "ground"),
        ({"position": "refers"}, "referred_to"),
        ({"position": "contests", "text": None}, "text"),
        ({"promises": (Promise("Засна.", date(2026, 7, 1), "Алба"),)}, "promises-0-promised_on"),
        ({"promises": (Promise("Засна.", date(2026, 9, 1)),)}, "promises-0-office"),
        ({"promises": (Promise("", date(2026, 9, 1), "Алба"),)}, "promises-0-text"),
        ({"promises": (asked.promise(),) * 6}, "promises"),
    ],
)
def test_an_answer_says_what_its_position_asks_for(app, change, fault):
    request = asked.delivered()
    finding = request.findings[0]
    with pytest.raises(Invalid) as refused:
        asked.answered(request, replace(asked.accepts(finding), **change))
    assert list(refused.value.errors) == [f"finding-{finding.id}-{fault}"]
    assert request.state == "delivered"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"office": ""}, "office"),
        ({"channel": "rumour"}, "channel"),
        ({"answered_on": date(2026, 7, 7)}, "answered_on"),
        ({"answered_on": date(2026, 7, 21)}, "answered_on"),
    ],
)
def test_a_reply_names_its_office_and_day(app, fields, fault):
    with pytest.raises(Invalid) as refused:
        asked.answered(asked.delivered(), **fields)
    assert list(refused.value.errors) == [fault]


def test_a_reply_answers_findings_of_its_request(app):
    request, other = asked.delivered(), work.finding(state="notified")
    for answers in ([], [asked.accepts(other)], [asked.accepts(request.findings[0])] * 2):
        with pytest.raises(Invalid):
            service.record_response(
                request, answers, asked.officer(request), asked.REPLIED_AT, channel="link", office="Алба"
            )


def test_nobody_answers_before_delivery_or_for_another_body(app):
    with pytest.raises(WrongState):
        asked.answered(asked.sent())
    request = asked.delivered()
    with pytest.raises(NotPermitted):
        service.record_response(
            request,
            [asked.accepts(request.findings[0])],
            ReplyActor(request.body_id + 1),
            asked.REPLIED_AT,
            channel="link",
            office="Алба",
        )


def test_a_later_word_is_another_row(app):
    request = asked.delivered()
    finding = request.findings[0]
    first = asked.answered(request, Answer(finding.id, "contests", "Ажил дууссан."))
    later = asked.answered(request, asked.accepts(finding), at=asked.LATE_AT)
    assert request.responses == [first, later]
    assert (first.items[0].position, finding.position) == ("contests", "accepts")
    assert queries.reply_time(request) == (12, True)
    assert queries.voices(finding).body_says.code == "accepts"


def test_an_addition_may_be_words_alone(app):
    request = asked.delivered()
    asked.answered(request)
    addition = service.record_response(
        request, [], asked.officer(request), asked.REPLIED_AT, channel="link", office="Алба", text="Нэмэлт."
    )
    assert addition.items == []


def test_a_word_on_a_reopened_finding_is_kept_without_a_passage(app):
    request = asked.delivered()
    finding = request.findings[0]
    finding.state = "reopened"
    asked.answered(request)
    assert (finding.state, queries.voices(finding).body_says.code) == ("reopened", "accepts")


@pytest.mark.parametrize("field", ["text", "office", "answered_on"])
def test_a_reply_row_never_changes(app, field):
    response = asked.answered(asked.delivered())
    setattr(response, field, date(2026, 7, 19) if field == "answered_on" else "өөр")
    with pytest.raises(TypeError):
        db.session.flush()


@pytest.mark.parametrize(("kind", "field"), [(ResponseItem, "position"), (Commitment, "text")])
def test_what_hangs_on_a_reply_never_changes_either(app, kind, field):
    request = asked.delivered()
    asked.answered(request, asked.accepts(request.findings[0], asked.promise()))
    setattr(kind.query.one(), field, "өөр")
    with pytest.raises(TypeError):
        db.session.flush()


def test_each_passage_of_a_reply_leaves_one_entry(app):
    request = asked.delivered(*asked.two_findings())
    asked.answered(request)
    assert [entry.verb for entry in audit.history(request)] == ["send", "deliver", "answer"]
    for finding in request.findings:
        assert [entry.verb for entry in audit.history(finding)].count("answer") == 1
    assert audit.verify().whole


def test_a_draft_keeps_what_was_typed_and_tells_of_a_colleague(app):
    request = asked.delivered()
    officer = asked.officer(request)
    empty = service.page_mark({}, "reply")
    service.save_draft(request, "reply", {"office": "Алба"}, officer, asked.REPLIED_AT, seen=empty)
    assert queries.draft_fields(request) == {"reply": {"office": "Алба"}}
    with pytest.raises(Stale):
        service.save_draft(request, "reply", {"office": "Өөр"}, officer, asked.REPLIED_AT, seen=empty)
    service.save_draft(request, "finding-1", {"position": "accepts"}, officer, asked.REPLIED_AT, seen=empty)
    assert set(queries.draft_fields(request)) == {"reply", "finding-1"}


def test_files_go_from_the_draft_into_the_reply(app):
    request = asked.delivered()
    officer = asked.officer(request)
    kept = service.add_file(request, "бат.png", PAPER, officer, asked.REPLIED_AT)
    gone = service.add_file(request, "б.png", PAPER, officer, asked.REPLIED_AT)
    service.remove_file(request, gone.id, officer, asked.REPLIED_AT)
    mark = service.draft_mark(queries.draft_fields(request))
    response = service.send_reply(
        request, [asked.accepts(request.findings[0])], officer, asked.REPLIED_AT, seen=mark, office="Алба"
    )
    assert response.files == [kept]
    assert ReplyDraft.query.count() == 0
    assert queries.file_behind_link(request, kept.id) is kept


def test_only_what_was_checked_is_sent(app):
    request = asked.delivered()
    officer = asked.officer(request)
    mark = service.draft_mark(queries.draft_fields(request))
    service.save_draft(request, "reply", {"office": "Өөр"}, officer, asked.REPLIED_AT)
    with pytest.raises(Stale):
        service.send_reply(request, [], officer, asked.REPLIED_AT, seen=mark, office="Алба")
    assert Response.query.count() == 0


def test_a_letter_may_leave_a_finding_unanswered(app):
    first, second = asked.two_findings()
    request = asked.delivered(first, second)
    asked.answered(request, asked.accepts(first))
    assert queries.unanswered(request) == [second]
    assert (request.state, second.state) == ("answered", "notified")
    assert request in queries.list_running()
    over = asked.DUE_ON + timedelta(days=1)
    assert queries.voices(second, over).body_says.code == "no_reply"
    assert ActionPoint.query.filter_by(origin="commitment").count() == 0

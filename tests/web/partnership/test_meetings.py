"""Pages of meetings: planning, minutes row by row, agreeing, documents, and who meets them."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from hypothesis import given, settings, strategies as st

from app.core.mail import OutgoingMail
from app.partnership.meetings import service
from app.partnership.meetings.forms import MinutesForm
from app.partnership.meetings.models import Meeting, MeetingFile
from app.partnership.meetings.rules import MOST_ROWS
from app.partnership.models import ActionPoint
from app.partnership.queries import action_points_of, owner_key
from tests.given import commit, meetings, papers, people, work

NOW = datetime(2026, 7, 1, 4, tzinfo=UTC)
PDF = "application/pdf"


@pytest.fixture(autouse=True)
def later():
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(client, *roles, **fields):
    person = people.person(*roles, language="en", **fields)
    commit(person)
    client.sign_in(person)
    return person


@pytest.fixture
def coordinator(app, client):
    return signed_in(client, "coordinator")


def planned(**fields):
    values = {"title_mn": "Уулзалт", "title_en": "A meeting", "day": "2026-07-10", "hour": "10:00", "until": "11:30"}
    return values | {"venue_mn": "Заал", "subnetwork": ""} | fields


def held(**fields):
    return {"seen": "0", "day": "2026-06-03", "hour": "10:30", "until": ""} | fields


def row(table, number, **fields):
    return {f"{table}-{number}-{name}": value for name, value in fields.items()}


def address(meeting, page=""):
    return f"/workspace/meetings/{meeting.id}{page}"


def test_a_meeting_is_planned_on_the_page_of_a_body(coordinator, client):
    body = people.body(name_en="School")
    people.organisation(is_coordinating=True, name_en="Centre")
    commit(body)
    assert "School" in client.get(f"/workspace/meetings?body={body.id}").text
    text = client.get(f"/workspace/meetings/new?body={body.id}").text
    assert f'<option selected value="{owner_key(body)}">' in text
    seats = row("participants", 0, who=owner_key(body), office_mn="Захирал", headcount="2") | row(
        "participants", 1, who=""
    )
    agenda = row("agenda", 0, text_mn="Засвар", text_en="Repair") | row("agenda", 1, text_mn=" ")
    answer = client.post(f"/workspace/meetings/new?body={body.id}", planned(**seats, **agenda))
    text = client.follow(answer).text
    assert "A meeting" in text and "Repair" in text and "(2 people)" in text and "2026-07-10 10:00" in text
    meeting = Meeting.query.one()
    assert (len(meeting.participants), len(meeting.lines), meeting.body) == (1, 1, body)


def test_without_a_body_one_is_chosen_first(coordinator, client):
    answer = client.get("/workspace/meetings/new", expect=303)
    assert answer.headers["Location"].endswith("/workspace/bodies")


def test_a_button_adds_a_row_and_keeps_what_was_typed(coordinator, client):
    meeting = meetings.meeting(state="planned")
    commit(meeting)
    typed = held(day="not a day", **row("agreement", 0, text_mn="Засна", due_on="32-х", owner="", area=""))
    text = client.post(address(meeting, "/minutes"), typed | {"add": "agreement"}, expect=200).text
    assert "Засна" in text and 'value="32-х"' in text and 'value="not a day"' in text
    assert 'name="agreement-1-text_mn"' in text and 'name="agreement-2-text_mn"' not in text
    assert "There is a problem" not in text and Meeting.query.one().state == "planned"


@pytest.mark.parametrize("table", ["nothing", "csrf_token", "seen", "agreement-0-owner"])
def test_there_is_no_row_of_anything_else(coordinator, client, table):
    meeting = meetings.meeting()
    commit(meeting)
    client.post(address(meeting, "/minutes"), held(add=table), expect=200)


def test_minutes_are_written_and_faults_stand_at_their_rows(coordinator, client):
    meeting, member, area = meetings.meeting(state="planned"), people.organisation(), people.focus_area()
    commit(meeting, member, area)
    late = row("agreement", 0, text_mn="Хожуу", due_on="2026-06-01", owner=owner_key(member), area="")
    named = row("participants", 0, who="", office_mn="Ж. Нарантуяа")
    text = client.post(address(meeting, "/minutes"), held(**late, **named), expect=422).text
    assert 'href="#agreement-0-due_on"' in text and 'href="#participants-0-office_mn"' in text and "Хожуу" in text
    good = row("agreement", 0, text_mn="Засна", due_on="2026-08-01", owner=owner_key(member), area=str(area.id))
    lesson = row("lesson", 4, text_mn="Эрт урих")
    answer = client.post(address(meeting, "/minutes"), held(next_on="2026-09-01", **good, **lesson))
    text = client.follow(answer).text
    assert "Held, minutes being written" in text and "Засна" in text and "Эрт урих" in text
    (line,) = Meeting.query.one().lines_of("agreement")
    assert (line.owner, line.due_on, line.focus_area) == (member, date(2026, 8, 1), area)


def test_an_emptied_row_goes_and_the_others_keep_their_number(coordinator, client):
    meeting = meetings.meeting()
    first, second = meeting.lines_of("agreement")[0], meetings.agreement(meeting, text_mn="Хоёр дахь")
    commit(meeting, first, second)
    gone = row("agreement", 0, id=str(first.id), text_mn="", owner="", due_on="", area="")
    stays = row("agreement", 1, id=str(second.id), text_mn="Хоёр дахь, зассан", owner="", due_on="", area="")
    client.post(address(meeting, "/minutes"), held(**gone, **stays))
    assert [(line.id, line.text_mn) for line in Meeting.query.one().lines_of("agreement")] == [
        (second.id, "Хоёр дахь, зассан")
    ]


def test_a_number_of_another_meeting_takes_nothing_from_it(coordinator, client):
    meeting, other = meetings.meeting(), meetings.meeting()
    foreign = other.lines_of("agreement")[0]
    commit(meeting, other, foreign)
    client.post(address(meeting, "/minutes"), held(**row("agreement", 0, id=str(foreign.id), text_mn="Авав", area="")))
    assert foreign.meeting_id == other.id and foreign.text_mn != "Авав"


def test_who_was_overtaken_compares_and_saves_again(coordinator, client):
    meeting = meetings.meeting()
    commit(meeting)
    client.post(address(meeting, "/minutes"), held(venue_mn="Эхнийх", **row("lesson", 0, text_mn="Түүний сургамж")))
    mine = held(venue_mn="Минийх", **row("lesson", 0, text_mn="Миний сургамж"))
    text = client.post(address(meeting, "/minutes"), mine, expect=422).text
    assert "Somebody changed this meeting meanwhile" in text and "Түүний сургамж" in text and "Миний сургамж" in text
    seen = Meeting.query.one().edits
    assert f'name="seen" type="hidden" value="{seen}"' in text
    client.post(address(meeting, "/minutes"), mine | {"seen": str(seen)})
    assert Meeting.query.one().venue_mn == "Минийх"


def test_who_left_meanwhile_stays_where_they_stood(coordinator, client):
    former = people.organisation(left_on=date(2026, 6, 20))
    meeting = meetings.meeting()
    meetings.agreement(meeting, owner_body=None, owner_organisation=former)
    commit(meeting, former)
    key = owner_key(former)
    assert f'<option selected value="{key}">' in client.get(address(meeting, "/minutes")).text
    client.post(address(meeting, "/minutes"), held(**row("agreement", 0, text_mn="Засна", owner=key, area="")))


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000])
def test_an_odd_stamp_is_a_stale_one(coordinator, client, seen):
    meeting = meetings.meeting()
    commit(meeting)
    client.post(address(meeting, "/minutes"), held(seen=seen), expect=422)


TYPED = st.text(max_size=30)
ROWS = st.dictionaries(
    st.tuples(
        st.sampled_from(["participants", "agenda", "discussion", "agreement", "lesson"]),
        st.integers(0, 70),
        st.sampled_from(["id", "text_mn", "text_en", "owner", "due_on", "area", "who", "office_mn", "headcount"]),
    ),
    TYPED,
    max_size=12,
)


@settings(max_examples=60)
@given(rows=ROWS, add=st.sampled_from(["", "agreement", "participants"]))
def test_no_rows_at_all_break_the_form(app, rows, add):
    """Whatever is posted: the form answers with points and seats of plain values, or with errors at its fields."""
    posted = {f"{table}-{number}-{name}": text for (table, number, name), text in rows.items()}
    with app.test_request_context(method="POST", data=held(**posted)):
        form = MinutesForm()
        form.offer(None)
        form.add_row(add)
        sound = form.validate()
        assert sound != bool(form.errors)
        for kind in MinutesForm.POINTS:
            assert len(form[kind]) <= MOST_ROWS
        if sound:
            assert all(point.text_mn.strip() for point in form.points())
            assert all(seat.who or seat.office_mn for seat in form.seats())


def test_both_sides_agree_and_the_plan_shows_it(app, client):
    meeting, area = meetings.meeting(), people.focus_area(title_mn="Чиглэл")
    meetings.agreement(meeting, text_mn="Тайлан нийтэлнэ", focus_area=area)
    commit(meeting, area)
    signed_in(client, "lead")
    text = client.get(address(meeting)).text
    assert "/agree" in text
    assert "Тайлан нийтэлнэ" in client.get(address(meeting, "/agree")).text
    scan = (io.BytesIO(papers.scan()), "scan.png")
    entry = {"seen": "0", "agreed_on": "2026-06-10", "proof": "signed", "proof_note": "Эх хувь", "file": scan}
    text = client.follow(client.post(address(meeting, "/agree"), entry)).text
    assert "Minutes agreed by both sides" in text and "What became of it" in text and "Эх хувь" in text
    (point,) = [row for row in ActionPoint.query if row.title_mn == "Тайлан нийтэлнэ"]
    page = client.get(f"/workspace/action-points/{point.id}").text
    assert "Agreed at a meeting" in page and meeting.title_mn in page
    for path in (f"/workspace/focus-areas/{area.id}", f"/workspace/plans/{area.plan_id}"):
        page = client.get(path).text
        assert "Тайлан нийтэлнэ" in page and meeting.body.name_mn in page and "2026" in page
    client.get(address(meeting, f"/documents/{meeting.files[0].id}"))


def test_agreeing_to_a_stale_page_is_refused(app, client):
    meeting = meetings.meeting(edits=2)
    commit(meeting)
    signed_in(client, "lead")
    entry = {"seen": "1", "agreed_on": "2026-06-10", "proof": "signed"}
    assert "meanwhile" in client.post(address(meeting, "/agree"), entry, expect=422).text
    assert Meeting.query.one().state == "held"


def test_the_writer_is_told_why_they_cannot_agree(app, client):
    writer = signed_in(client, "coordinator")
    meeting = meetings.meeting(edited_by=writer)
    commit(meeting)
    text = client.get(address(meeting)).text
    assert "You wrote these minutes last" in text and "/agree" not in text
    client.get(address(meeting, "/agree"), expect=403)


def test_what_is_missing_stands_on_the_page(coordinator, client):
    meeting = meetings.meeting()
    meetings.agreement(meeting, due_on=None)
    meetings.line(meeting, "lesson", text_mn="Дарга Б. Дорж ирээгүй")
    commit(meeting)
    text = client.get(address(meeting)).text
    assert "Agreement 2 needs an owner and a due date." in text and "Б. Дорж" in text
    page = client.get(address(meeting, "/agree"), expect=422).text
    assert "Agreement 2 needs an owner and a due date." in page and "meanwhile" not in page
    typed = {"agreed_on": "2026-06-20", "proof": "letter", "proof_note": "№ 4/12", "seen": str(meeting.edits)}
    page = client.post(address(meeting, "/agree"), typed, expect=422).text
    assert "The minutes are not whole yet." in page and "Agreement 2 needs an owner" in page
    assert 'value="2026-06-20"' in page and "№ 4/12" in page


def test_a_correction_and_its_versions(coordinator, client):
    meeting = meetings.meeting(state="agreed")
    commit(meeting)
    path = address(meeting, "/passages/correct")
    client.get(path)
    client.post(path, {"reason": ""}, expect=422)
    text = client.follow(client.post(path, {"reason": "Алдаа"})).text
    assert "Draft of version 2" in text and "Version 1" in text
    for query in ("?version=1", ""):
        assert client.get(address(meeting, f"/minutes-mn.pdf{query}")).mimetype == PDF
    client.get(address(meeting, "/minutes-mn.pdf?version=2"), expect=404)
    client.get(address(meeting, "/minutes-fr.pdf"), expect=404)


def test_cancelling_and_what_does_not_lead_from_here(coordinator, client):
    meeting = meetings.meeting(state="planned")
    commit(meeting)
    client.get(address(meeting, "/passages/correct"), expect=409)
    client.post(address(meeting, "/passages/cancel"), {"reason": "Хойшилсон"})
    client.get(address(meeting, "/minutes"), expect=409)
    client.get(address(meeting, "/edit"), expect=409)
    assert client.get(address(meeting, "/invitation.ics")).mimetype == "text/calendar"


def test_the_invitation_is_mailed_by_a_button(coordinator, client):
    meeting = meetings.meeting(state="planned", starts_at=datetime(2026, 7, 10, 2, tzinfo=UTC))
    commit(meeting)
    text = client.get(address(meeting)).text
    assert "no email address for letters" in text and "Send the invitation" not in text
    meeting.body.letters_email = "office@example.mn"
    commit(meeting)
    assert "Send the invitation" in client.get(address(meeting)).text
    text = client.follow(client.post(address(meeting, "/invitation"), {"seen": "0"})).text
    assert "Mailed to the public body" in text and "Invitation mailed" in text and "Send the invitation" not in text
    assert "sent already" in client.follow(client.post(address(meeting, "/invitation"), {"seen": "0"})).text
    client.follow(client.post(address(meeting, "/edit"), planned(seen="0")))
    text = client.get(address(meeting)).text
    assert "Send the invitation again" in text and "The plan has changed since" in text
    assert "meanwhile" in client.follow(client.post(address(meeting, "/invitation"), {"seen": "0"})).text
    assert [mail.recipient for mail in OutgoingMail.query.all()] == ["office@example.mn"]


def test_the_plan_of_a_meeting_is_changed(coordinator, client):
    meeting, area = meetings.meeting(state="planned"), people.focus_area()
    commit(meeting, area)
    text = client.get(address(meeting, "/edit")).text
    assert 'value="10:30"' in text and 'value="2026-06-03"' in text
    entry = planned(seen="0", focus_areas=str(area.id), **row("agenda", 0, text_mn="Шинэ"))
    assert "Шинэ" in client.follow(client.post(address(meeting, "/edit"), entry)).text
    text = client.post(address(meeting, "/edit"), entry | {"title_mn": "Миний"}, expect=422).text
    assert "meanwhile" in text and "Миний" in text


def test_the_next_meeting_begins_where_this_one_ended(coordinator, client):
    meeting = meetings.meeting(state="agreed", next_on=date(2026, 7, 20))
    commit(meeting)
    text = client.get(f"/workspace/meetings/new?follows={meeting.id}").text
    assert 'value="2026-07-20"' in text and meeting.title_mn in text
    answer = client.post(f"/workspace/meetings/new?follows={meeting.id}", planned())
    assert meeting.title_mn in client.follow(answer).text
    assert "A meeting" in client.get(address(meeting)).text


def test_documents_are_kept_shown_and_removed(coordinator, client):
    meeting = meetings.meeting()
    commit(meeting)
    client.post(address(meeting, "/documents/new"), {"label": "Хавсралт"}, expect=422)
    upload = {"label": "Хавсралт", "file": (io.BytesIO(papers.scan()), "Нууц нэр.png")}
    text = client.follow(client.post(address(meeting, "/documents/new"), upload)).text
    assert "Хавсралт" in text and "Нууц нэр" not in text
    number = meeting.files[0].id
    answer = client.get(address(meeting, f"/documents/{number}"))
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    other = meetings.meeting()
    commit(other)
    client.get(address(other, f"/documents/{number}"), expect=404)
    client.get(address(meeting, f"/documents/{number}/remove"))
    client.post(address(meeting, f"/documents/{number}/remove"), {"reason": "Нэртэй"})
    client.get(address(meeting, f"/documents/{number}"), expect=404)


def test_a_document_that_cannot_be_shown_is_refused_at_its_field(coordinator, client):
    meeting = meetings.meeting()
    commit(meeting)
    upload = {"label": "Хүснэгт", "file": (io.BytesIO(b"PK\x03\x04 broken"), "a.xlsx")}
    text = client.post(address(meeting, "/documents/new"), upload, expect=422).text
    assert 'id="file-error"' in text and "Хүснэгт" in text
    assert MeetingFile.query.count() == 0


def test_what_it_is_about_is_chosen_among_what_the_body_has(coordinator, client):
    meeting = meetings.meeting()
    mine = work.monitored(buyer=meeting.body)
    other = work.monitored(buyer=people.body(), title="Өөр байгууллагын гэрээ")
    finding = work.finding(body=meeting.body, state="checked")
    commit(meeting, mine, other, finding)
    text = client.get(address(meeting, "/about")).text
    assert mine.title in text and other.title not in text
    client.post(address(meeting, "/about"), {"contract": str(other.id)}, expect=422)
    client.post(address(meeting, "/about"), {"contract": str(mine.id), "finding": str(finding.id)})
    assert mine.title in client.get(address(meeting)).text
    for path in (f"/workspace/contracts/{mine.id}", f"/workspace/findings/{finding.id}"):
        assert meeting.title_mn in client.get(path).text
    assert meeting.title_mn in client.get(f"/workspace/parties/body/{meeting.body_id}").text


def test_monitors_read_their_subnetworks_meetings_without_documents(app, client):
    monitor = signed_in(client, "monitor")
    own = meetings.meeting(subnetwork=people.subnetwork(monitor), title_mn="Манай уулзалт")
    other = meetings.meeting(subnetwork=people.subnetwork(), body=own.body, title_mn="Бусдын уулзалт")
    writer = people.person("coordinator")
    kept = service.attach(own, "a.png", papers.scan(), "Скан", writer, NOW)
    commit(own, other, kept)
    for path in ("/workspace/meetings", f"/workspace/parties/body/{own.body_id}"):
        text = client.get(path).text
        assert "Манай уулзалт" in text and "Бусдын уулзалт" not in text
    text = client.get(address(own)).text
    assert "Скан" not in text and writer.name not in text and '/minutes"' not in text
    for page in (f"/documents/{kept.id}",):
        client.get(address(own, page), expect=404)
    for page in ("", "/minutes-mn.pdf", "/invitation.ics"):
        client.get(address(other, page), expect=404)
    for page in ("/minutes", "/edit", "/agree", "/about", "/documents/new", "/passages/cancel"):
        client.get(address(own, page), expect=403)


def test_a_lead_changes_only_their_own(app, client):
    lead = signed_in(client, "lead")
    own, other = people.subnetwork(lead), people.subnetwork()
    mine, theirs = meetings.meeting(subnetwork=own), meetings.meeting(subnetwork=other)
    commit(mine, theirs)
    client.get(address(mine, "/minutes"))
    text = client.get(address(theirs)).text
    assert '/minutes"' not in text
    for page in ("/minutes", "/about", "/documents/new", "/passages/cancel"):
        client.get(address(theirs, page), expect=403)
    client.post(f"/workspace/meetings/new?body={mine.body_id}", planned(subnetwork=str(other.id)), expect=422)


def test_nobody_outside_meets_a_meeting(app, client):
    meeting = meetings.meeting(state="agreed")
    commit(meeting)
    for page in ("", "/minutes-mn.pdf?version=1", "/invitation.ics"):
        client.get(address(meeting, page), expect=302)
    signed_in(client, "administrator")
    for page in ("", "/minutes-mn.pdf?version=1", "/invitation.ics"):
        client.get(address(meeting, page), expect=403)


@pytest.mark.parametrize("query", ["state=x", "body=0x", "year=abc", "year=1800", "year=99999", "page=0"])
def test_odd_addresses_give_a_page(coordinator, client, query):
    commit(meetings.meeting())
    client.get(f"/workspace/meetings?{query}")


def test_the_list_is_filtered(coordinator, client):
    first, second = meetings.meeting(state="planned"), meetings.meeting(state="cancelled")
    commit(first, second)
    text = client.get(f"/workspace/meetings?state=planned&year=2026&body={first.body_id}").text
    assert first.title_mn in text and second.title_mn not in text


def test_commitments_without_a_focus_area_stand_in_the_plan_too(coordinator, client):
    plan = people.plan()
    point = people.action_point(owner_body=people.body(name_mn="Амласан байгууллага"), origin="commitment")
    commit(plan, point)
    text = client.get(f"/workspace/plans/{plan.id}").text
    assert point.title_mn in text and "Амласан байгууллага" in text and "2027-01-31" in text


def test_actions_of_a_meeting_are_linked(app):
    meeting = meetings.meeting()
    service.agree_minutes(
        meeting,
        people.person("lead"),
        NOW,
        seen=0,
        agreed_on=date(2026, 6, 10),
        proof="email",
        scan=("a.png", papers.scan()),
    )
    assert action_points_of(meeting)

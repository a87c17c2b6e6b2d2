"""A reply that refers opens the next body's request; the first clock runs on; a ring is noticed."""

from datetime import date

import pytest

from app.core import audit
from app.core.errors import Invalid, Missing, NotPermitted, Refused, WrongState
from app.responses import letters, queries, service
from app.responses.rules import Answer
from tests.given import people
from tests.integration.responses import asked

NEXT = "Дулаан хангамжийн газар"


@pytest.fixture
def other(app):
    return people.body(name_mn=NEXT, letters_email="heat@example.mn")


def refer(request, *findings, to=NEXT, **fields):
    answers = [Answer(row.id, "refers", "Манайх биш.", referred_to=to) for row in findings or request.findings]
    return asked.answered(request, *answers, **fields)


def onward(request, to=NEXT):
    (referral, *_rest) = queries.referrals_in(refer(request, to=to))
    return referral


def receive(request):
    """Sent on, and acknowledged by the next body."""
    service.send(request, asked.coordinator(), asked.REPLIED_AT, channel="mail")
    service.acknowledge(request, asked.officer(request), asked.REPLIED_AT, received_on=date(2026, 7, 20))
    return request


def test_the_next_bodys_request_is_drafted(other):
    first = asked.delivered()
    referral = onward(first)
    request = referral.request
    assert (referral.state, request.state, request.body, request.rule) == ("opened", "drafted", other, first.rule)
    assert (request.findings, request.author) == (first.findings, first.author)
    assert (queries.opened_by(request), queries.path_of(request)) == ([referral], [first, request])
    assert first.body.name_mn in request.text_mn
    assert first.number in request.text_mn
    assert [entry.verb for entry in audit.history(request)] == ["draft"]


def test_all_that_is_sent_to_one_body_goes_in_one_letter(other):
    one, two = asked.two_findings()
    response = refer(asked.delivered(one, two))
    (request,) = {row.request for row in queries.referrals_in(response)}
    assert set(request.findings) == {one, two}


def test_findings_sent_to_two_bodies_go_in_two_letters(other):
    third = people.body(name_mn="Замын газар")
    one, two = asked.two_findings()
    request = asked.delivered(one, two)
    answers = [Answer(row.id, "refers", referred_to=to) for row, to in ((one, NEXT), (two, third.name_mn))]
    made = {row.request.body: row.request.findings for row in queries.referrals_in(asked.answered(request, *answers))}
    assert made == {other: [one], third: [two]}


def test_the_first_clock_runs_on(other):
    first = asked.delivered()
    finding = first.findings[0]
    before = first.due_on, first.received_on
    second = onward(first).request
    assert (first.due_on, first.received_on) == before
    assert (first.state, finding.state, finding.position) == ("answered", "answered", "refers")
    receive(second)
    assert queries.request_of(finding) is first
    assert (second.due_on, second.state) == (date(2026, 8, 19), "delivered")
    assert finding.state == "answered", "the receipt is not the first body's"
    assert queries.reply_time(first) == (12, True)
    asked.answered(second, asked.accepts(finding), at=asked.LATE_AT)
    assert (finding.position, queries.voices(finding).body_says.code) == ("refers", "refers")
    assert queries.responses_to(finding)[-1].request is second
    assert queries.reply_time(second).in_time is False


def test_that_the_first_body_was_late_stays(other):
    first = asked.delivered()
    refer(first, at=asked.LATE_AT)
    assert queries.reply_time(first).in_time is False
    assert queries.right_of_reply(first.findings[0], asked.LATE_AT.date()).ok


def test_a_reopened_finding_can_be_asked_about_while_the_next_body_is(other):
    first = asked.delivered()
    second = onward(first).request
    finding = first.findings[0]
    finding.state = "reopened"
    assert queries.askable([finding.id]) == [finding]
    receive(second)
    assert finding.state == "reopened"


def test_a_body_acts_on_its_own_request_only(other):
    first = asked.delivered()
    second = onward(first).request
    service.send(second, asked.coordinator(), asked.REPLIED_AT, channel="mail")
    with pytest.raises(NotPermitted):
        service.acknowledge(second, asked.officer(first), asked.REPLIED_AT, received_on=date(2026, 7, 20))


@pytest.mark.parametrize("name", ["Нэргүй алба", "—", "Хоёр нэртэй газар"])
def test_a_name_that_means_nobody_or_several_waits(other, name):
    for number in "12":
        people.body(name_mn="Хоёр нэртэй газар", identifier=number)
    referral = onward(asked.delivered(), to=name)
    assert (referral.state, referral.body, referral.request) == ("unclear", None, None)
    assert queries.list_unclear() == [referral]


def test_who_is_meant_is_said_once_for_the_whole_reply(other):
    request = asked.delivered(*asked.two_findings())
    rows = queries.referrals_in(refer(request, to="Дулааны нөхөд"))
    made = service.open_next(rows[0], other, asked.coordinator(), asked.REPLIED_AT)
    assert {row.request for row in rows} == {made}
    assert {row.state for row in rows} == {"opened"}
    with pytest.raises(WrongState):
        service.open_next(rows[1], other, asked.coordinator(), asked.REPLIED_AT)


def test_a_referral_may_be_set_aside_with_a_reason(other):
    referral = onward(asked.delivered(), to="Хэн нэгэн")
    with pytest.raises(Missing):
        service.set_aside(referral, " ", asked.coordinator(), asked.REPLIED_AT)
    service.set_aside(referral, "Ийм алба байхгүй.", asked.coordinator(), asked.REPLIED_AT)
    assert queries.list_unclear() == []
    assert audit.history(referral)[-1].reason == "Ийм алба байхгүй."


def test_only_who_sends_letters_decides(other):
    referral, lead = onward(asked.delivered(), to="Хэн нэгэн"), people.person("lead")
    with pytest.raises(NotPermitted):
        service.open_next(referral, other, lead, asked.REPLIED_AT)
    with pytest.raises(NotPermitted):
        service.set_aside(referral, "Учир.", lead, asked.REPLIED_AT)


def test_a_ring_waits_for_a_decision(other):
    first = asked.delivered()
    second = receive(onward(first).request)
    back = onward(second, to=first.body.name_mn)
    assert (back.state, back.body, queries.is_ring(back)) == ("unclear", first.body, True)
    third = service.open_next(back, first.body, asked.coordinator(), asked.REPLIED_AT)
    assert queries.path_of(third) == [first, second, third]
    assert queries.request_of(first.findings[0]) is first


def test_a_body_does_not_refer_to_itself(other):
    first = asked.delivered()
    with pytest.raises(Invalid) as refusal:
        onward(first, to=first.body.name_mn)
    assert list(refusal.value.errors) == [f"finding-{first.findings[0].id}-referred_to"]


def test_referring_twice_asks_once(other):
    first = asked.delivered()
    once = onward(first)
    again = onward(first)
    assert (again.state, again.request) == ("opened", once.request)
    service.withdraw(once.request, "Буруу газар.", asked.coordinator(), asked.REPLIED_AT)
    assert onward(first).request is not once.request


def test_a_finding_taken_back_is_not_sent_on(other):
    referral = onward(asked.delivered(), to="Хэн нэгэн")
    referral.finding.state = "drafted"
    with pytest.raises(Refused):
        service.open_next(referral, other, asked.coordinator(), asked.REPLIED_AT)


def test_a_paper_reply_refers_as_well(other):
    first = asked.delivered()
    response = asked.by_letter(first, Answer(first.findings[0].id, "refers", referred_to=NEXT))
    (referral,) = queries.referrals_in(response)
    assert referral.request.body is other


def test_the_next_letter_says_so_in_both_languages(other):
    first = asked.delivered()
    said = letters.onward(first.findings, first)
    assert first.number in said["text_en"]
    assert first.number in said["text_mn"]


def test_a_body_is_found_by_its_number_or_any_of_its_names(app):
    body = people.body(name_mn="Мөрөн сумын ЗДТГ", identifier="9011234")
    for text in ("9011234", "Мөрөн сумын ЗДТГ", "мөрөн  сумын здтг"):
        assert queries.find_named(text) is body
    body.merged_into_id = people.body().id
    assert queries.find_named("9011234") is None


def test_a_day_of_fixing_lies_before_the_reply(app):
    request = asked.delivered()
    answer = Answer(request.findings[0].id, "accepts", fixed_on=date(2026, 7, 21))
    with pytest.raises(Invalid):
        asked.answered(request, answer)

"""A request on its way: drafted, sent, delivered, extended, withdrawn, and its link."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

import tests.given as given
from app.accounts.models import User
from app.core import audit
from app.core.database import db
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, Refused, WrongState
from app.core.mail import OutgoingMail
from app.findings import service as findings
from app.findings.models import Finding
from app.partnership.models import ActionPoint, PlanLink
from app.responses import links, queries, service
from app.responses.links import LinkClosed
from app.responses.models import DeliveryAttempt, TimeRule
from app.responses.policy import ReplyActor
from tests.given import people, work
from tests.integration.responses import asked

AT = asked.SENT_AT
TEXTS = {"subject_mn": "Дээвэр", "text_mn": "Тайлбарлана уу."}


def draft(*findings, points=None, at=AT, **rest):
    points = [people.action_point().id] if points is None else points
    rule = work.time_rule()
    return service.draft_request(findings, rule, TEXTS, points, actor=asked.coordinator(), at=at, **rest)


def verbs(row):
    return [entry.verb for entry in audit.history(row)]


def test_a_draft_is_numbered_within_its_year(app):
    numbers = [draft(work.finding(state="checked")).number for _ in range(2)]
    assert numbers == ["2026/001", "2026/002"]
    new_year = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)  # already 2027 in Ulaanbaatar
    assert draft(work.finding(state="checked"), at=new_year).number == "2027/001"


def test_the_thousandth_request_follows_the_last(app):
    work.request(number="2026/999")
    work.request(number="2026/1000")
    assert draft(work.finding(state="checked")).number == "2026/1001"


def test_a_number_taken_meanwhile_is_passed_over(app, monkeypatch):
    from app.responses.service import drafting

    work.request(number="2026/001")
    seen = iter([0, 1])
    monkeypatch.setattr(drafting, "_last_number", lambda year: next(seen))
    assert draft(work.finding(state="checked")).number == "2026/002"


def test_numbers_are_unique_when_several_draft_at_once(app):
    findings, rule, person = asked.two_findings(), work.time_rule(), asked.coordinator()
    ids, rule_id, person_id = [row.id for row in findings], rule.id, person.id
    given.commit()

    def draft_one(finding_id):
        with app.app_context():
            one = [db.session.get(Finding, finding_id)]
            who = {"actor": db.session.get(User, person_id), "at": AT}
            made = service.draft_request(one, db.session.get(TimeRule, rule_id), TEXTS, [], **who)
            number = made.number
            db.session.commit()
            db.session.remove()
            return number

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(draft_one, ids)) == ["2026/001", "2026/002"]


def test_a_draft_ties_its_findings_to_action_points_old_and_new(app):
    finding, area, body = work.finding(state="checked"), people.focus_area(), people.organisation()
    old = people.action_point()
    new = {"title_mn": "Уулзалт хийх", "owner": body, "due_on": date(2026, 9, 1), "focus_area": area}
    request = draft(finding, points=[old.id], new_action_point=new)
    made = ActionPoint.query.filter_by(origin="request").one()
    assert (made.origin_note, made.owner) == (request.number, body)
    assert set(queries.action_points_of(request)) == {old, made}


@pytest.mark.parametrize("state", ["drafted", "notified", "dropped"])
def test_only_checked_findings_can_be_asked_about(app, state):
    with pytest.raises(Invalid):
        draft(work.finding(state=state))


def test_a_request_goes_to_one_body_and_no_finding_is_asked_twice(app):
    with pytest.raises(Invalid):
        draft(work.finding(state="checked"), work.finding(state="checked"))
    finding = work.finding(state="checked")
    draft(finding)
    with pytest.raises(Invalid):
        draft(finding)
    assert queries.list_askable() != []


def test_a_draft_can_be_edited_and_a_sent_request_cannot(app):
    request, rule = asked.drafted(), work.time_rule(code="other")
    service.edit_request(request, rule, TEXTS | {"text_en": "Please explain."}, asked.coordinator(), AT)
    assert (request.rule, request.text_en) == (rule, "Please explain.")
    with pytest.raises(Refused):
        service.edit_request(asked.sent(), rule, TEXTS, asked.coordinator(), AT)


def test_sending_needs_an_action_point(app):
    with pytest.raises(Missing) as refused:
        service.send(work.request(), asked.coordinator(), AT, channel="hand")
    assert refused.value.field == "action_points"


def test_a_mail_holds_findings_term_and_link(app):
    body = people.body(letters_email="letters@body.mn")
    request = asked.drafted(work.finding(state="checked", body=body, asks_mn="Дээврийг дуусгах."))
    attempt = service.send(request, asked.coordinator(), AT, channel="mail")
    mail = OutgoingMail.query.one()
    assert (attempt.address, attempt.mail_id, mail.recipient) == (
        "letters@body.mn",
        mail.id,
        "letters@body.mn",
    )
    finding = request.findings[0]
    for text in (finding.title_mn, finding.statement_mn, "Дээврийг дуусгах.", "/reply/", request.number):
        assert text in mail.body
    token = mail.body.split("/reply/")[1].split()[0]
    assert links.open_link(token, AT) is request


def test_a_mail_needs_an_address(app):
    with pytest.raises(Invalid):
        service.send(asked.drafted(), asked.coordinator(), AT, channel="mail")


def test_every_attempt_is_logged(app):
    request = asked.sent()
    service.try_again(request, asked.coordinator(), AT, channel="post", note="Хаалга түгжээтэй.")
    assert [row.channel for row in request.attempts] == ["hand", "post"]
    assert verbs(request) == ["send", "attempt"]
    with pytest.raises(Refused):
        service.try_again(asked.drafted(), asked.coordinator(), AT, channel="post")


def test_delivery_freezes_the_due_date_and_notifies_the_findings(app):
    request = asked.delivered(*asked.two_findings())
    assert (request.state, request.due_on, request.registry_number) == ("delivered", asked.DUE_ON, "А/12")
    assert request.explanation["due_on"] == "2026-08-07"
    assert {finding.state for finding in request.findings} == {"notified"}
    assert verbs(request) == ["send", "deliver"]
    assert audit.history(request.findings[0])[-1].details["request"] == request.number


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"received_on": date(2026, 7, 9)}, "received_on"),
        ({"received_on": date(2026, 7, 5)}, "received_on"),
        ({"proof": "rumour"}, "proof"),
        ({"proof": "mail"}, "proof"),
        ({"registry_number": ""}, "registry_number"),
    ],
)
def test_proof_of_delivery_is_checked(app, fields, fault):
    request = asked.sent()
    values = {"received_on": asked.RECEIVED_ON, "proof": "registry", "registry_number": "А/12"} | fields
    with pytest.raises(Invalid) as refused:
        service.record_delivery(request, asked.coordinator(), asked.RECEIVED_AT, **values)
    assert list(refused.value.errors) == [fault]
    assert request.state == "sent"


def test_a_mail_that_the_server_took_is_proof(app):
    body = people.body(letters_email="letters@body.mn")
    request = asked.drafted(work.finding(state="checked", body=body))
    service.send(request, asked.coordinator(), AT, channel="mail")
    OutgoingMail.query.one().accepted_at = AT
    service.record_delivery(
        request, asked.coordinator(), asked.RECEIVED_AT, received_on=asked.RECEIVED_ON, proof="mail"
    )
    assert request.proof == "mail"


def test_a_finding_taken_back_after_sending_is_no_longer_asked(app):
    first, second = asked.two_findings()
    request = asked.sent(first, second)
    second.state = "dropped"
    service.record_delivery(
        request, asked.coordinator(), asked.RECEIVED_AT, received_on=asked.RECEIVED_ON, proof="signature"
    )
    assert (first.state, second.state) == ("notified", "dropped")
    assert queries.standing_findings(request) == [first]


def test_a_finding_checked_anew_after_sending_waits_for_another_letter(app):
    first, second = asked.two_findings()
    request = asked.sent(first, second)
    findings.redraft(second, asked.coordinator(), AT, "Тоо зөрсөн.")
    findings.check(second, asked.coordinator(), AT, "Зассаныг харсан.")
    assert queries.standing_findings(request) == [first]
    service.record_delivery(
        request, asked.coordinator(), asked.RECEIVED_AT, received_on=asked.RECEIVED_ON, proof="signature"
    )
    assert (first.state, second.state) == ("notified", "checked")
    assert queries.request_of(second) is None
    assert not queries.right_of_reply(second, asked.DUE_ON + timedelta(days=9)).ok
    assert queries.askable([second.id]) == [second]


@pytest.mark.parametrize("state", ["drafted", "withdrawn"])
def test_what_did_not_go_out_cannot_be_acknowledged(app, state):
    request = asked.drafted(state=state)
    with pytest.raises(WrongState):
        service.acknowledge(request, asked.officer(request), AT, received_on=AT.date())


def test_nobody_acknowledges_for_the_body(app):
    request = asked.delivered()
    with pytest.raises(NotPermitted):
        service.acknowledge(request, people.person("lead"), asked.RECEIVED_AT, received_on=asked.RECEIVED_ON)


def test_acknowledging_through_the_link_is_proof_of_delivery(app):
    request = asked.sent()
    service.acknowledge(request, asked.officer(request), asked.RECEIVED_AT, received_on=asked.RECEIVED_ON)
    assert (request.state, request.proof, request.findings[0].state) == ("delivered", "link", "acknowledged")
    assert audit.history(request)[-1].actor_kind == f"body:{request.body_id}"


def test_acknowledging_after_delivery_moves_no_date(app):
    request = asked.delivered()
    service.acknowledge(request, asked.officer(request), asked.REPLIED_AT, received_on=asked.REPLIED_AT.date())
    assert (request.due_on, request.proof, request.findings[0].state) == (
        asked.DUE_ON,
        "registry",
        "acknowledged",
    )


def test_one_body_cannot_act_on_the_request_to_another(app):
    request = asked.sent()
    stranger = ReplyActor(request.body_id + 1)
    with pytest.raises(NotPermitted):
        service.acknowledge(request, stranger, asked.RECEIVED_AT, received_on=asked.RECEIVED_ON)
    assert request.state == "sent"


def test_the_term_is_extended_once_and_within_the_rule(app):
    request = asked.delivered()
    with pytest.raises(Refused):
        extend(request, days=31)
    extend(request, days=10)
    assert (request.due_on, request.extended_until) == (asked.DUE_ON, date(2026, 8, 17))
    assert request.extension_reason == "Баримт цуглуулна."
    with pytest.raises(NotPermitted):
        extend(request, days=5)


def extend(request, days, at=asked.REPLIED_AT, **rest):
    service.extend(request, asked.officer(request), at, days=days, reason="Баримт цуглуулна.", **rest)


def test_an_extension_is_asked_for_in_time(app):
    request = asked.delivered()
    with pytest.raises(Invalid):
        extend(request, days=10, at=asked.LATE_AT)
    with pytest.raises(Invalid):
        extend(request, days=10, at=asked.LATE_AT, asked_on=date(2026, 7, 1))
    extend(request, days=10, at=asked.LATE_AT, asked_on=date(2026, 8, 5))
    assert request.extended_until == date(2026, 8, 17)


def test_a_withdrawn_request_frees_its_findings_and_closes_its_link(app):
    request = asked.sent()
    token = links.token_of(request)
    service.withdraw(request, "Алдаатай илгээсэн.", asked.coordinator(), AT)
    with pytest.raises(LinkClosed):
        links.open_link(token, AT)
    assert queries.askable([request.findings[0].id]) == request.findings
    assert queries.request_of(request.findings[0]) is None


def test_a_delivered_request_cannot_be_withdrawn(app):
    with pytest.raises(WrongState):
        service.withdraw(asked.delivered(), "хүсэл", asked.coordinator(), AT)


def test_a_new_link_ends_the_old_one(app):
    request = asked.sent()
    old = links.token_of(request)
    service.renew_link(request, asked.coordinator(), AT)
    with pytest.raises(LinkClosed):
        links.open_link(old, AT)
    assert links.open_link(links.token_of(request), AT) is request


def test_a_revoked_link_cannot_be_replayed(app):
    request = asked.delivered()
    tokens = [links.token_of(request)]
    service.revoke_link(request, "Буруу хаяг руу очсон.", asked.coordinator(), AT)
    tokens.append(links.token_of(request))
    for token in tokens:
        with pytest.raises(LinkClosed):
            links.open_link(token, AT)
    extend(request, days=10)
    assert request.link_expires_at is None


def test_a_link_expires_and_never_before_the_term(app):
    request = asked.sent()
    assert request.link_expires_at == AT + timedelta(days=120)
    token = links.token_of(request)
    with pytest.raises(LinkClosed):
        links.open_link(token, AT + timedelta(days=120))
    slow = asked.delivered(rule=work.time_rule(term=200))
    assert slow.link_expires_at.date() > slow.due_on


def test_a_draft_has_no_link(app):
    request = asked.drafted()
    with pytest.raises(LinkClosed):
        links.open_link(links.token_of(request), AT)
    with pytest.raises(NotFound):
        links.open_link("nonsense", AT)


def test_only_coordinators_send(app):
    for role in ("monitor", "lead", "observer", "administrator"):
        with pytest.raises(NotPermitted):
            service.send(asked.drafted(), people.person(role), AT, channel="hand")
    assert DeliveryAttempt.query.count() == 0


def test_overdue_is_computed(app):
    request = asked.delivered()
    assert queries.count_overdue(asked.DUE_ON) == 0
    assert queries.count_overdue(asked.DUE_ON + timedelta(days=1)) == 1
    extend(request, days=30)
    assert queries.count_overdue(asked.DUE_ON + timedelta(days=1)) == 0


def test_links_to_the_plan_are_made_once(app):
    request = asked.drafted()
    service.tie_action_points(
        request, [point.id for point in queries.action_points_of(request)], asked.coordinator(), AT
    )
    assert PlanLink.query.filter_by(subject_kind="finding").count() == 1


def test_a_rule_that_was_closed_meanwhile_is_not_cited(app):
    request = asked.drafted()
    request.rule.valid_to = asked.SENT_AT.date() - timedelta(days=1)
    with pytest.raises(Refused):
        service.send(request, asked.coordinator(), asked.SENT_AT, channel="hand")

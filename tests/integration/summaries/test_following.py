"""What the public reads of a question that was sent on, and of a second look; and whom the measures count."""

from datetime import UTC, date, datetime

import pytest

from app.core.database import db
from app.findings.models import Evidence
from app.responses import queries, service
from app.responses.rules import Answer
from app.summaries import cases
from app.summaries.models import PublishedFile
from tests.given import people, stored, work
from tests.integration.responses import asked
from tests.integration.summaries import heard

REFERRED_AT, ANSWERED_AT = datetime(2026, 5, 20, 4, tzinfo=UTC), datetime(2026, 6, 15, 4, tzinfo=UTC)
NEXT = "Дулаан хангамжийн газар"


@pytest.fixture
def other(app):
    return people.body(name_mn=NEXT, letters_email="heat@example.mn")


def refer(request, to=NEXT, at=REFERRED_AT):
    answer = Answer(request.findings[0].id, "refers", "Манайх биш.", referred_to=to)
    response = asked.answered(request, answer, at=at)
    return queries.referrals_in(response)[0]


def receive(request, on):
    service.send(request, asked.coordinator(), REFERRED_AT, channel="mail")
    service.record_delivery(
        request, asked.coordinator(), REFERRED_AT, received_on=on, proof="registry", registry_number="1"
    )
    return request


@pytest.fixture
def sent_on(other):
    """A question that the second body answered with a promise."""
    finding = heard.finding()
    heard._link("finding", finding, action_point=people.action_point())
    request = receive(refer(heard.asked(finding)).request, REFERRED_AT.date())
    asked.answered(request, asked.accepts(finding, asked.promise(date(2026, 6, 20))), at=ANSWERED_AT)
    return finding


def part_of(finding):
    (part,) = heard.published(finding).document["findings"]
    return part


def test_the_chain_is_counted_from_the_first_receipt(sent_on, other):
    part = part_of(sent_on)
    (row,) = part["referrals"]
    assert (row["days"], row["to"]["name_mn"], row["is_ring"], row["state"]) == (16, NEXT, False, "opened")
    assert [(one["body"]["id"], one["is_onward"]) for one in part["requests"]] == [
        (sent_on.body_id, False),
        (other.id, True),
    ]
    assert row["request"] == part["requests"][1]["number"]
    assert (part["position"], part["body"]["id"]) == ("refers", sent_on.body_id)


def test_a_ring_is_published_as_one(sent_on):
    second = queries.referrals_of(sent_on)[0].request
    refer(second, to=sent_on.body.name_mn, at=ANSWERED_AT)
    ring = part_of(sent_on)["referrals"][-1]
    assert (ring["is_ring"], ring["request"]) == (True, None)


def test_each_body_is_measured_by_what_was_asked_of_it(sent_on, other):
    face = cases.Face(part_of(sent_on), heard.CUTOFF)
    counted = {
        (case.measure, number) for case in cases.cases_of([face]) for scope, number in case.scopes if scope == "body"
    }
    first = sent_on.body_id
    assert {("reply-rate", first), ("reply-rate", other.id), ("first-reply", first)} <= counted
    assert {("fix-rate", first), ("commitments-kept", other.id), ("substantive-reply", other.id)} <= counted
    assert not {("fix-rate", other.id), ("commitments-kept", first), ("substantive-reply", first)} & counted


def test_the_evidence_of_a_second_look_is_shown(app):
    finding = heard.finding()
    heard.replied(heard.asked(finding))
    visit = heard.verified(finding, "partly").observation
    photo = stored(work.released(Evidence(observation=visit, file=heard.file())))
    version = heard.published(finding)
    (look,) = version.document["findings"][0]["verifications"]
    assert [file["sha256"] for file in look["evidence"]] == [photo.public_sha256]
    assert photo.public_sha256 in set(db.session.scalars(db.select(PublishedFile.sha256)))


def test_a_look_whose_visit_fell_says_so(app):
    finding = heard.whole_finding()
    row = heard.verified(finding, on=date(2026, 6, 9))
    row.observation.state = "rejected"
    looks = part_of(finding)["verifications"]
    assert [(look["looked_on"], look["fell"]) for look in looks] == [("2026-06-09", True), ("2026-06-10", False)]


def test_how_the_network_judged_it_is_told_without_its_reasons(app):
    finding = heard.whole_finding()
    service.assess_outcome(finding, "not_resolved", f"{heard.CANARY} шалтгаан", asked.coordinator(), heard.AT)
    finding.state = "reopened"
    course = part_of(finding)["course"]
    assert course == [{"happened_on": "2026-07-06", "verb": "assess", "outcome": "not_resolved"}]


def test_a_document_of_before_still_counts(sent_on):
    """One that was frozen before referrals were followed does not say whom a request went to."""
    part = part_of(sent_on)
    for request in part["requests"]:
        del request["body"], request["is_onward"]
    counted = cases.cases_of([cases.Face(part, heard.CUTOFF)])
    assert {number for case in counted for scope, number in case.scopes if scope == "body"} == {sent_on.body_id}

"""What a body does is told to the network: to whom, in which language, and what never stands in a mail."""

from datetime import date, timedelta

import pytest

from app.core.mail import OutgoingMail
from app.findings import service as findings
from app.responses import service
from app.responses.queries import notices
from app.responses.queries.replies import count_new_replies, list_new_replies, not_acted_on
from app.responses.rules import Answer
from tests.given import commit, people, work
from tests.integration.responses import asked
from tests.integration.responses.test_reminders import silent

OFFICE = "Бат-Эрдэнийн алба"


def told():
    """Who got a mail beside the letter, in order."""
    return [row.recipient for row in OutgoingMail.query.order_by(OutgoingMail.id)]


def sender(request):
    return notices.coordinator_of(request)


def test_a_reply_is_told_to_the_leads_and_to_who_sent_the_letter(app):
    request, lead = silent()
    asked.answered(request)
    assert sorted(told()) == sorted([lead.email, sender(request).email])
    assert sender(request) != request.author
    assert all(request.number in row.subject for row in OutgoingMail.query)


def test_each_reads_it_in_their_language_with_an_address_that_opens_after_signing_in(app):
    request, lead = silent()
    lead.language = "en"
    asked.answered(request)
    english = OutgoingMail.query.filter_by(recipient=lead.email).one()
    mongolian = OutgoingMail.query.filter_by(recipient=sender(request).email).one()
    assert "there is a reply" in english.subject and "there is a reply" not in mongolian.subject
    assert all(f"/workspace/requests/{request.id}" in row.body for row in (english, mongolian))


def test_no_mail_names_a_monitor_a_finding_or_what_the_holder_of_the_link_typed(app):
    request, _lead = silent()
    finding = request.findings[0]
    said = Answer(finding.id, "refers", "Манайх биш", referred_to="Өөр газар https://example.com")
    asked.answered(request, said, office=OFFICE, text="Хавсралтыг үзнэ үү")
    typed = (OFFICE, "Манайх биш", "example.com", "Хавсралтыг", "/reply/")
    secret = (finding.title_mn, finding.statement_mn, finding.observations[0].monitor.name, *typed)
    assert [word for word in secret for row in OutgoingMail.query if word in row.body + row.subject] == []


def test_the_mail_says_what_follows(app):
    request, lead = silent()
    lead.language, finding = "en", request.findings[0]
    asked.answered(request, asked.accepts(finding, asked.promise(), asked.promise(on=date(2026, 9, 1), text="Хоёр")))
    first = OutgoingMail.query.filter_by(recipient=lead.email).one().body
    assert "- Accepts: 1" in first and "2 steps, the first by September 1, 2026" in first
    refers = Answer(finding.id, "refers", "Манайх биш", referred_to="Хэн ч биш")
    asked.answered(request, refers, at=asked.REPLIED_AT + timedelta(days=1))
    second = OutgoingMail.query.filter_by(recipient=lead.email).order_by(OutgoingMail.id.desc()).first()
    assert "added to its reply" in second.subject and "please say which one is meant" in second.body


def test_a_paper_reply_is_told_to_the_leads_alone(app):
    request, lead = silent()
    asked.by_letter(request, asked.accepts(request.findings[0]))
    assert told() == [lead.email]


def test_who_enters_it_is_not_told_what_they_did(app):
    clerk = people.person("lead", "coordinator")
    seen = work.observation(work.monitored(subnetwork=people.subnetwork(clerk)), state="accepted")
    request = asked.delivered(work.finding(seen, state="checked"))
    letter = {
        "office": OFFICE,
        "answered_on": date(2026, 7, 19),
        "arrived_on": date(2026, 7, 20),
        "scans": [asked.SCAN],
    }
    service.record_paper(request, [asked.accepts(request.findings[0])], clerk, asked.REPLIED_AT, **letter)
    assert told() == []


def test_receipt_and_extension_are_told_with_the_due_date(app):
    seen = work.observation(
        work.monitored(subnetwork=people.subnetwork(people.person("lead", language="en"))), state="accepted"
    )
    request = asked.sent(work.finding(seen, state="checked"))
    officer = asked.officer(request)
    service.acknowledge(request, officer, asked.RECEIVED_AT, received_on=asked.RECEIVED_ON)
    service.acknowledge(request, officer, asked.RECEIVED_AT, received_on=asked.RECEIVED_ON)
    assert len(told()) == 2
    service.extend(request, officer, asked.REPLIED_AT, days=7, reason="Ажил их")
    assert len(told()) == 4
    english = [row.body for row in OutgoingMail.query.order_by(OutgoingMail.id) if "due by" in row.body]
    assert "due by August 7, 2026" in english[0] and "due by August 14, 2026" in english[1]
    assert all("Ажил их" not in row.body for row in OutgoingMail.query)


def test_closed_accounts_get_nothing(app):
    request, lead = silent()
    for person in (lead, sender(request), request.author):
        person.is_active = False
    asked.answered(request)
    assert told() == []


@pytest.fixture
def replied(app):
    request, lead = silent()
    return asked.answered(request), lead


def waiting(person):
    rows = list_new_replies(person, 1).items
    assert len(rows) == count_new_replies(person)
    return rows


def test_a_reply_is_new_to_its_lead_and_to_coordinators_until_somebody_acts_on_it(replied):
    response, lead = replied
    finding = response.items[0].finding
    assert waiting(lead) == waiting(asked.coordinator()) == [response]
    assert waiting(people.person("lead")) == []
    service.assess_outcome(finding, "not_resolved", "Засаагүй байна", lead, asked.REPLIED_AT)
    assert waiting(lead) == []
    added = asked.answered(response.request, at=asked.REPLIED_AT + timedelta(days=1))
    assert waiting(lead) == [added]


def test_it_stays_until_the_last_finding_that_it_answers_was_acted_on(app):
    lead = people.person("lead")
    contract = work.monitored(subnetwork=people.subnetwork(lead))
    first = work.finding(work.observation(contract, state="accepted"), state="checked")
    second = work.finding(work.observation(contract, state="accepted"), state="checked", body=first.body)
    response = asked.answered(asked.delivered(first, second))
    findings.escalate(first, lead, asked.REPLIED_AT, "Дээд шатанд")
    assert waiting(lead) == [response]
    assert [item.finding for item in not_acted_on(response)] == [second]
    findings.escalate(second, lead, asked.REPLIED_AT, "Дээд шатанд")
    assert waiting(lead) == []


def test_the_first_page_opens_the_list_that_it_counts(replied, client):
    response, lead = replied
    commit(lead)
    client.sign_in(lead)
    assert "/workspace/requests/replies" in client.get("/workspace/").text
    assert response.items[0].finding.title_mn in client.get("/workspace/requests/replies").text

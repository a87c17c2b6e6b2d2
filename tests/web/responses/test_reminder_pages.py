"""Pages of reminders and of the escalation path."""

from datetime import date

import time_machine
from icalendar import Calendar

import tests.given as given
from app.core.mail import OutgoingMail
from app.responses import service
from app.responses.notice_models import EscalationAddressee
from tests.given import people
from tests.integration.responses import asked
from tests.integration.responses.test_reminders import instant, run, silent


def signed_in(client, *roles):
    person = people.person(*roles)
    given.commit()
    client.sign_in(person)
    return person


def test_the_page_of_a_request_shows_what_was_sent_what_comes_and_what_failed(app, client):
    request, lead = silent()
    run(request, date(2026, 7, 31))
    given.commit()
    mail = OutgoingMail.query.filter_by(recipient=lead.email).one()
    mail.accepted_at, mail.fault = None, "SMTPRecipientsRefused"
    with time_machine.travel(instant(date(2026, 8, 1)), tick=False):
        signed_in(client, "observer")
        page = client.get(f"/workspace/requests/{request.id}?lang=en").text
    assert "Reminder before the due date" in page and "Not accepted by the mail server" in page
    assert "7, 2026: Reminder of the last day" in page
    assert "Pause reminders" not in page and lead.email not in page


def test_a_coordinator_pauses_and_resumes(app, client):
    request, _lead = silent()
    signed_in(client, "coordinator")
    address = f"/workspace/requests/{request.id}"
    client.post(f"{address}/reminders/pause", {"reason": ""}, expect=422)
    client.get(f"{address}/reminders/pause")
    client.post(f"{address}/reminders/pause", {"reason": "Утсаар ярилцав"})
    assert "Утсаар ярилцав" in client.get(address).text
    client.post(f"{address}/reminders/resume")
    assert "Утсаар ярилцав" not in client.get(address).text


def test_the_due_date_goes_into_a_calendar_and_moves_there(app, client):
    request, _lead = silent()
    signed_in(client, "observer")
    address = f"/workspace/requests/{request.id}/due.ics"
    first = Calendar.from_ical(client.get(address).data).walk("VEVENT")[0]
    service.extend(request, asked.coordinator(), asked.RECEIVED_AT, days=7, reason="ажил их")
    given.commit()
    moved = Calendar.from_ical(client.get(address).data).walk("VEVENT")[0]
    assert (first.decoded("dtstart"), moved.decoded("dtstart")) == (date(2026, 8, 7), date(2026, 8, 14))
    assert first["uid"] == moved["uid"] and request.number in first["summary"]
    assert first["sequence"] < moved["sequence"], "else a calendar keeps the event it has"


def test_the_path_is_entered_ordered_and_shortened_by_coordinators_only(app, client):
    signed_in(client, "coordinator")
    for name in ("Аймаг", "Яам"):
        client.post("/workspace/escalation/new", {"name_mn": name, "email": "office@example.mn"})
    client.post("/workspace/escalation/new", {"name_mn": "Яам", "email": "буруу"}, expect=422)
    second = EscalationAddressee.query.filter_by(name_mn="Яам").one()
    client.post(f"/workspace/escalation/{second.id}/move")
    page = client.get("/workspace/escalation").text
    assert page.index("Яам") < page.index("Аймаг")
    client.get(f"/workspace/escalation/{second.id}/remove")
    client.post(f"/workspace/escalation/{second.id}/remove", {"reason": "Татан буугдсан"})
    assert "Яам" not in client.get("/workspace/escalation").text
    signed_in(client, "lead")
    client.get("/workspace/escalation")
    client.get("/workspace/escalation/new", expect=403)


def test_the_path_names_its_distances(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "ESCALATE_EVERY_DAYS", 3)
    signed_in(client, "observer")
    page = client.get("/workspace/escalation?lang=en").text
    assert "5 days before the due date" in page and "3 days later it goes to the head" in page

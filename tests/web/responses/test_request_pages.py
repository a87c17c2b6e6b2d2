"""Pages of requests, from choosing findings to the assessed outcome."""

from datetime import date
from io import BytesIO

import pytest
import time_machine

import tests.given as given
from app.core import clock
from app.core.mail import OutgoingMail
from app.responses import links
from app.responses.models import Request, Response, Verification
from tests.given import papers, people, work
from tests.integration.responses import asked

BASE = "/workspace/requests"


@pytest.fixture(autouse=True)
def in_july():
    with time_machine.travel(asked.REPLIED_AT, tick=False):
        yield


@pytest.fixture
def coordinator(app, client):
    person = asked.coordinator()
    given.commit()
    client.sign_in(person)
    return person


def texts(**fields):
    return {"subject_mn": "Дээвэр", "text_mn": "Тайлбарлана уу.", "new_owner": "body"} | fields


def test_a_request_is_written_in_two_steps(client, coordinator):
    first, second = asked.two_findings()
    point, rule = people.action_point(), work.time_rule()
    given.commit()
    page = client.get(f"{BASE}/new")
    assert first.title_mn in page.text and second.title_mn in page.text
    address = f"{BASE}/new?finding={first.id}&finding={second.id}"
    assert first.contract.title in client.get(address).text
    data = texts(findings=[first.id, second.id], rule=rule.id, action_points=[point.id])
    page = client.follow(client.post(address, data))
    request = Request.query.one()
    assert request.number in page.text
    assert [finding.id for finding in request.findings] == [first.id, second.id]


def test_an_action_point_is_made_on_the_spot(client, coordinator):
    finding, rule = work.finding(state="checked"), work.time_rule()
    given.commit()
    data = texts(findings=finding.id, rule=rule.id, new_title_mn="Уулзах")
    client.post(f"{BASE}/new?finding={finding.id}", data, expect=422)
    client.post(f"{BASE}/new?finding={finding.id}", data | {"new_due_on": "2026-09-01"})
    point = people.ActionPoint.query.one()
    assert (point.title_mn, point.owner_body_id, point.due_on) == (
        "Уулзах",
        finding.body_id,
        date(2026, 9, 1),
    )


def test_a_request_without_an_action_point_is_not_drafted(client, coordinator):
    finding, rule = work.finding(state="checked"), work.time_rule()
    given.commit()
    page = client.post(
        f"{BASE}/new?finding={finding.id}",
        texts(findings=finding.id, rule=rule.id, text_en="Kept"),
        expect=422,
    )
    assert "Kept" in page.text
    assert Request.query.count() == 0


def test_there_may_be_nothing_to_write_about(client, coordinator):
    client.get(f"{BASE}/new")
    client.get(f"{BASE}?state=sent")
    client.get(f"{BASE}?state=nonsense", expect=404)


def test_a_draft_is_edited_and_tied(client, coordinator):
    request, point = asked.drafted(), people.action_point()
    given.commit()
    address = f"{BASE}/{request.id}"
    client.get(f"{address}/edit")
    client.post(f"{address}/edit", texts(rule=request.rule_id, subject_mn="Шинэ гарчиг"))
    client.get(f"{address}/action-points")
    client.post(f"{address}/action-points", {"action_points": [point.id]})
    page = client.get(address).text
    assert "Шинэ гарчиг" in page and point.title_mn in page


def test_a_mail_is_sent_and_the_page_shows_the_link_to_its_sender_alone(client, coordinator):
    request = asked.drafted(work.finding(state="checked", body=people.body(letters_email="a@body.mn")))
    lead = people.person("lead")
    given.commit()
    client.get(f"{BASE}/{request.id}/send")
    page = client.follow(client.post(f"{BASE}/{request.id}/send", {"channel": "mail"}))
    assert "/reply/" in page.text
    assert OutgoingMail.query.one().recipient == "a@body.mn"
    client.sign_out().sign_in(lead)
    assert "/reply/" not in client.get(f"{BASE}/{request.id}").text
    client.get(f"{BASE}/{request.id}/letter", expect=403)
    fate = "Accepted by the mail server", "On its way"
    assert any(words in client.get(f"{BASE}/{request.id}?lang=en").text for words in fate)


def test_what_cannot_be_sent_says_why(client, coordinator):
    request = work.request()
    given.commit()
    page = client.post(f"{BASE}/{request.id}/send?lang=en", {"channel": "hand"}, expect=422)
    assert "action point" in page.text


def test_a_letter_is_printed_in_mongolian_with_its_address(client, coordinator):
    request = asked.drafted()
    given.commit()
    client.get(f"{BASE}/{request.id}/letter")
    page = client.follow(client.post(f"{BASE}/{request.id}/send", {"channel": "post", "note": "Шуудангаар"}))
    for text in (request.number, request.body.name_mn, request.findings[0].statement_mn, "/reply/"):
        assert text in page.text
    assert '<article class="letter prose" lang="mn">' in page.text


def test_the_letter_is_shown_in_the_readers_language_and_in_the_other(client, coordinator):
    request = asked.drafted(subject_en="Findings on a roof", text_en="Please explain.")
    given.commit()
    english = client.get(f"{BASE}/{request.id}/letter?lang=en").text
    assert 'lang="en">' in english and "Please explain." in english and "How to reply" in english
    other = client.get(f"{BASE}/{request.id}/letter?lang=en&language=mn").text
    assert '<html lang="en">' in other and '<article class="letter prose" lang="mn">' in other
    assert "Please explain." not in other and request.text_mn in other and "How to reply" not in other
    assert "language=en" in other and "language=mn" in english
    client.get(f"{BASE}/{request.id}/letter?language=fr", expect=404)


def test_delivery_is_recorded_and_the_due_date_explained(client, coordinator):
    request = asked.sent()
    given.commit()
    address = f"{BASE}/{request.id}"
    client.get(f"{address}/delivery")
    wrong = {"received_on": "2026-07-25", "proof": "signature"}
    client.post(f"{address}/delivery", wrong, expect=422)
    right = wrong | {"received_on": "2026-07-08"}
    page = client.follow(client.post(f"{address}/delivery?lang=en", right))
    assert "The reply is due by Aug 7, 2026." in page.text
    assert "18 days left" in page.text


def test_an_extension_by_letter_is_recorded(client, coordinator):
    request = asked.delivered()
    given.commit()
    client.get(f"{BASE}/{request.id}/extension")
    data = {"days": "40", "asked_on": "2026-07-20", "reason": "Баримт цуглуулна."}
    client.post(f"{BASE}/{request.id}/extension", data, expect=422)
    page = client.follow(client.post(f"{BASE}/{request.id}/extension", data | {"days": "10"}))
    assert "Баримт цуглуулна." in page.text


def test_links_are_renewed_and_revoked(client, coordinator):
    request = asked.sent()
    token = links.token_of(request)
    given.commit()
    client.post(f"{BASE}/{request.id}/link")
    client.get(f"/reply/{token}", expect=410)
    client.get(f"{BASE}/{request.id}/link/revoke")
    client.post(f"{BASE}/{request.id}/link/revoke", {"reason": ""}, expect=422)
    client.post(f"{BASE}/{request.id}/link/revoke", {"reason": "Алдсан"})
    given.commit(request)
    client.get(f"/reply/{links.token_of(request)}", expect=410)


def test_a_request_is_withdrawn_with_a_reason(client, coordinator):
    request = asked.sent()
    given.commit()
    client.get(f"{BASE}/{request.id}/withdraw")
    client.post(f"{BASE}/{request.id}/withdraw", expect=422)
    client.post(f"{BASE}/{request.id}/withdraw", {"reason": "Алдаа"})
    assert Request.query.one().state == "withdrawn"


def test_a_paper_letter_is_recorded_with_scan_and_commitment(client, coordinator):
    request = asked.delivered(*asked.two_findings())
    first, second = request.findings
    given.commit()
    address = f"{BASE}/{request.id}/paper"
    client.get(address)
    data = {
        "answered_on": "2026-07-15",
        "letter_number": "4/12",
        "office": "Тохижилтын алба",
        f"finding_{first.id}-position": "accepts",
        f"finding_{first.id}-promises-0-text": "Дээврийг дуусгана.",
        f"finding_{first.id}-promises-0-office": "Тохижилтын алба",
        f"finding_{first.id}-promises-0-promised_on": "2026-09-30",
        f"finding_{second.id}-position": "refuses",
    }
    page = client.post(address, data, expect=422)
    assert "Дээврийг дуусгана." in page.text
    for field in ("arrived_on", "scans", f"finding_{second.id}-ground"):
        assert f'id="{field}-error"' in page.text
    data[f"finding_{second.id}-ground"] = "Нууцын тухай хууль"
    data["arrived_on"] = "2026-07-18"
    data["scans"] = (BytesIO(papers.scan()), "бат-дорж.png")
    page = client.follow(client.post(address, data, content_type="multipart/form-data"))
    response = Response.query.one()
    assert (response.channel, response.answered_on, len(response.files)) == ("paper", date(2026, 7, 15), 1)
    assert response.arrived_on == date(2026, 7, 18)
    assert "Нууцын тухай хууль" in page.text and "бат-дорж" not in page.text
    assert "7-р сарын 18" in page.text
    served = client.get(f"{BASE}/files/{response.files[0].id}")
    assert served.mimetype == "image/png"
    assert "бат" not in served.headers["Content-Disposition"]


def test_a_scan_that_cannot_be_shown_is_refused_at_its_field_and_nothing_typed_is_lost(client, coordinator):
    request = asked.delivered()
    given.commit()
    data = {"answered_on": "2026-07-15", "arrived_on": "2026-07-18", "office": "Тохижилтын алба"}
    data |= {f"finding_{request.findings[0].id}-position": "accepts", "scans": (BytesIO(b"text"), "a.pdf")}
    page = client.post(f"{BASE}/{request.id}/paper", data, expect=422, content_type="multipart/form-data")
    assert 'id="scans-error"' in page.text and "Тохижилтын алба" in page.text
    assert Response.query.count() == 0


@pytest.mark.parametrize(("lang", "said"), [("mn", "Файлуудаа дахин сонгоно уу."), ("en", "Choose the files again.")])
def test_a_form_that_comes_back_says_that_its_files_are_lost(client, coordinator, lang, said):
    request = asked.delivered()
    given.commit()
    address = f"{BASE}/{request.id}/paper?lang={lang}"
    assert said not in client.post(address, {"office": "Алба"}, expect=422).text
    data = {"office": "Алба", "scans": (BytesIO(papers.scan()), "scan.png")}
    page = client.post(address, data, expect=422, content_type="multipart/form-data").text
    summary = page.partition('id="error-summary"')[2].partition("</div>")[0]
    assert said in summary and 'href="#scans"' in summary


def test_a_paper_letter_waits_for_proof_of_delivery(client, coordinator):
    request = asked.sent()
    given.commit()
    address, first = f"{BASE}/{request.id}/paper?lang=en", "Record the proof of delivery first"
    page = client.get(address, expect=422).text
    assert first in page and "meanwhile" not in page
    data = {"answered_on": "2026-07-15", "arrived_on": "2026-07-18", "office": "Тохижилтын алба"}
    data |= {f"finding_{request.findings[0].id}-position": "accepts", "scans": (BytesIO(papers.scan()), "a.png")}
    page = client.post(address, data, expect=422, content_type="multipart/form-data").text
    assert first in page and "Тохижилтын алба" in page and "Choose the files again." in page


def test_no_paper_letter_is_recorded_for_a_request_that_was_withdrawn(client, coordinator):
    request = asked.sent()
    request.state = "withdrawn"
    given.commit()
    assert "meanwhile" in client.get(f"{BASE}/{request.id}/paper?lang=en", expect=409).text
    client.post(f"{BASE}/{request.id}/paper", {"office": "Алба"}, expect=409)


def test_a_monitor_verifies_and_a_lead_assesses(app, client):
    monitor, lead = people.person("monitor"), people.person("lead")
    contract = work.monitored(monitor, subnetwork=people.subnetwork(lead))
    finding = work.finding(work.observation(contract, state="accepted"), state="checked")
    asked.answered(asked.delivered(finding))
    visit = work.observation(contract, monitor, state="in_review", visited_on=date(2026, 7, 20))
    given.commit()
    client.sign_in(monitor)
    address = f"{BASE}/findings/{finding.id}"
    page = client.get(f"{address}/verify?lang=en").text
    assert "First the visit" in page and f"/observations/{visit.id}" in page and "<textarea" not in page
    said = {"voice": "monitor", "outcome": "resolved", "note": "Бүтэн.", "observation": visit.id}
    assert "Бүтэн." in client.post(f"{address}/verify", said, expect=422).text
    visit.state = "accepted"
    given.commit()
    client.post(f"{address}/verify", said | {"note": ""}, expect=422)
    client.post(f"{address}/verify", said)
    assert Verification.query.one().observation_id == visit.id
    client.sign_out().sign_in(lead)
    page = client.get(f"{address}/assess").text
    assert "Бүтэн." in page and monitor.name not in page
    client.post(f"{address}/assess", {"outcome": "resolved", "reason": "Очиж үзсэн."})
    given.commit(finding)
    assert (finding.state, finding.outcome) == ("assessed", "resolved")


def test_who_may_not_verify_sees_nothing_of_the_finding(app, client):
    finding, stranger = work.finding(state="notified"), people.person("monitor")
    given.commit()
    client.sign_in(stranger)
    page = client.get(f"{BASE}/findings/{finding.id}/verify", expect=403)
    assert finding.title_mn not in page.text


def test_a_fix_that_nobody_saw_is_not_assessed(client, coordinator):
    request = asked.delivered()
    asked.answered(request)
    given.commit()
    page = client.post(
        f"{BASE}/findings/{request.findings[0].id}/assess",
        {"outcome": "resolved", "reason": "Гэв."},
        expect=422,
    )
    assert "Гэв." in page.text


def test_overdue_is_said_in_the_list(app, client):
    request, observer = asked.delivered(), people.person("observer")
    given.commit()
    with time_machine.travel(asked.LATE_AT, tick=False):
        client.sign_in(observer)
        assert clock.today() > request.due_on
        assert "Overdue: 13 days" in client.get(f"{BASE}?lang=en").text

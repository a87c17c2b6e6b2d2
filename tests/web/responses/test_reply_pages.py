"""The reply page: a body without an account reads, acknowledges, answers, and sees what will be published."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine

import tests.given as given
from app.core import files
from app.core.files import StoredFile
from app.demo import pictures
from app.findings.models import Evidence
from app.responses import links, queries, service
from app.responses.models import ReplyDraft, Response
from tests.given import papers, people, stored, work
from tests.given.work import released
from tests.integration.responses import asked

CANARY = "Канар Мониторсон"
FILE_CANARY = "канарын-зураг.txt"
NOTE_CANARY = "Канарын дотоод тэмдэглэл"


@pytest.fixture(autouse=True)
def in_july():
    with time_machine.travel(asked.RECEIVED_AT, tick=False):
        yield


def findings():
    """Two findings of one body that rest on what a monitor with a telling name saw."""
    monitor = people.person("monitor", name=CANARY, email=f"kanar{given.number()}@example.mn")
    seen = work.observation(work.monitored(monitor), monitor, state="accepted", notes=NOTE_CANARY)
    file = files.receive(FILE_CANARY, "Хэмжилтийн акт".encode(), asked.SENT_AT)
    stored(released(Evidence(observation=seen, file=file)))
    first = work.finding(seen, state="checked", asks_mn="Дээврийг дуусгана уу.")
    return first, work.finding(state="checked", body=first.body)


def address(request, part=""):
    return f"/reply/{links.token_of(request)}{part}"


def a_sent():
    request = asked.sent(*findings())
    given.commit()
    return request


def a_received():
    request = asked.sent(*findings())
    service.acknowledge(request, asked.officer(request), asked.RECEIVED_AT, received_on=asked.RECEIVED_ON)
    given.commit()
    return request


def fill(client, request):
    """Answer both findings and name the office, as the form does."""
    first, second = request.findings
    client.post(
        address(request, f"/findings/{first.id}"),
        {
            "position": "accepts",
            "text": "Дутууг дуусгана.",
            "promises-0-text": "Дээвэр хийнэ.",
            "promises-0-office": "Тохижилтын алба",
            "promises-0-promised_on": "2026-09-30",
        },
    )
    client.post(address(request, f"/findings/{second.id}"), {"position": "refuses", "ground": "Нууцын хууль"})
    client.post(address(request, "/office"), {"office": "Тохижилтын алба", "text": "Баярлалаа."})


def mark(client, request):
    page = client.get(address(request, "/check")).text
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def test_the_page_shows_what_is_stated_asked_and_when_it_is_due(app, client):
    request = a_sent()
    page = client.get(address(request)).text
    for text in (request.number, request.findings[0].statement_mn, "Дээврийг дуусгана уу.", request.text_mn):
        assert text in page
    assert '<html lang="mn">' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"promises-0-promised_on": "2020-01-01"}, "promised_on-error"),
        ({"promises-0-office": ""}, "office-error"),
        ({"position": "refers", "referred_to": "itself"}, "referred_to-error"),
    ],
)
def test_what_an_answer_lacks_is_said_on_its_own_page(app, client, typed, said):
    request = a_received()
    whole = {"position": "accepts", "promises-0-text": "Засна.", "promises-0-office": "Алба"}
    whole |= {"promises-0-promised_on": "2030-01-01", **typed}
    if typed.get("referred_to"):
        whole["referred_to"] = request.body.name_mn
    page = client.post(address(request, f"/findings/{request.findings[0].id}"), whole, expect=422)
    assert said in page.text


@pytest.mark.parametrize("part", ["", "/findings/{0}", "/office", "/files", "/check", "/extension"])
def test_no_page_names_the_monitor_a_file_or_a_note(app, client, part):
    request = a_received()
    page = client.get(address(request, part.format(request.findings[0].id)))
    for canary in (CANARY, "kanar", FILE_CANARY, NOTE_CANARY):
        assert canary not in page.text
        assert canary not in str(page.headers)
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_receipt_names_nobody_either(app, client):
    request = a_received()
    fill(client, request)
    page = client.follow(client.post(address(request, "/check"), {"seen": mark(client, request)}))
    for canary in (CANARY, FILE_CANARY, NOTE_CANARY):
        assert canary not in page.text


def test_evidence_is_served_to_the_holder_of_the_link_alone(app, client):
    request, other = a_received(), a_received()
    evidence = queries.evidence_of(request.findings[0])[0]
    served = client.get(address(request, f"/evidence/{evidence.id}"))
    assert served.text == "Хэмжилтийн акт"
    assert "канар" not in served.headers["Content-Disposition"]
    client.get(address(other, f"/evidence/{evidence.id}"), expect=404)


def test_evidence_that_nobody_looked_at_is_not_shown_to_the_body(app, client):
    request = a_received()
    evidence = queries.evidence_of(request.findings[0])[0]
    evidence.public_sha256 = None
    given.commit()
    client.get(address(request, f"/evidence/{evidence.id}"), expect=404)
    client.get(address(request, f"/file/{evidence.file_id}"), expect=404)
    assert "/evidence/" not in client.get(address(request)).text


def test_receipt_is_acknowledged_and_starts_the_clock(app, client):
    request = a_sent()
    client.post(address(request, "/acknowledge"), {"received_on": "2026-07-30"}, expect=422)
    client.post(address(request, "/acknowledge"), {"received_on": "2026-07-08", "registry_number": "А/5"})
    given.commit(request)
    assert (request.state, request.proof, request.registry_number) == ("delivered", "link", "А/5")
    assert (request.due_on, request.findings[0].state) == (asked.DUE_ON, "acknowledged")


def test_nothing_is_written_before_receipt(app, client):
    request = a_sent()
    for part in (f"/findings/{request.findings[0].id}", "/office", "/files", "/check"):
        answer = client.get(address(request, part), expect=303)
        assert answer.headers["Location"] == address(request)


def test_receipt_can_be_acknowledged_after_other_proof(app, client):
    request = asked.delivered(*findings())
    given.commit()
    client.post(address(request, "/acknowledge"))
    given.commit(request)
    assert (request.proof, request.findings[0].state) == ("registry", "acknowledged")


def test_a_reply_is_written_checked_and_sent(app, client):
    request = a_received()
    fill(client, request)
    page = client.get(address(request, "/check")).text
    for text in ("Дутууг дуусгана.", "Дээвэр хийнэ.", "Нууцын хууль", "Тохижилтын алба", "Баярлалаа."):
        assert text in page
    receipt = client.follow(client.post(address(request, "/check"), {"seen": mark(client, request)}))
    assert "Дээвэр хийнэ." in receipt.text
    response = Response.query.one()
    assert (response.channel, response.recorded_by_id, response.office) == ("link", None, "Тохижилтын алба")
    assert [item.position for item in response.items] == ["accepts", "refuses"]
    assert ReplyDraft.query.count() == 0


def test_a_draft_is_kept_as_typed_for_a_colleague(app, client):
    request = a_received()
    part = f"/findings/{request.findings[0].id}"
    typed = {"text": "Эхлэл", "promises-0-text": "Юу", "promises-0-promised_on": "удахгүй", "step": "save"}
    client.post(address(request, part), typed)
    page = client.get(address(request, part)).text
    for text in ("Эхлэл", "Юу", "удахгүй"):
        assert text in page


def test_a_failed_page_keeps_every_word(app, client):
    request = a_received()
    typed = {
        "position": "refuses",
        "text": "Тайлбар",
        "promises-0-text": "Амлалт",
        "promises-0-office": "Алба",
    }
    page = client.post(address(request, f"/findings/{request.findings[0].id}"), typed, expect=422).text
    for text in ("Тайлбар", "Амлалт", "Алба"):
        assert text in page


def test_up_to_five_commitments_without_javascript(app, client):
    request = a_received()
    part = f"/findings/{request.findings[0].id}"
    for number in range(4):
        data = {f"promises-{n}-text": f"Амлалт {n}" for n in range(number + 1)}
        client.post(address(request, part), data | {"step": "add"})
    page = client.get(address(request, part)).text
    assert 'name="promises-4-text"' in page and "Амлалт 3" in page
    assert 'value="add"' not in page


def test_a_colleagues_change_is_not_overwritten_unseen(app, client):
    request = a_received()
    part = "/office"
    client.post(address(request, part), {"office": "Алба 1", "seen": "", "step": "save"})
    page = client.post(address(request, part), {"office": "Алба 2", "seen": "0000"}, expect=422)
    assert "Алба 2" in page.text
    assert queries.draft_fields(request)["reply"]["office"] == "Алба 1"


def test_what_was_not_checked_is_not_sent(app, client):
    request = a_received()
    fill(client, request)
    seen = mark(client, request)
    client.post(address(request, "/office"), {"office": "Өөр алба"})
    page = client.post(address(request, "/check"), {"seen": seen}, expect=422)
    assert "Өөр алба" in page.text
    assert Response.query.count() == 0


def test_the_check_page_leads_to_what_is_missing(app, client):
    request = a_received()
    first, second = request.findings
    client.post(address(request, f"/findings/{first.id}"), {"position": "refuses", "step": "save"})
    page = client.get(address(request, "/check")).text
    for part in (f"/findings/{first.id}", f"/findings/{second.id}", "/office"):
        assert part in page
    assert 'name="seen"' not in page
    client.post(address(request, "/check"), {"seen": "x"}, expect=200)
    assert Response.query.count() == 0


def test_files_are_cleaned_and_shown_without_their_names(app, client):
    request = a_received()
    upload = {"file": (BytesIO(papers.scan()), "нууц-нэр.png")}
    page = client.follow(client.post(address(request, "/files"), upload, content_type="multipart/form-data"))
    file = queries.draft_files(request)[0]
    assert "нууц-нэр" not in page.text and f"/file/{file.id}" in page.text
    client.post(address(request, f"/files/{file.id}/remove"))
    client.get(address(request, f"/file/{file.id}"), expect=404)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"@echo off\r\ndel /q *", b"%PDF-1.4 broken", pictures.office_file()]
)
def test_a_file_that_cannot_be_shown_is_refused_at_its_field(app, client, data):
    request = a_received()
    upload = {"file": (BytesIO(data), "x.pdf")}
    page = client.post(address(request, "/files"), upload, content_type="multipart/form-data", expect=422)
    assert 'id="file-error"' in page.text
    assert (queries.draft_files(request), StoredFile.query.filter_by(name="x.pdf").count()) == ([], 0)
    client.post(address(request, "/files"), expect=422)


def test_a_file_too_large_is_refused(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_FILE_BYTES", 10)
    request = a_received()
    upload = {"file": (BytesIO(b"x" * 11), "a.txt")}
    client.post(address(request, "/files"), upload, expect=422, content_type="multipart/form-data")
    assert queries.draft_files(request) == []


def test_an_addition_is_another_reply(app, client):
    request = a_received()
    fill(client, request)
    client.post(address(request, "/check"), {"seen": mark(client, request)})
    client.post(address(request, "/office"), {"office": "Алба", "text": "Нэмж хэлэхэд."})
    client.post(address(request, "/check"), {"seen": mark(client, request)})
    assert [row.text for row in Response.query.order_by(Response.id)] == ["Баярлалаа.", "Нэмж хэлэхэд."]
    assert "Алба" in client.get(address(request)).text


def test_a_reply_must_answer_something(app, client):
    request = a_received()
    client.post(address(request, "/office"), {"office": "Алба", "text": "Уншлаа."})
    client.post(address(request, "/check"), {"seen": mark(client, request)}, expect=422)


def test_the_term_is_extended_once_through_the_link(app, client):
    request = a_received()
    client.get(address(request, "/extension"))
    client.post(address(request, "/extension"), {"days": "31", "reason": "Баримт"}, expect=422)
    page = client.follow(client.post(address(request, "/extension"), {"days": "30", "reason": "Баримт"}))
    assert "Баримт" in page.text
    given.commit(request)
    assert request.extended_until == date(2026, 9, 6)
    client.get(address(request, "/extension"), expect=303)


def closed_pages(client):
    """The page behind a forged, a revoked and an expired link."""
    request = a_sent()
    token = links.token_of(request)
    yield client.get("/reply/nonsense", expect=404)
    yield client.get(f"/reply/{token[:-3]}AAA", expect=404)
    with time_machine.travel(asked.SENT_AT + timedelta(days=121), tick=False):
        yield client.get(f"/reply/{token}", expect=410)
    service.revoke_link(request, "Алдсан", asked.coordinator(), asked.SENT_AT)
    given.commit()
    yield client.get(f"/reply/{token}", expect=410)
    yield client.post(f"/reply/{token}/acknowledge", {"received_on": "2026-07-08"}, expect=410)


def test_a_link_that_does_not_hold_reveals_nothing_and_says_whom_to_ask(app, client):
    people.organisation(is_coordinating=True, name_mn="Зохицуулагч байгууллага")
    bodies = [page.text for page in closed_pages(client)]
    assert all("Зохицуулагч байгууллага" in body for body in bodies)
    assert all("2026/" not in body and "Захиргаа" not in body for body in bodies)


def test_every_page_of_a_withdrawn_request_is_closed(app, client):
    request = a_sent()
    token = links.token_of(request)
    service.withdraw(request, "Алдаа", asked.coordinator(), asked.SENT_AT)
    given.commit()
    for part in ("", "/office", "/files", "/check", "/extension", "/file/1", "/replies/1", "/findings/1"):
        client.get(f"/reply/{token}{part}", expect=410)


def test_one_link_opens_no_other_request(app, client):
    request, other = a_received(), a_received()
    client.get(address(request, f"/findings/{other.findings[0].id}"), expect=404)
    response = asked.answered(other, at=asked.RECEIVED_AT)
    given.commit()
    client.get(address(request, f"/replies/{response.id}"), expect=404)
    client.get(address(other, f"/replies/{response.id}"))

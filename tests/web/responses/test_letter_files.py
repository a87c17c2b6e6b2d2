"""The letter as a file: for who sends it, and behind the reply link."""

import io

import pytest
import time_machine
from pypdf import PdfReader

import tests.given as given
from app.core.typeset import NotTypeset
from app.responses import links
from app.responses.views.reply import reading
from app.responses.views.requests import letter
from tests.given import people
from tests.integration.responses import asked


@pytest.fixture(autouse=True)
def in_july():
    with time_machine.travel(asked.SENT_AT, tick=False):
        yield


@pytest.fixture
def request_row(app):
    row = asked.sent(subject_en="A request")
    given.commit()
    return row


def words(page):
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"].startswith("attachment; filename=letter-")
    assert page.headers["Cache-Control"] == "no-store"
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    return " ".join(part.extract_text() for part in PdfReader(io.BytesIO(page.data)).pages)


def signed_in(client, role):
    person = people.person(role)
    given.commit()
    client.sign_in(person)


def test_the_coordinator_gets_both_languages(client, request_row):
    signed_in(client, "coordinator")
    base = f"/workspace/requests/{request_row.id}"
    page = client.get(base)
    for language, said in (("mn", request_row.subject_mn), ("en", "A request")):
        assert f"{base}/letter-{language}.pdf" in page.text
        text = words(client.get(f"{base}/letter-{language}.pdf"))
        assert said in text and "/reply/" in text
    client.get(f"{base}/letter-fr.pdf", expect=404)


def test_nobody_else_does(client, request_row):
    signed_in(client, "monitor")
    client.get(f"/workspace/requests/{request_row.id}/letter-mn.pdf", expect=403)


def test_the_body_gets_it_behind_its_link(client, request_row):
    base = f"/reply/{links.token_of(request_row)}"
    assert "/letter.pdf" in client.get(base).text
    page = client.get(f"{base}/letter.pdf")
    assert request_row.subject_mn in words(page)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "A request" in words(client.get(f"{base}/letter.pdf?lang=en"))
    client.get("/reply/nonsense/letter.pdf", expect=404)


def test_a_pdf_that_fails_leads_back_to_the_page(client, request_row, monkeypatch):
    def broken(*_, **__):
        raise NotTypeset("broken")

    monkeypatch.setattr(reading, "letter_pdf", broken)
    monkeypatch.setattr(letter, "letter_pdf", broken)
    base = f"/reply/{links.token_of(request_row)}"
    assert "PDF" in client.follow(client.get(f"{base}/letter.pdf", expect=303)).text
    signed_in(client, "coordinator")
    client.get(f"/workspace/requests/{request_row.id}/letter-mn.pdf", expect=303)

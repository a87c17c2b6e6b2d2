"""The letter as PDF: what it says, that text stays text, that its code leads to the reply page, that nothing leaks."""

import io

import pypdfium2
import pytest
import time_machine
import zxingcpp
from hypothesis import HealthCheck, example, given, settings, strategies as st
from PIL import Image
from pypdf import PdfReader

from app.core import mail, typeset as core
from app.core.database import commit, db
from app.core.typeset import NotTypeset
from app.responses import letter_pdf as letters, links, queries, service
from tests.given import people, work
from tests.integration.responses import asked


@pytest.fixture(autouse=True)
def when_sent(app):
    with time_machine.travel(asked.SENT_AT, tick=False):
        yield


def words(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text):
    return "".join(text.split())


def photo(size=(640, 480), colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def seen_finding(photos=1, name="Bat-Erdene-IMG.jpg"):
    monitor = people.person("monitor", name="Нууц Хянагч")
    seen = work.observation(monitor=monitor, state="accepted")
    finding = work.finding(seen, state="checked")
    for count in range(photos):
        work.released(work.evidence(seen, photo(colour=(count * 20, 90, 90)), name))
    return finding


def test_the_letter_says_what_the_page_says(app):
    finding = work.finding(state="checked", title_mn="Өрхийн үүд", asks_mn="Үүдийг солино уу.")
    request = asked.sent(finding, subject_mn="Ө, Ү үсэгтэй хүсэлт", subject_en="A request", text_en="Please explain.")
    said = squeezed(words(letters.letter_pdf(request, "mn", with_link=True)))
    parts = [request.number, request.body.name_mn, request.subject_mn, request.text_mn, finding.title_mn]
    parts += [finding.statement_mn, finding.asks_mn, finding.contract.title, links.address_of(request)]
    for part in parts:
        assert squeezed(part) in said
    assert "30" in said
    english = words(letters.letter_pdf(request, "en", with_link=True))
    assert "Please explain." in english and "When the reply is due" in english


def test_it_is_a_tagged_file_without_personal_data(app):
    request = asked.sent()
    made = letters.letter_pdf(request, "mn", with_link=True)
    assert made == letters.letter_pdf(request, "mn", with_link=True)
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "mn" and root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata.title == request.subject_mn
    assert reader.metadata.creation_date == asked.SENT_AT
    assert request.author.name not in str(reader.metadata)


def test_its_code_leads_to_the_reply_page(app):
    request = asked.sent()
    pages = pypdfium2.PdfDocument(letters.letter_pdf(request, "mn", with_link=True))
    found = [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    assert found == [links.address_of(request)]


def test_who_may_not_hold_the_link_gets_none(app):
    request = asked.sent()
    assert "/reply/" not in words(letters.letter_pdf(request, "mn", with_link=False))
    assert "/reply/" not in words(letters.letter_pdf(asked.drafted(), "mn", with_link=True))


def test_pictures_are_few_and_small_and_tell_no_names(app):
    request = asked.sent(seen_finding(photos=8))
    made = letters.letter_pdf(request, "mn", with_link=True)
    images = [image for page in PdfReader(io.BytesIO(made)).pages for image in page.images]
    assert len(images) == letters.MOST_PICTURES
    assert max(max(image.image.size) for image in images) <= letters.LONGEST_SIDE
    for secret in ("Нууц", "Хянагч", "Erdene"):
        assert secret not in words(made) and secret.encode() not in made


def test_what_nobody_released_stays_out(app):
    finding = seen_finding(photos=0)
    work.evidence(finding.observations[0], photo())
    made = letters.letter_pdf(asked.sent(finding), "mn", with_link=True)
    assert not [image for page in PdfReader(io.BytesIO(made)).pages for image in page.images]


TYPED = st.text(st.sampled_from("#[]{}$*_\\`@<>/=-+~\"'()&;:.,%!?^|0aZЖөүӨҮ\n "), min_size=1, max_size=80)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example('#image("/etc/passwd") #import "@preview/x:1.0.0": *')
@example("= Гарчиг\n- *тод* _налуу_ $x^2$ `код` \\u{41} <label> @ref // бичиг /* */")
@given(TYPED)
def test_any_text_arrives_as_it_was_typed(verbatim, text):
    assert squeezed(text) in squeezed(verbatim(text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_letters_at_all_make_a_pdf(verbatim, text):
    verbatim(text)


@pytest.fixture
def verbatim(app):
    request = asked.sent()
    with letters.force_locale("mn"):
        data = letters._content(request, "mn", "", {})

    def compiled(text):
        finding = data["findings"][0] | {"title": text, "statement": text, "asks": text, "contract": text}
        said = data | {"title": text, "text": text, "findings": [finding]}
        return words(core.typeset(letters.TEMPLATE, said, {}, asked.SENT_AT))

    return compiled


def mailed():
    request = asked.drafted()
    request.body.letters_email = "office@example.mn"
    service.send(request, asked.coordinator(), asked.SENT_AT, channel="mail")
    return request


def kept(monkeypatch):
    messages = []
    monkeypatch.setattr(mail, "_hand_over", messages.append)
    return messages


def test_the_mail_carries_the_letter(app, monkeypatch):
    messages, request = kept(monkeypatch), mailed()
    commit()
    (attached,) = messages[0].iter_attachments()
    assert attached.get_filename() == f"letter-{request.id}-mn.pdf"
    assert request.number in words(attached.get_content())
    assert not queries.attempts_without_pdf(request)


def test_a_pdf_that_fails_stops_no_mail(app, monkeypatch):
    def broken(*_):
        raise NotTypeset("broken")

    noted = []
    monkeypatch.setattr(letters, "typeset", broken)
    monkeypatch.setattr(mail.log, "warning", lambda text, *args, **_: noted.append(text % args))
    messages, request = kept(monkeypatch), mailed()
    commit()
    assert not list(messages[0].iter_attachments()) and links.address_of(request) in messages[0].get_content()
    assert queries.attempts_without_pdf(request) == {request.attempts[0].id}
    assert any("without attachment" in line for line in noted)
    assert db.session.get(mail.OutgoingMail, request.attempts[0].mail_id).accepted_at


def test_too_long_a_letter_is_refused(app, monkeypatch):
    monkeypatch.setattr(core, "MOST_LETTERS", 100)
    with pytest.raises(NotTypeset):
        letters.letter_pdf(asked.sent(), "mn", with_link=True)

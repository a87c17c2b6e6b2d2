import html5lib
import pytest
from flask import g

from app.core.database import db
from app.summaries.models import Summary
from app.summaries.states import SUMMARY
from tests import given
from tests.given import people, work
from tests.integration.summaries import heard

FIELDS = {"title_mn": "Тойм", "text_mn": "Товчоо", "cutoff_on": "2026-06-30"}
PAGES = ("", "/preview", "/edit", *(f"/{row.verb}" for row in SUMMARY.passages))


def signed_in(client, role="coordinator"):
    person = people.person(role)
    given.commit()
    client.sign_in(person)
    g.pop("_login_user", None)  # one application context lasts for the test: forget who came before
    return person


def address(summary, path=""):
    return f"/workspace/summaries/{summary.id}{path}"


def test_the_list_opens_empty_and_full(client):
    signed_in(client)
    client.get("/workspace/summaries")
    heard.published()
    given.commit()
    assert "Хагас жилийн тойм" in client.get("/workspace/summaries").text


@pytest.mark.parametrize("state", list(SUMMARY.states))
def test_every_page_opens_in_every_state(client, state):
    signed_in(client)
    summary = work.summary(heard.whole_finding(), state=state)
    given.commit()
    for path in PAGES:
        for language in ("mn", "en"):
            client.get(f"{address(summary, path)}?lang={language}")


@pytest.mark.parametrize("role", ["monitor", "administrator"])
def test_who_may_not_read_sees_nothing(client, role):
    summary = work.summary()
    signed_in(client, role)
    for path in ("", "/preview"):
        client.get(address(summary, path), expect=403)


@pytest.mark.parametrize("role", ["lead", "observer"])
def test_readers_read_and_change_nothing(client, role):
    summary = work.summary(heard.whole_finding())
    signed_in(client, role)
    assert "/edit" not in client.get(address(summary)).text
    for verb in ("propose", "edit", "withdraw", "publish"):
        client.post(address(summary, f"/{verb}"), expect=403)


def test_composing_keeps_what_was_chosen(client):
    finding = heard.whole_finding()
    signed_in(client)
    answer = client.post("/workspace/summaries/new", FIELDS | {"findings": [finding.id]})
    assert finding.title_mn in client.follow(answer).text
    form = html5lib.parse(client.get(address(Summary.query.one(), "/edit")).text, namespaceHTMLElements=False)
    boxes = [box for box in form.iter("input") if box.get("type") == "checkbox"]
    assert [(box.get("value"), "checked" in box.attrib) for box in boxes] == [(str(finding.id), True)]


def test_a_failed_form_keeps_all_text(client):
    signed_in(client)
    answer = client.post("/workspace/summaries/new", FIELDS | {"title_mn": "", "method_en": "By foot"}, expect=422)
    assert "By foot" in answer.text
    assert Summary.query.count() == 0


def test_two_editors_lose_nothing(client):
    summary = work.summary(text_mn="Эхнийх")
    signed_in(client)
    client.post(address(summary, "/edit"), FIELDS | {"edits": "0", "text_mn": "Тэдний эх"})
    refused = client.post(address(summary, "/edit"), FIELDS | {"edits": "0", "text_mn": "Миний эх"}, expect=422)
    assert "Тэдний эх" in refused.text and "Миний эх" in refused.text
    assert 'name="edits" type="hidden" value="1"' in refused.text
    db.session.expire_all()
    assert summary.text_mn == "Тэдний эх"
    client.post(address(summary, "/edit"), FIELDS | {"edits": "1", "text_mn": "Нэгтгэсэн эх"})
    db.session.expire_all()
    assert summary.text_mn == "Нэгтгэсэн эх"


def test_from_composing_to_the_public(client):
    summary = work.summary(heard.whole_finding(), cutoff_on=heard.CUTOFF)
    client.sign_in(summary.edited_by)
    given.commit()
    client.post(address(summary, "/propose"))
    client.post(address(summary, "/clear"), {"reason": "уншсан"}, expect=403)
    signed_in(client)
    client.post(address(summary, "/clear"), {"reason": "уншсан"})
    client.post(address(summary, "/publish"))
    assert "Хагас жилийн тойм" in client.get(f"/summaries/{summary.slug}/v1").text


def test_the_lock_shows_what_is_missing(client):
    finding = work.finding(state="checked")
    summary = work.summary(finding, state="right_of_reply")
    signed_in(client)
    text = client.get(address(summary) + "?lang=en").text
    assert "There is no proof that the body received the request." in text
    refused = client.post(address(summary, "/clear") + "?lang=en", {"reason": "уншсан"}, expect=422).text
    assert "Every finding must be linked to a focus area." in refused
    db.session.expire_all()
    assert summary.state == "right_of_reply"


@pytest.mark.parametrize(("verb", "field"), [("revise", "note"), ("correct", "note"), ("withdraw", "reason")])
def test_a_negative_or_further_step_says_why(client, verb, field):
    summary = heard.published().summary
    signed_in(client)
    client.post(address(summary, f"/{verb}"), {field: " "}, expect=422)
    client.post(address(summary, f"/{verb}"), {field: "учир"})


def test_the_preview_shows_photos_before_they_are_public(client):
    finding = heard.whole_finding()
    summary = work.summary(finding)
    signed_in(client)
    digest = finding.observations[0].evidence[0].file.clean_sha256
    assert f"/files/{digest}" in client.get(address(summary, "/preview")).text
    answer = client.get(address(summary, f"/files/{digest}"))
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    client.get(address(summary, f"/files/{'0' * 64}"), expect=404)


def test_the_preview_reads_as_the_public_page(client):
    summary = heard.cleared()
    signed_in(client)
    preview = _words(client.get(address(summary, "/preview")).text)
    client.post(address(summary, "/publish"))
    public = _words(client.get(f"/summaries/{summary.slug}").text)
    assert (
        preview[preview.index("facts") : preview.index("counted-fixed")]
        == public[public.index("facts") : public.index("counted-fixed")]
    )


def _words(html):
    """The page from its heading on, without addresses: photos and the finding's own page have others."""
    main = html[html.index("</h1>") :]
    kept = [line for line in main.splitlines() if "/files/" not in line and "/findings/" not in line]
    return "\n".join(line.strip() for line in kept if line.strip())

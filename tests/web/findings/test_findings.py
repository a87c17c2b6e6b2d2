"""Findings: stated, checked by somebody else, carried on with reasons."""

import pytest

from app.core.database import db
from app.findings.models import Finding
from app.partnership.queries import focus_areas_of
from tests.given import commit, people, work


def only():
    db.session.expire_all()
    return Finding.query.one()


@pytest.fixture
def browser(client, cast):
    return client.sign_in(cast.lead)


@pytest.fixture
def words(cast):
    """`words(observation, …)`: a form that can be sent."""

    def fill(*observations, **fields):
        values = {
            "observations": [row.id for row in observations],
            "title_mn": "Дээвэр дутуу",
            "statement_mn": "Дээврийн тал нь хийгдээгүй байв.",
            "severity": "3",
            "confidence": "seen",
            "body": cast.contract.buyer.name_mn,
            "focus_areas": [cast.area.id],
        }
        return values | fields

    return fill


@pytest.fixture
def stated(cast, logged):
    finding = work.finding(logged("accepted"), author=cast.lead, body=cast.contract.buyer, title_mn="Дээвэр дутуу")
    commit()
    return finding


def test_accepted_observations_wait_for_a_finding(browser, cast, logged):
    row = logged("accepted")
    page = browser.get("/workspace/findings/new")
    assert f"observation={row.id}" in page.text and cast.contract.title in page.text


def test_the_form_begins_with_what_is_known(browser, cast, logged):
    row = logged("accepted")
    page = browser.get(f"/workspace/findings/new?observation={row.id}")
    assert cast.contract.buyer.name_mn in page.text and cast.area.title_mn in page.text


def test_it_is_stated(browser, cast, logged, words):
    row = logged("accepted")
    answer = browser.post(f"/workspace/findings/new?contract_id={cast.contract.id}", words(row))
    assert answer.headers["Location"].endswith(f"/workspace/findings/{only().id}")
    assert focus_areas_of(only()) == [cast.area] and only().author is cast.lead


@pytest.mark.parametrize(
    "wrong",
    [
        {"observations": []},
        {"focus_areas": []},
        {"body": "Ийм байгууллага үгүй"},
        {"title_mn": ""},
        {"severity": "9"},
        {"confidence": ""},
    ],
)
def test_what_is_missing_is_said_and_the_text_kept(browser, cast, logged, words, wrong):
    row = logged("accepted")
    page = browser.post(f"/workspace/findings/new?contract_id={cast.contract.id}", words(row) | wrong, expect=422)
    assert "Дээврийн тал нь хийгдээгүй байв." in page.text and Finding.query.count() == 0


def test_another_body_is_found_by_name(browser, cast, logged, words):
    body = people.body(name_mn="Мэргэжлийн хяналтын газар")
    commit(body)
    form = words(logged("accepted"), body="мэргэжлийн хяналтын газар")
    browser.post(f"/workspace/findings/new?contract_id={cast.contract.id}", form)
    assert only().body_id == body.id


def test_accusing_words_are_confirmed_or_changed(browser, cast, logged, words):
    path = f"/workspace/findings/new?contract_id={cast.contract.id}"
    form = words(logged("accepted"), title_mn="Дээврийг хулгайлсан")
    page = browser.post(path, form, expect=422)
    assert "wording_confirmed" in page.text and "хулгайлсан" in page.text
    browser.post(path, form | {"wording_confirmed": "y"})
    assert only().title_mn == "Дээврийг хулгайлсан"


def test_the_box_is_not_there_before_it_is_needed(browser, cast, logged):
    logged("accepted")
    assert "wording_confirmed" not in browser.get(f"/workspace/findings/new?contract_id={cast.contract.id}").text


def test_a_draft_is_edited(browser, words, stated):
    path = f"/workspace/findings/{stated.id}/edit"
    assert stated.title_mn in browser.get(path).text
    browser.post(path, words(title_mn="Дээвэр огт үгүй"))
    assert only().title_mn == "Дээвэр огт үгүй"


def test_a_checked_finding_is_not_edited(browser, cast, words, stated):
    stated.state = "checked"
    commit()
    browser.get(f"/workspace/findings/{stated.id}/edit", expect=409)
    page = browser.post(f"/workspace/findings/{stated.id}/edit", words(title_mn="Шинэ гарчиг"), expect=422)
    assert "Шинэ гарчиг" in page.text


def test_nobody_checks_their_own(client, cast, stated):
    path = f"/workspace/findings/{stated.id}/check"
    client.sign_in(cast.lead).get(path, expect=403)
    client.post(path, {"reason": "Өөрөө."}, expect=403)
    client.sign_in(cast.second).get(path)
    client.post(path, {"reason": " "}, expect=422)
    client.post(path, {"reason": "Зураг харсан."})
    assert only().state == "checked" and only().checked_by_id == cast.second.id


@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [
        ("checked", "redraft", "drafted"),
        ("drafted", "drop", "dropped"),
        ("assessed", "close", "closed"),
        ("closed", "reopen", "reopened"),
        ("answered", "escalate", "escalated"),
    ],
)
def test_passages_ask_why(browser, stated, state, verb, after):
    stated.state = state
    commit()
    path = f"/workspace/findings/{stated.id}/{verb}"
    browser.get(path)
    browser.post(path, {"reason": ""}, expect=422)
    browser.post(path, {"reason": "Учир нь…"})
    assert only().state == after


def test_verbs_of_others_have_no_page_here(browser, stated):
    for verb in ("notify", "answer", "assess", "x"):
        browser.get(f"/workspace/findings/{stated.id}/{verb}", expect=404)


def test_the_list_is_filtered(browser, client, cast, stated):
    path = "/workspace/findings"
    assert stated.title_mn in browser.get(f"{path}?state=drafted&severity=3").text
    for nothing in ("?state=closed", "?severity=1", "?mine=y"):
        assert stated.title_mn not in browser.get(path + nothing).text
    assert stated.title_mn in client.sign_in(cast.second).get(f"{path}?mine=y").text


def test_a_monitor_reads_no_findings(client, cast):
    client.sign_in(cast.monitor).get("/workspace/findings", expect=403)
    client.get("/workspace/findings/new", expect=403)

"""The page on which a reviewer decides what others see of a file."""

import io
import re

import pytest
from PIL import Image

from app.core.database import db
from app.findings.models import Evidence
from tests.integration.findings.material import office_file, photo, upload


@pytest.fixture
def browser(client, cast):
    return client.sign_in(cast.lead)


@pytest.fixture
def two(logged):
    """Addresses of the pages of two photos of one accepted observation."""
    row = logged("accepted", upload(data=photo(64)), upload("хоёр.jpg", photo(80)))
    return [f"/workspace/observations/evidence/{evidence.id}" for evidence in row.evidence]


def evidence(address):
    db.session.expire_all()
    return db.session.get(Evidence, int(address.rsplit("/", 1)[1]))


def test_one_file_leads_to_the_next_and_the_last_to_the_observation(browser, two):
    first, second = two
    assert browser.post(first, {"decision": "show", "seen": 0}).headers["Location"].endswith(second)
    answer = browser.post(second, {"decision": "cover", "covers": "10 10 50 50", "seen": 0})
    assert answer.headers["Location"].endswith(f"/observations/{evidence(second).observation_id}")
    assert (evidence(first).state, evidence(second).state) == ("shown", "covered")


def test_the_page_shows_what_others_see_now(browser, two):
    browser.post(two[0], {"decision": "cover", "covers": "0 0 50 100", "seen": 0})
    copy = browser.get(f"{two[0]}/public/{evidence(two[0]).public_sha256}")
    assert Image.open(io.BytesIO(copy.data)).size == (64, 8)
    assert "sandbox" in copy.headers["Content-Security-Policy"]
    assert f"{two[0]}/public/" in browser.get(two[0]).text
    browser.get(f"{two[0]}/public/{'0' * 64}", expect=404)


def test_a_slip_loses_nothing(browser, two):
    page = browser.post(two[0], {"decision": "cover", "covers": "10 10 50 50\n90 0 20 5", "seen": 0}, expect=422)
    assert "90 0 20 5" in page.text and evidence(two[0]).state == "unseen"
    browser.post(two[0], {"decision": "withhold", "reason": " ", "seen": 0}, expect=422)
    browser.post(two[0], {"seen": 0}, expect=422)
    browser.post(two[0], {"decision": "nonsense", "seen": 0}, expect=422)


def test_whoever_decides_second_sees_what_happened(browser, client, cast, two):
    browser.post(two[0], {"decision": "withhold", "reason": "Хүүхдийн царай", "seen": 0})
    page = client.sign_in(cast.second).post(two[0], {"decision": "show", "seen": 0}, expect=422)
    assert "callout" in page.text and evidence(two[0]).state == "withheld"
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page.text)
    assert seen, "deciding again from this very page is done knowingly"
    client.post(two[0], {"decision": "show", "seen": seen[1]})
    assert evidence(two[0]).state == "shown"


def test_a_document_is_shown_or_kept_back_as_a_whole(browser, logged):
    row = logged("accepted", upload("тэмдэглэл.txt", "Хуулбар".encode()))
    address = f"/workspace/observations/evidence/{row.evidence[0].id}"
    assert 'value="cover"' not in browser.get(address).text
    browser.post(address, {"decision": "cover", "covers": "1 1 1 1", "seen": 0}, expect=422)
    browser.post(address, {"decision": "show", "seen": 0})
    assert evidence(address).is_public


def test_a_quarantined_file_has_no_such_page(browser, logged):
    row = logged("accepted", office_file())
    browser.get(f"/workspace/observations/evidence/{row.evidence[0].id}", expect=404)


def test_a_monitor_does_not_decide(client, cast, two):
    client.sign_in(cast.monitor).get(two[0], expect=403)
    client.post(two[0], {"decision": "show", "seen": 0}, expect=403)


def test_the_observation_says_what_others_see(browser, two):
    page = f"/workspace/observations/{evidence(two[0]).observation_id}"
    assert two[0] in browser.get(page).text


def test_a_page_that_lost_its_count_is_refused_in_words(browser, two):
    browser.post(two[0], {"decision": "withhold"}, expect=422)
    browser.post(two[0], {"decision": "show", "seen": "x"}, expect=422)
    browser.post(two[0], {"decision": "show", "seen": "99"}, expect=422)
    assert evidence(two[0]).state == "unseen"

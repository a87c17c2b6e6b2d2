"""Reviewers: the queue, the decision, and who sees whose name."""

import pytest

from app.core import clock
from app.core.database import db
from app.core.files import clean_copy
from app.findings.models import Observation
from tests.given import commit, people, work
from tests.integration.findings.material import office_file, upload

REASON = "Зураг дээр тодорхой байна."


def only(row):
    db.session.expire_all()
    return db.session.get(Observation, row.id)


@pytest.fixture
def browser(client, cast):
    return client.sign_in(cast.lead)


def address(row, verb=""):
    return f"/workspace/observations/{row.id}" + (f"/{verb}" if verb else "")


def test_the_queue_shows_own_subnetwork_first(browser, cast, logged):
    mine = logged()
    other = work.observation(work.monitored(people.person()), state="received")
    commit()
    page = browser.get("/workspace/observations/queue")
    assert address(mine) in page.text and address(other) not in page.text
    assert address(other) in browser.get("/workspace/observations/queue?subnetwork=all").text


def test_the_queue_tells_what_stands_in_the_way_of_each(browser, cast, logged):
    logged("accepted"), logged()
    page = browser.get("/workspace/observations/queue?lang=en").text
    assert "The evidence is complete." in page and "the contract changed" not in page and "conflict" not in page
    assert "may be the same as No. 1: same contract, the same day, 100% of the words" in page
    assert "0 hours" in page and "1 review of the last 90 days" in page
    work.stored(work.ContractVersion(contract=cast.contract, number=2, made_at=clock.now(), faults=[]))
    work.conflict(cast.contract, cast.monitor)
    commit()
    page = browser.get("/workspace/observations/queue?lang=en").text
    assert "the contract changed since the visit" in page
    assert "its monitor declared a conflict of interest: танил" in page
    work.conflict(cast.contract, cast.lead)
    commit()
    page = browser.get("/workspace/observations/queue?lang=en").text
    assert "1 more is not shown: you declared a conflict of interest for its contract." in page


@pytest.mark.parametrize("tab", ["waiting", "needs_information", "accepted", "rejected", "duplicate", "nonsense"])
def test_every_tab_opens(browser, logged, tab):
    logged("accepted")
    browser.get(f"/workspace/observations/queue?tab={tab}&subnetwork=0&page=7")


def test_opening_is_a_post(browser, logged):
    row = logged()
    browser.get(address(row, "open"), expect=405)
    browser.post(address(row, "open"))
    assert only(row).state == "in_review"


@pytest.mark.parametrize(
    ("verb", "state"), [("ask", "needs_information"), ("accept", "accepted"), ("reject", "rejected")]
)
def test_a_decision_asks_why(browser, logged, verb, state):
    row = logged("in_review")
    assert address(row, f"decide/{verb}") in browser.get(address(row)).text
    browser.get(address(row, f"decide/{verb}"))
    browser.post(address(row, f"decide/{verb}"), {"reason": " ", "cause": "unclear"}, expect=422)
    browser.post(address(row, f"decide/{verb}"), {"reason": REASON, "cause": "unclear"})
    assert only(row).state == state


def test_a_rejection_names_its_cause_which_the_monitor_reads(client, browser, cast, logged):
    row = logged("in_review")
    page = browser.post(address(row, "decide/reject"), {"reason": REASON}, expect=422)
    assert REASON in page.text
    browser.post(address(row, "decide/reject"), {"reason": REASON, "cause": "weather"}, expect=422)
    assert only(row).state == "in_review"
    browser.post(address(row, "decide/reject"), {"reason": REASON, "cause": "elsewhere"})
    assert only(row).rejected_for == "elsewhere"
    client.sign_in(cast.monitor)
    for page in (address(row), "/workspace/observations"):
        assert "From another place or another time" in client.get(f"{page}?lang=en").text


def test_a_duplicate_is_chosen_from_the_others(browser, logged):
    first, row = logged("accepted"), logged("in_review")
    page = browser.get(address(row, "decide/mark_duplicate"))
    assert f'value="{first.id}"' in page.text and f'value="{row.id}"' not in page.text
    page = browser.post(address(row, "decide/mark_duplicate"), {"reason": REASON}, expect=422)
    assert REASON in page.text
    browser.post(address(row, "decide/mark_duplicate"), {"reason": REASON, "duplicate_of": first.id})
    assert only(row).duplicate_of_id == first.id


def test_who_comes_second_reads_what_happened_and_keeps_the_reason(browser, cast, logged):
    row = logged("accepted")
    page = browser.post(address(row, "decide/reject"), {"reason": "Миний бодол өөр."}, expect=422)
    assert "Миний бодол өөр." in page.text and "Шалтгаан нь энэ." in page.text
    assert only(row).state == "accepted"


def test_an_unknown_verb_and_a_late_visit_are_answered(browser, logged):
    browser.get(address(logged("in_review"), "decide/withdraw"), expect=404)
    browser.get(address(logged("accepted"), "decide/accept"), expect=409)


def test_nobody_reviews_their_own(client, cast, logged):
    row = logged()
    cast.monitor.roles = ["monitor", "lead", "coordinator"]
    commit()
    client.sign_in(cast.monitor).post(address(row, "open"), expect=403)
    assert only(row).state == "received"


def test_the_reviewer_sees_the_monitor_and_what_is_missing(browser, cast, logged):
    page = browser.get(address(logged(place_note=None)))
    assert cast.monitor.name in page.text and "callout-warn" in page.text


def test_the_monitor_sees_a_reviewer_without_a_name(client, cast, logged):
    row = logged("rejected")
    page = client.sign_in(cast.monitor).get(address(row))
    assert "Шалтгаан нь энэ." in page.text and cast.lead.name not in page.text


def test_a_changed_contract_is_said(browser, cast, logged):
    row = logged()
    work.stored(work.ContractVersion(contract=cast.contract, number=2, made_at=row.created_at, faults=[]))
    commit()
    assert f"/workspace/contracts/{cast.contract.id}?version=1" in browser.get(address(row)).text


@pytest.mark.parametrize("role", ["monitor", "administrator"])
def test_the_rest_of_the_house_does_not_read_it(client, logged, role):
    row, person = logged("received", upload()), people.person(role)
    commit(person)
    client.sign_in(person).get(address(row), expect=404)
    client.get(f"/workspace/observations/files/{row.evidence[0].id}", expect=404)


def test_drafts_are_nobody_elses(browser, logged):
    row = logged("draft", upload())
    browser.get(address(row), expect=404)
    browser.get(f"/workspace/observations/files/{row.evidence[0].id}", expect=404)


def test_only_the_clean_copy_is_served_and_as_nothing_that_runs(browser, logged):
    row = logged("received", upload("<script>.jpg"))
    answer = browser.get(f"/workspace/observations/files/{row.evidence[0].id}")
    assert answer.data == clean_copy(only(row).evidence[0].file)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline; filename=observation-")
    assert answer.mimetype == "image/jpeg"


def test_what_is_no_picture_is_a_download(browser, logged):
    row = logged("received", upload("тэмдэглэл.txt", "Хэмжилт: 12 м".encode()))
    answer = browser.get(f"/workspace/observations/files/{row.evidence[0].id}")
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_a_quarantined_file_is_named_and_not_served(browser, logged):
    row = logged("received", office_file())
    assert "акт.docx" in browser.get(address(row)).text
    browser.get(f"/workspace/observations/files/{row.evidence[0].id}", expect=404)


def test_a_file_that_was_taken_back_is_for_its_monitor_only(client, cast, logged):
    row = logged("received", upload())
    row.evidence[0].withdrawn_at = row.created_at
    commit()
    path = f"/workspace/observations/files/{row.evidence[0].id}"
    client.sign_in(cast.lead).get(path, expect=404)
    client.sign_in(cast.monitor).get(path)

"""A monitor logs an observation on a phone: nothing that was typed or sent is lost."""

import io
import re

import pytest

from app.core import clock
from app.core.database import db
from app.findings.models import Observation
from app.findings.queries import files_of
from tests.given import commit, people, work
from tests.integration.findings.material import office_file, photo

TOMORROW = "2999-01-01"


def filled(**fields):
    """A form that can be sent at once."""
    values = {
        "client_key": "key-1",
        "version": "1",
        "visit": "visited",
        "visited_on": clock.today().isoformat(),
        "place_note": "2-р баг",
        "notes": "Дээвэр дутуу.",
        "action": "send",
    }
    return values | fields


def file(name="дээвэр.jpg", data=None):
    return io.BytesIO(photo() if data is None else data), name


def only():
    db.session.expire_all()
    return Observation.query.one()


@pytest.fixture
def browser(client, cast):
    return client.sign_in(cast.monitor)


def test_the_stage_comes_first(browser, cast):
    page = browser.get(f"/workspace/observations/new/{cast.contract.id}")
    assert page.text.count("stage=") >= 13


def test_the_form_asks_the_checklist_of_category_and_stage(browser, cast):
    page = browser.get(cast.new)
    assert page.text.count('type="radio"') == 6 + 6 * len(cast.asked)
    assert 'name="client_key"' in page.text and 'enctype="multipart/form-data"' in page.text


def test_sent_in_one_go(browser, cast):
    quality = cast.asked["works-quality"]
    answer = browser.post(
        cast.new, filled(**{f"answer_{quality}": "no", f"note_{quality}": "нимгэн", "files": [file()]})
    )
    row = only()
    assert row.state == "received" and answer.headers["Location"].endswith(f"/{row.id}")
    assert "нимгэн" in browser.follow(answer).text


def test_the_soum_is_chosen_in_its_aimag(browser, cast):
    aimag = people.place(name_mn="Хөвсгөл")
    soum = people.place(level="soum", parent=aimag, name_mn="Ханх", name_en="Khankh")
    commit(soum)
    page = browser.get(f"{cast.new}&lang=en").text
    group = re.search(r'<optgroup label="Khuvsgul aimag">(.*?)</optgroup>', page, re.S)[1]
    assert re.findall(r">([^<>]+)</option>", group) == ["Khuvsgul aimag", "Khankh soum"]
    answer = browser.post(cast.new, filled(action="save", place_id=str(soum.id)))
    assert only().place_id == soum.id
    browser.post(answer.headers["Location"], filled(action="save", place_id=str(aimag.id)))
    assert only().place_id == aimag.id
    browser.post(answer.headers["Location"], filled(action="save", place_id=""))
    assert only().place_id is None
    browser.post(cast.new, filled(client_key="key-2", place_id="99999"), expect=422)


def test_who_reads_an_observation_sees_the_soum_and_its_aimag(browser, cast):
    soum = people.place(level="soum", parent=people.place(), name_mn="Ханх", name_en="Khankh")
    commit(soum)
    browser.post(cast.new, filled(place_id=str(soum.id)))
    page = browser.get(f"/workspace/observations/{only().id}?lang=en").text
    assert "Khankh soum, Khuvsgul aimag" in page


def test_a_draft_is_kept_and_gone_on_with(browser, cast):
    answer = browser.post(cast.new, filled(action="save", visit="", notes="Эхэлсэн…"))
    assert only().state == "draft"
    assert "Эхэлсэн…" in browser.follow(answer).text
    browser.post(answer.headers["Location"], filled())
    assert only().state == "received"


def test_sending_twice_makes_one_observation(browser, cast):
    picture = photo()
    answers = [browser.post(cast.new, filled(files=[file(data=picture)])) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(only().evidence) == 1


def test_the_same_key_with_other_content_is_refused_and_the_text_kept(browser, cast):
    browser.post(cast.new, filled())
    page = browser.post(cast.new, filled(notes="Огт өөр зүйл."), expect=422)
    assert "Огт өөр зүйл." in page.text and 'class="error-summary"' in page.text
    assert f"/workspace/observations/{only().id}/edit" in page.text
    assert only().notes == "Дээвэр дутуу."


@pytest.mark.parametrize("wrong", [{"visited_on": TOMORROW}, {"visit": ""}, {"visited_on": ""}])
def test_what_cannot_be_sent_is_kept_as_a_draft_with_its_files(browser, cast, wrong):
    answer = browser.post(cast.new, filled(files=[file(), file()], **wrong))
    page = browser.follow(answer)
    assert "tried=1" in answer.headers["Location"] and 'class="error-summary"' in page.text
    assert "Дээвэр дутуу." in page.text and only().state == "draft" and len(only().evidence) == 2


def test_a_bare_no_is_said_at_its_question(browser, cast):
    safety = cast.asked["works-safety"]
    page = browser.follow(browser.post(cast.new, filled(**{f"answer_{safety}": "no"})))
    assert f'href="#note_{safety}"' in page.text and only().state == "draft"


def test_a_day_that_is_no_day_leaves_the_text_on_the_page(browser, cast):
    page = browser.post(cast.new, filled(visited_on="2026-02-31"), expect=422)
    assert "Дээвэр дутуу." in page.text and "2026-02-31" in page.text and Observation.query.count() == 0


def test_a_day_that_is_no_day_does_not_lose_files(browser, cast):
    answer = browser.post(cast.new, filled(visited_on="2026-02-31", files=[file()]))
    assert "Дээвэр дутуу." in browser.follow(answer).text
    assert only().state == "draft" and only().visited_on is None and len(only().evidence) == 1


def test_a_gap_warns_once_before_sending(browser, cast):
    first = browser.post(cast.new, filled(place_note=""))
    assert "as_it_is" in browser.follow(first).text and only().state == "draft"
    browser.post(first.headers["Location"], filled(place_note="", as_it_is="y"))
    assert only().state == "received"


def test_one_file_too_large_does_not_lose_the_others(app, browser, cast, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_FILE_BYTES", 2000)
    page = browser.follow(browser.post(cast.new, filled(files=[file(), file("том.jpg", b"x" * 2001)])))
    assert "том.jpg" in page.text and len(only().evidence) == 1 and only().state == "draft"


def test_a_quarantined_file_is_named_with_the_reason_and_never_served(browser, cast):
    upload = office_file()
    page = browser.follow(browser.post(cast.new, filled(files=[file(upload.name, upload.data)])))
    assert upload.name in page.text and files_of(only()).quarantined == 1
    browser.get(f"/workspace/observations/files/{only().evidence[0].id}", expect=404)


def test_files_are_taken_back_by_their_box(browser, logged):
    row = logged("draft", *[office_file()])
    browser.post(f"/workspace/observations/{row.id}/edit", filled(action="save", take_back=row.evidence[0].id))
    assert only().current_evidence == []


def test_a_question_is_answered_and_sent_again(browser, logged):
    row = logged("needs_information")
    page = browser.get(f"/workspace/observations/{row.id}/edit")
    assert "Шалтгаан нь энэ." in page.text
    browser.post(f"/workspace/observations/{row.id}/edit", filled(notes="Гурав дахь өрөө."))
    assert (only().state, only().revision, only().notes) == ("received", 2, "Гурав дахь өрөө.")


def test_a_change_after_the_verdict_starts_the_review_anew(browser, logged):
    row = logged("accepted")
    browser.post(f"/workspace/observations/{row.id}/edit", filled(notes="Илүү нарийн."))
    assert (only().state, only().reviewed_by_id) == ("received", None)


def test_a_refused_change_after_the_verdict_keeps_text_and_files(browser, logged):
    row = logged("accepted")
    address = f"/workspace/observations/{row.id}/edit"
    page = browser.post(address, filled(visited_on=TOMORROW, notes="Илүү нарийн.", files=[file()]), expect=200)
    assert "Илүү нарийн." in page.text and 'class="error-summary"' in page.text
    (aside,) = only().evidence
    assert only().state == "accepted" and only().current_evidence == []
    assert re.search(rf'name="bring_back" value="{aside.id}" checked', page.text)
    browser.post(address, filled(notes="Илүү нарийн.", bring_back=aside.id))
    assert only().state == "received" and only().current_evidence == [aside]


def test_what_was_sent_meanwhile_keeps_the_text_on_the_page(browser, logged):
    row = logged("received")
    address = f"/workspace/observations/{row.id}/edit"
    assert "Хожуу." in browser.post(address, filled(notes="Хожуу."), expect=422).text
    assert browser.get(address, expect=302)


def test_an_unassigned_or_barred_monitor_cannot_begin(client, cast):
    other = people.person("monitor")
    commit(other)
    client.sign_in(other).get(cast.new, expect=403)
    work.conflict(cast.contract, cast.monitor)
    commit()
    client.sign_in(cast.monitor).get(cast.new, expect=403)


def test_my_list_says_what_to_do_and_what_became_of_it(browser, cast, logged):
    logged("rejected")
    page = browser.get("/workspace/observations")
    assert cast.contract.title in page.text and "Шалтгаан нь энэ." in page.text


def test_withdrawing_asks_why(browser, logged):
    row = logged("received")
    address = f"/workspace/observations/{row.id}/withdraw"
    browser.get(address)
    browser.post(address, {"reason": " "}, expect=422)
    browser.post(address, {"reason": "Буруу гэрээ."})
    assert only().state == "withdrawn"

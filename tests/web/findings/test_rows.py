"""Documents asked for and goods are written in rows, without a script."""

import re
from decimal import Decimal

import pytest

from app.core import clock
from app.findings.models import Observation
from app.findings.queries import content_of, find_newest, wordings_of
from app.findings.rules import DocumentAsked, GoodsLine
from app.findings.service import edit_checklist
from tests.given import commit, people
from tests.web.findings.test_logging import TOMORROW, file, filled, only

DOCUMENTS = {"documents_0_name": "Акт", "documents_0_outcome": "refused", "documents_1_name": ""}
GOODS = {"goods_0_item": "", "goods_1_item": "Ширээ", "goods_1_allocated": "1 200,5", "goods_1_received": "1200"}


@pytest.fixture
def browser(client, cast):
    cast.contract.category = "goods"
    commit()
    return client.sign_in(cast.monitor)


def test_rows_are_kept_shown_and_changed(browser, cast):
    answer = browser.post(cast.new, filled(action="save", **DOCUMENTS, **GOODS))
    content = content_of(only())
    assert content.documents == (DocumentAsked("Акт", "refused"),)
    assert content.goods == (GoodsLine("Ширээ", Decimal("1200.5"), Decimal(1200)),)
    page = browser.follow(answer).text
    assert re.search(r'name="goods_0_allocated"[^>]*value="1200.5"', page)
    browser.post(answer.headers["Location"], filled(documents_0_name="", documents_0_outcome="", goods_0_item="Сандал"))
    assert (content_of(only()).documents, content_of(only()).goods[0].item) == ((), "Сандал")
    page = browser.get(f"/workspace/observations/{only().id}").text
    assert "Сандал" in page


def test_a_row_taken_out_of_the_middle_leaves_the_others(browser, cast):
    rows = {f"documents_{n}_name": f"Акт {n}" for n in range(3)}
    rows |= {f"documents_{n}_outcome": "late" for n in range(3)}
    answer = browser.post(cast.new, filled(action="save", **rows))
    emptied = {"documents_1_name": "", "documents_1_outcome": ""}
    browser.post(answer.headers["Location"], filled(action="save", **rows | emptied))
    assert [row.name for row in content_of(only()).documents] == ["Акт 0", "Акт 2"]


def test_more_rows_save_what_was_typed_and_every_file(browser, cast):
    answer = browser.post(cast.new, filled(action="more_goods", files=[file()], **DOCUMENTS, **GOODS))
    assert answer.headers["Location"].endswith("#goods") and len(only().evidence) == 1
    page = browser.follow(answer).text
    assert page.count('_item"') // 3 >= 1 and page.count('name="goods_') == 6 * (1 + 2 + 5)
    assert page.count('name="documents_') == 2 * (1 + 2)


def test_more_rows_after_a_verdict_change_nothing_yet(client, cast, logged):
    row = logged("accepted")
    address = f"/workspace/observations/{row.id}/edit"
    sent = filled(action="more_documents", notes="Илүү нарийн.", **DOCUMENTS)
    page = client.sign_in(cast.monitor).post(address, sent, expect=200)
    assert "Илүү нарийн." in page.text and page.text.count('name="documents_') == 2 * (2 + 5)
    assert (only().state, only().notes) == ("accepted", "Дээвэр дутуу.")


def test_what_cannot_be_is_said_beside_its_row(browser, cast):
    wrong = {"goods_1_allocated": "-3", "goods_1_on": TOMORROW, "documents_0_outcome": ""}
    page = browser.follow(browser.post(cast.new, filled(**DOCUMENTS | GOODS | wrong))).text
    for name in ("goods_0_allocated", "goods_0_on", "documents_0_outcome"):
        assert f'href="#{name}"' in page and f'id="{name}-error"' in page
    assert only().state == "draft"


@pytest.mark.parametrize(
    "wrong", [{"goods_1_received": "арав"}, {"goods_1_received": "1" * 13}, {"goods_1_item": "ш" * 201}]
)
def test_what_cannot_be_kept_stays_on_the_page(browser, cast, wrong):
    page = browser.post(cast.new, filled(**GOODS | wrong), expect=422).text
    name, value = next(iter(wrong.items()))
    assert value in page and f'id="{name.replace("1", "0", 1)}-error"' in page and Observation.query.count() == 0


def test_who_states_a_finding_reads_them(client, cast, logged):
    row = logged("accepted", documents=(DocumentAsked("Акт", "refused"),), goods=(GoodsLine("Ширээ", Decimal(9)),))
    page = client.sign_in(cast.lead).get(f"/workspace/findings/new?contract_id={cast.contract.id}&observation={row.id}")
    assert "Акт" in page.text and "Ширээ" in page.text


def test_only_contracts_for_goods_have_the_table(client, cast, logged):
    browser = client.sign_in(cast.monitor)
    assert "goods_0_item" not in browser.get(cast.new).text
    row = logged("draft", goods=(GoodsLine("Ширээ"),))
    assert "goods_0_item" in browser.get(f"/workspace/observations/{row.id}/edit").text


def test_a_newer_version_of_the_questions_loses_no_answer(client, cast):
    old = cast.asked["works-safety"]
    browser = client.sign_in(cast.monitor)
    shown = re.search(r'name="checklist"[^>]*value="(\d+)"', browser.get(cast.new).text)[1]
    newest = find_newest("works", "implementation")
    fewer = [row for row in wordings_of(newest) if row.code != "works-safety"]
    person = people.person("coordinator")
    edit_checklist("works", "implementation", fewer, person, clock.now(), based_on=1, reason="Учир.")
    commit()
    browser.post(cast.new, filled(checklist=shown, **{f"answer_{old}": "yes"}))
    assert [row.question_id for row in only().answers] == [old] and only().checklist.number == 1
    assert only().channel == "web"


def test_a_list_of_another_stage_is_no_page(client, cast):
    other = find_newest(None, "plan").id
    browser = client.sign_in(cast.monitor)
    for wrong in (other, 999_999):
        browser.get(f"{cast.new}&checklist={wrong}", expect=404)
    browser.get(f"{cast.new}&version=77", expect=404)


def paper(contract):
    return f"/workspace/observations/paper/{contract.id}?stage=implementation"


def test_a_blank_form_is_printed_and_typed_in_later(client, cast):
    browser = client.sign_in(cast.monitor)
    page = browser.get(paper(cast.contract)).text
    assert cast.contract.title in page and page.count('class="box"') > 6 * len(cast.asked)
    assert cast.monitor.name not in page[page.index('class="sheet"') :]
    code = re.search(r"<strong>([\d-]+)</strong>", page)[1]
    answer = browser.post("/workspace/observations/from-paper", {"code": code.replace("-", " ")})
    browser.follow(answer)
    browser.post(answer.headers["Location"], filled(files=[file()]))
    row = only()
    assert (row.channel, row.checklist.number, row.contract_version.number) == ("paper", 1, 1)


@pytest.mark.parametrize("code", ["", "12", "1-1-1-00", "үсэг"])
def test_a_wrong_code_is_said(client, cast, code):
    page = client.sign_in(cast.monitor).post("/workspace/observations/from-paper", {"code": code}, expect=422)
    assert 'href="#code"' in page.text


def test_the_paper_form_of_goods_has_the_table(browser, cast):
    stages = browser.get(f"/workspace/observations/paper/{cast.contract.id}")
    assert stages.text.count("observations/paper/") >= 13
    assert browser.get(paper(cast.contract)).text.count("<table") == 3


def test_an_older_version_can_be_printed_again(browser, cast):
    newest = find_newest("goods", "implementation")
    person = people.person("coordinator")
    edit_checklist("goods", "implementation", wordings_of(newest)[1:], person, clock.now(), based_on=1, reason="Учир.")
    commit()
    first = newest.questions[0].text_mn
    assert first not in browser.get(paper(cast.contract)).text
    assert first in browser.get(f"{paper(cast.contract)}&checklist={newest.id}").text


def test_who_has_no_business_with_it_prints_nothing(client, cast):
    person = people.person("administrator")
    commit(person)
    client.sign_in(person).get(paper(cast.contract), expect=403)

"""Coordinators change the questions: in order, with a reason, and without losing what another person did."""

import re

import pytest

from app.findings.queries import find_newest, get_checklist, wordings_of
from tests.given import commit, people

PLACE = ("works", "implementation")
ADDRESS = "/workspace/checklists/works/implementation"


@pytest.fixture
def coordinator(cast):
    person = people.person("coordinator")
    commit(person)
    return person


@pytest.fixture
def browser(client, coordinator):
    return client.sign_in(coordinator)


def asked():
    return wordings_of(get_checklist(*PLACE))


def form(wordings, based_on=1, **fields):
    values = {"based_on": based_on, "reason": "Ойлгомжтой болгов.", "action": "save"}
    for n, row in enumerate(wordings):
        values |= {f"position_{n}": n + 1, f"text_mn_{n}": row.text_mn, f"text_en_{n}": row.text_en}
        values |= {f"code_{n}": row.code or ""}
    return values | fields


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_open_them(client, cast, role):
    person = people.person(role)
    commit(person)
    for address in ("/workspace/checklists", ADDRESS, f"{ADDRESS}/history"):
        client.sign_in(person).get(address, expect=403)
    client.post(ADDRESS, form([]), expect=403)


def test_the_overview_tells_own_lists_and_missing_ones(browser):
    page = browser.get("/workspace/checklists")
    assert page.text.count('href="/workspace/checklists/') == 13 * 5
    for wrong in ("houses/plan", "works/dream", "houses/plan/history"):
        browser.get(f"/workspace/checklists/{wrong}", expect=404)


def test_words_order_dropping_and_adding_make_a_version(browser):
    words = asked()
    last = len(words)
    changes = {
        "text_en_0": "Changed?",
        "position_1": 99,
        "drop_2": "y",
        f"text_mn_{last}": "Шинэ үү?",
        f"text_en_{last}": "New?",
    }
    answer = browser.post(ADDRESS, form(words, **changes))
    made = get_checklist(*PLACE)
    codes = [row.code for row in words]
    assert (made.number, made.reason) == (2, "Ойлгомжтой болгов.")
    assert [row.code for row in made.questions[:-2]] == [codes[0], *codes[3:]]
    assert made.questions[0].text_en == "Changed?" and made.questions[-1].code == codes[1]
    page = browser.follow(answer).text
    assert "<del>" in page and "<ins>Changed?</ins>" in page and "Ойлгомжтой болгов." in page


def test_what_is_refused_keeps_everything_typed(browser):
    words = asked()
    page = browser.post(ADDRESS, form(words, text_en_0="", position_0=3, text_mn_1="Засав уу?", reason=""), expect=422)
    assert "Засав уу?" in page.text and 'href="#text_en_1"' in page.text  # it stands second now
    page = browser.post(ADDRESS, form(words, text_mn_1="Засав уу?", reason=" "), expect=422)
    assert 'href="#reason"' in page.text and get_checklist(*PLACE).number == 1


def test_more_rows_keep_everything_typed(browser):
    before = browser.get(ADDRESS).text.count('name="text_mn_')
    page = browser.post(ADDRESS, form(asked(), text_mn_0="Засав уу?", reason="Учир.", action="more"), expect=200)
    assert page.text.count('name="text_mn_') == before + 5
    assert "Засав уу?" in page.text and "Учир." in page.text and get_checklist(*PLACE).number == 1


def test_who_saves_second_sees_what_happened_and_loses_nothing(browser):
    words = asked()
    browser.post(ADDRESS, form(words, text_en_0="By the first?", reason="Нэгдүгээр."))
    page = browser.post(ADDRESS, form(words, text_en_1="By the second?"), expect=422)
    assert "<ins>By the first?</ins>" in page.text and "Нэгдүгээр." in page.text and "By the second?" in page.text
    based_on = re.search(r'name="based_on"[^>]*value="(\d+)"', page.text)[1]
    browser.post(ADDRESS, form(words, based_on, text_en_1="By the second?"))
    assert [row.text_en for row in get_checklist(*PLACE).questions[:2]] == [words[0].text_en, "By the second?"]


def test_a_category_begins_its_own_list_from_the_general_one(browser):
    general = find_newest(None, "plan")
    page = browser.get("/workspace/checklists/services/plan")
    assert general.questions[0].text_mn in page.text
    browser.post("/workspace/checklists/services/plan", form(wordings_of(general)[1:], 0))
    own = get_checklist("services", "plan")
    assert (own.category, own.number) == ("services", 1)
    assert [row.id for row in own.questions] == [row.id for row in find_newest(None, "plan").questions[1:]]
    drop = {f"drop_{n}": "y" for n in range(len(own.questions))}
    browser.post("/workspace/checklists/services/plan", form(wordings_of(own), **drop))
    assert get_checklist("services", "plan").category is None


def test_odd_numbers_do_no_harm(browser):
    browser.post(ADDRESS, form(asked(), "x", position_0="first"), expect=422)
    browser.post(ADDRESS, form(asked(), position_0="9" * 30, text_en_0="Changed?"))
    assert get_checklist(*PLACE).questions[-1].text_en == "Changed?"

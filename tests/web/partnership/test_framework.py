"""Pages of the competency framework."""

import pytest

from app.partnership.learning import queries
from tests.given import commit, learning, people


@pytest.fixture
def coordinator(app, client):
    person = people.person("coordinator", language="en")
    commit(person)
    client.sign_in(person)
    return person


def typed(seen, **fields):
    values = {"area_mn": "Талбар", "title_mn": "Бичих", "title_en": "Writing", "place": "1", "reason": "Тохирсон"}
    return values | {"seen": str(seen), "level_1_mn": "Мэднэ", "level_1_en": "Knows"} | fields


def test_from_nothing_to_a_framework(coordinator, client):
    assert "There is no competency yet" in client.get("/workspace/learning/framework").text
    names = {f"level_{n}_mn": f"Шат {n}" for n in (1, 2, 3, 4)}
    client.post("/workspace/learning/framework/levels", names | {"seen": "0", "reason": "Тохирсон"})
    answer = client.post("/workspace/learning/framework/competencies/new", typed(1))
    text = client.follow(answer).text
    assert "Writing" in text and "Knows" in text and "Version 2" in text
    assert "Version 1" in client.get("/workspace/learning/framework/versions").text
    assert "This is an earlier version" in client.get("/workspace/learning/framework/versions/1").text


def test_who_was_overtaken_compares_and_saves_again(coordinator, client):
    number = learning.framework("Ажиглах").wordings[0].competency_id
    commit()
    page = f"/workspace/learning/framework/competencies/{number}/edit"
    client.post(page, typed(1, title_mn="Түүнийх", title_en="Theirs"))
    text = client.post(page, typed(1, title_mn="Минийх"), expect=422).text
    assert "Somebody changed this meanwhile" in text and "Theirs" in text and 'value="Минийх"' in text
    client.post(page, typed(2, title_mn="Минийх"))
    assert queries.find_framework().wordings[0].title_mn == "Минийх"


def test_faults_stand_at_their_fields(coordinator, client):
    learning.framework("Ажиглах")
    commit()
    text = client.post("/workspace/learning/framework/competencies/new", typed(1, level_2_en="Does"), expect=422).text
    assert 'href="#level_2_mn"' in text and "Does" in text


def test_a_competency_is_taken_out_for_a_reason(coordinator, client):
    number = learning.framework("Ажиглах").wordings[0].competency_id
    commit()
    page = f"/workspace/learning/framework/competencies/{number}/remove"
    assert "Write the reason." in client.post(page, {"seen": "1"}, expect=422).text
    client.post(page, {"seen": "1", "reason": "Давхардсан"})
    assert queries.find_framework().wordings == []

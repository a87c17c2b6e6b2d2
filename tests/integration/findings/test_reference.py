"""Checklists are loaded once, and changed wordings keep the answers to the old ones."""

from datetime import timedelta

import pytest

from app.findings import reference, service
from app.findings.models import Checklist
from app.findings.queries import get_checklist, list_questions, questions_of, wordings_of
from app.findings.reference import load_checklists
from tests.given import people
from tests.integration.findings.material import change


@pytest.fixture
def source(tmp_path, monkeypatch):
    """`source(old, new)` changes a text of the file as a coordinator would."""
    copy = tmp_path / "checklists.csv"
    copy.write_text(reference.SOURCE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(reference, "SOURCE", copy)
    return lambda old, new: copy.write_text(copy.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_loading_twice_changes_nothing(now):
    assert load_checklists(now) == Checklist.query.count() > 15
    assert load_checklists(now + timedelta(days=1)) == 0


def test_a_new_wording_is_a_new_version(cast, now, today, questions, draft, source):
    old = questions["works-safety"]
    observation = draft(answers={old: "yes"})
    source("Are the workers and the people around the site kept safe?", "Is everybody safe?")
    assert load_checklists(now) == 1
    asked = get_checklist("works", "implementation")
    assert asked.number == 2 and [row.code for row in asked.questions] == list(questions)
    assert {row.id for row in asked.questions} & set(questions.values()) == set(questions.values()) - {old}
    assert [row.id for row in questions_of(observation)] == list(questions.values())
    service.edit(observation, change(today, answers={old: "not_seen"}), cast.monitor, now)


def test_a_question_that_left_the_file_is_asked_no_more(now, questions, source):
    lines = reference.SOURCE.read_text("utf-8").splitlines()
    source(next(line for line in lines if line.startswith("works-board")) + "\n", "")
    assert load_checklists(now) == 1
    assert [row.code for row in list_questions("works", "implementation")] == [
        code for code in questions if code != "works-board"
    ]


def test_a_list_that_left_the_file_gives_way_to_the_general_one(now, questions, source):
    lines = [line for line in reference.SOURCE.read_text("utf-8").splitlines() if line.startswith("works-")]
    source("\n".join(lines), "")
    assert load_checklists(now) == len({line.split(",")[2] for line in lines})
    assert get_checklist("works", "implementation").category is None
    assert load_checklists(now) == 0


def test_what_a_coordinator_changed_stays(now, questions, source):
    asked = get_checklist("works", "implementation")
    person = people.person("coordinator")
    fewer = wordings_of(asked)[1:]
    made = service.edit_checklist("works", "implementation", fewer, person, now, based_on=1, reason="Давхардсан.")
    source("Are the workers and the people around the site kept safe?", "Is everybody safe?")
    assert load_checklists(now) == 0
    assert get_checklist("works", "implementation") is made


@pytest.mark.parametrize(
    ("category", "stage", "first"),
    [
        ("works", "implementation", "works-schedule"),
        ("goods", "implementation", "goods-allocated"),
        (None, "implementation", "implementation-schedule"),
        ("consultingServices", "payment", "payment-schedule"),
    ],
)
def test_a_category_asks_its_own_list_else_the_general_one(questions, category, stage, first):
    assert list_questions(category, stage)[0].code == first

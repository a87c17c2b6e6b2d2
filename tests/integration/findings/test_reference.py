"""Checklists are loaded once, and changed wordings keep the answers to the old ones."""

from datetime import timedelta

import pytest

from app.findings import reference, service
from app.findings.models import ChecklistQuestion
from app.findings.queries import list_questions, questions_of
from app.findings.reference import load_checklists
from tests.integration.findings.material import change


@pytest.fixture
def source(tmp_path, monkeypatch):
    """`source(old, new)` changes a text of the file as a coordinator would."""
    copy = tmp_path / "checklists.csv"
    copy.write_text(reference.SOURCE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(reference, "SOURCE", copy)
    return lambda old, new: copy.write_text(copy.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_loading_twice_changes_nothing(now):
    assert load_checklists(now) == ChecklistQuestion.query.count() > 60
    assert load_checklists(now + timedelta(days=1)) == 0


def test_a_new_wording_is_a_new_question(cast, now, today, questions, draft, source):
    old = questions["works-safety"]
    observation = draft(answers={old: "yes"})
    source("Are the workers and the people around the site kept safe?", "Is everybody safe?")
    assert load_checklists(now) == 1
    asked = [row.id for row in list_questions("works", "implementation")]
    assert old not in asked and len(asked) == len(questions)
    assert [row.id for row in questions_of(observation)] == [*asked, old]
    service.edit(observation, change(today, answers={old: "not_seen", asked[3]: "yes"}), cast.monitor, now)


def test_a_question_that_left_the_file_is_retired(now, questions, source):
    lines = reference.SOURCE.read_text("utf-8").splitlines()
    source(next(line for line in lines if line.startswith("works-board")) + "\n", "")
    assert load_checklists(now) == 0
    assert [row.code for row in list_questions("works", "implementation")] == [
        code for code in questions if code != "works-board"
    ]


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

"""What a checklist may say, and what changed between two versions."""

import pytest
from hypothesis import given, strategies as st

from app.findings.wordings import MAX_LETTERS, MAX_QUESTIONS, Wording, differences, what_refuses_list

words = st.sampled_from(["Бүтэн үү?", "Хуурай юу?", "Цэвэр үү?", "Дулаан уу?"])
lists = st.lists(st.builds(Wording, words, words, st.sampled_from("abcdef")), unique_by=lambda row: row.code)


def kinds(old, new):
    return [(row.kind, (row.new or row.old).code) for row in differences(old, new)]


def ask(*codes, words="Бүтэн үү?"):
    return [Wording(f"{code} {words}", f"{code} {words}", code) for code in codes]


def test_each_kind_of_change_is_named():
    old, new = ask("a", "b", "c", "d"), [*ask("d", "a"), *ask("b", words="Хуурай юу?"), *ask("e")]
    assert kinds(old, new) == [("moved", "d"), ("same", "a"), ("reworded", "b"), ("added", "e"), ("removed", "c")]


@given(lists)
def test_nothing_changed_between_a_list_and_itself(one):
    assert {row.kind for row in differences(one, one)} <= {"same"}


@given(lists, lists)
def test_every_question_is_told_once_and_tells_both_versions(old, new):
    rows = differences(old, new)
    assert [row.new for row in rows if row.new] == new
    assert sorted(row.old.code for row in rows if row.old) == sorted(row.code for row in old)
    assert {row.kind for row in rows} <= {"same", "moved", "reworded", "added", "removed"}


@given(lists, st.randoms())
def test_a_shuffle_moves_and_nothing_else(one, chance):
    other = list(one)
    chance.shuffle(other)
    found = {row.kind for row in differences(one, other)}
    assert found <= {"same", "moved"} and ("moved" in found) == (other != one)


@pytest.mark.parametrize(
    ("wordings", "fields"),
    [
        (ask("a", "b"), set()),
        ([], set()),
        ([Wording(" ", "Is it?", None)], {"text_mn_0"}),
        ([Wording("Мөн үү?", "", None)], {"text_en_0"}),
        ([Wording("ү" * (MAX_LETTERS + 1), "Is it?", None)], {"text_mn_0"}),
        ([Wording("Мөн үү?", "Is it?", "a"), Wording("МӨН ҮҮ?", "Is this?", None)], {"text_mn_1"}),
        (ask(*map(str, range(MAX_QUESTIONS + 1))), {""}),
    ],
)
def test_what_a_list_may_not_say(wordings, fields):
    assert set(what_refuses_list(wordings)) == fields

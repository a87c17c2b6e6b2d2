"""The framework is its versions: what was assessed keeps its words, and who saves second is told."""

from dataclasses import replace

import pytest

from app.core import clock
from app.core.errors import Invalid, Missing, NotFound, NotPermitted, Refused, Stale
from app.partnership.learning import queries
from app.partnership.learning.models import FrameworkVersion
from app.partnership.learning.reference import load_example
from app.partnership.learning.rules import Text
from app.partnership.learning.service import name_levels, put_competency, remove_competency
from tests.given import learning, people


@pytest.fixture
def framer(app):
    return people.person("coordinator")


def put(framer, words, seen, place=1, reason="Гишүүд тохирсон"):
    return put_competency(words, place, framer, clock.now(), seen=seen, reason=reason)


def test_it_ships_with_an_example_that_says_so_and_is_loaded_once(app):
    assert (load_example(clock.now()), load_example(clock.now())) == (1, 0)
    shipped = queries.find_framework()
    assert all(row.is_example and "жишээ" in row.title_mn and "example" in row.title_en for row in shipped.wordings)


def test_a_reworded_competency_is_the_same_one_and_an_example_no_more(framer):
    load_example(clock.now())
    first = queries.find_framework()
    old = queries.words_of(first)
    made = put(framer, learning.words("Шинэ үг", competency=old[1].competency), 1, place=1)
    assert [row.competency_id for row in made.wordings] == [old[n].competency for n in (1, 0, 2, 3)]
    assert not made.wordings[0].is_example and queries.words_of(first) == old
    assert made.wordings[1] is first.wordings[0]  # the same words are the same row
    assert queries.wordings_of([old[1].competency])[old[1].competency].title_mn == "Шинэ үг"


def test_moving_an_example_leaves_it_one(framer):
    load_example(clock.now())
    words = queries.words_of(queries.find_framework())[0]
    moved = put(framer, replace(words, is_example=False), 1, place=9)
    assert moved.wordings[-1].is_example


def test_one_that_was_taken_out_is_known_by_its_last_words(framer):
    first = learning.framework("Нэг", "Хоёр")
    gone = first.wordings[0].competency_id
    remove_competency(gone, framer, clock.now(), seen=1, reason="Давхардсан")
    assert [row.title_mn for row in queries.find_framework().wordings] == ["Хоёр"]
    assert queries.wordings_of([gone])[gone].title_mn == "Нэг"
    with pytest.raises(NotFound):
        remove_competency(gone, framer, clock.now(), seen=2, reason="Дахин")


def test_who_saves_second_is_told(framer):
    learning.framework("Нэг")
    put(framer, learning.words("Хоёр"), 1)
    with pytest.raises(Stale):
        put(framer, learning.words("Гурав"), 1)
    assert FrameworkVersion.query.count() == 2


def test_what_cannot_be_kept_is_said_at_its_field(framer):
    learning.framework("Нэг")
    with pytest.raises(Invalid) as refusal:
        put(framer, learning.words("", descriptors=((2, Text("", "Only English")),)), 1)
    assert set(refusal.value.errors) == {"title_mn", "level_2_mn"}
    with pytest.raises(Missing):
        put(framer, learning.words("Хоёр"), 1, reason=" ")
    with pytest.raises(Refused):  # nothing changed
        put(framer, queries.words_of(queries.find_framework())[0], 1)
    with pytest.raises(Invalid):
        name_levels(dict.fromkeys(learning.NAMES, Text("Нэг")), framer, clock.now(), seen=1, reason="Нэр")


def test_levels_are_named_anew(framer):
    learning.framework("Нэг")
    names = {level: Text(f"Шат {level}") for level in learning.NAMES}
    made = name_levels(names, framer, clock.now(), seen=1, reason="Нэрийг тохирсон")
    assert queries.names_of_levels(made) == names and [row.title_mn for row in made.wordings] == ["Нэг"]


@pytest.mark.parametrize("role", ["monitor", "lead", "observer", "administrator"])
def test_only_coordinators_change_it(app, role):
    learning.framework("Нэг")
    with pytest.raises(NotPermitted):
        put(people.person(role), learning.words("Хоёр"), 1)

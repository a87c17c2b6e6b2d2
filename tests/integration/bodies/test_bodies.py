"""The register of public bodies: one row for one body, searched in any spelling."""

import pytest
from hypothesis import given, strategies as st

from app.bodies import queries, service
from app.bodies.reference import load_places
from app.core import audit, clock
from app.core.errors import Invalid, NotFound, NotPermitted
from tests.given import people

NAME = "Хөвсгөл аймгийн Засаг даргын Тамгын газар"


def register(name=NAME, **facts):
    return service.register_body(name, **facts, actor=people.person("coordinator"), at=clock.now())


def ensure(name, identifier=None):
    return service.ensure_body(name, identifier, clock.now())


def found(search, **rest):
    return [body.name_mn for body in queries.list_bodies(search, **rest).items]


def test_registering_leaves_one_entry(app):
    (entry,) = audit.history(register())
    assert entry.verb == "register"


def test_a_body_stands_once_under_a_number(app):
    register(identifier="9012345")
    with pytest.raises(Invalid) as refusal:
        register("Өөр газар", identifier="9012345")
    assert "identifier" in refusal.value.errors


def test_a_body_without_number_stands_once_under_a_name(app):
    register()
    with pytest.raises(Invalid) as refusal:
        register(NAME.upper())
    assert "name_mn" in refusal.value.errors


def test_bodies_of_one_name_are_told_apart_by_number(app):
    assert register(identifier="1") is not register(identifier="2")


def test_a_persons_number_is_refused(app):
    with pytest.raises(Invalid):
        register(identifier="УБ12345678")


def test_only_editors_of_the_register_write(app):
    with pytest.raises(NotPermitted):
        service.register_body(NAME, actor=people.person("monitor"), at=clock.now())


def test_an_edit_tells_what_changed_once(app):
    body, actor = register(identifier="1"), people.person("lead")
    service.edit_body(body, name_mn=NAME, identifier="2", actor=actor, at=clock.now())
    assert [entry.details for entry in audit.history(body)][1:] == [{"changed": ["identifier"]}]


def test_an_edit_that_changes_nothing_leaves_nothing(app):
    body = register()
    service.edit_body(body, name_mn=NAME, actor=people.EVERYTHING, at=clock.now())
    assert len(audit.history(body)) == 1


def test_imports_make_a_body_once_by_number(app):
    body = ensure("Зам ХХК", "9012345")
    assert ensure("Бүр өөр нэр", "9012345") is body
    assert ensure("Зам ХХК", "9012346") is not body


def test_imports_make_a_body_once_by_name_in_any_spelling(app):
    body = ensure(NAME)
    assert ensure(f" {NAME.upper()} ") is body


def test_the_exact_spelling_goes_before_an_alike_one(app):
    ensure("Ус", "1")
    exact = people.body(name_mn="Өс", identifier="2")
    assert ensure("Өс") is exact


def test_a_name_of_signs_alone_matches_itself_only(app):
    stars = ensure("***")
    assert ensure("???") is not stars
    assert ensure("***") is stars


def test_a_persons_number_from_an_import_is_not_kept(app):
    assert ensure("Дорж", "УБ12345678").identifier is None


def test_nothing_to_go_by_is_refused(app):
    with pytest.raises(ValueError, match="name"):
        ensure("  ", "")


@given(st.text(min_size=1).filter(str.strip))
def test_the_same_name_is_always_the_same_body(app, name):
    if "\0" not in name and name.isprintable():
        assert ensure(name) is ensure(name)


@pytest.mark.parametrize("search", ["Хөвсгөл", "huvsgul", "Khövsgöl тамгын", "тамгын хөвсгөл", "9012345"])
def test_search_takes_any_spelling(app, search):
    register(identifier="9012345")
    people.body(name_mn="Завхан аймгийн сургууль")
    assert found(search) == [NAME]


def test_search_reads_english_names(app):
    people.body(name_mn="Эрүүл мэндийн яам", name_en="Ministry of Health")
    assert found("ministry of HEALTH") == ["Эрүүл мэндийн яам"]


def test_what_begins_so_comes_first(app):
    people.body(name_mn="Булган зам")
    people.body(name_mn="Зам")
    assert found("зам") == ["Зам", "Булган зам"]


@pytest.mark.parametrize("search", ["%", "_", "***", "\\"])
def test_signs_are_not_wildcards(app, search):
    people.body(name_mn="Зам")
    assert found(search) == []


def test_the_list_is_alphabetical(app):
    for name in ("Үс", "Ус", "Өс", "Ос"):
        people.body(name_mn=name)
    assert found("") == ["Ос", "Өс", "Ус", "Үс"]


def test_the_capital_brings_its_districts(app):
    load_places(clock.now())
    places = {place.code: place for place in queries.list_places()}
    people.body(name_mn="Дүүрэг", place=places["MN-1-05"])
    people.body(name_mn="Аймаг", place=places["MN-041"])
    assert found("", place_id=places["MN-1"].id) == ["Дүүрэг"]
    assert found("", place_id=places["MN-1-04"].id) == []


def test_an_unknown_body_is_not_found(app):
    with pytest.raises(NotFound):
        queries.get_body(1)

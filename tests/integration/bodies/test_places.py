"""Places in the database: loading them, naming them, finding them in a text."""

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select, text

from app.bodies import queries
from app.bodies.models import Place
from app.bodies.reference import load_places
from app.bodies.service import set_home
from app.core import audit, clock
from app.core.database import db
from app.core.errors import NotFound, NotPermitted
from tests.given import people


@pytest.fixture
def places(app):
    load_places(clock.now())
    return {place.code: place for place in queries.list_places()}


def entries():
    return db.session.scalar(select(func.count()).select_from(audit.AuditEntry))


def test_loading_again_changes_nothing(places):
    before = entries()
    assert load_places(clock.now()) == 0
    assert (len(queries.list_places()), len(queries.list_soums()), entries()) == (31, 330, before)


def test_loading_leaves_one_entry(places):
    assert entries() == 1
    assert len(audit.recent()[0].details["places"]) == 361


def test_a_changed_fact_is_put_right(places):
    db.session.execute(text("UPDATE place SET name_en = 'Wrong' WHERE code = 'MN-041'"))
    db.session.expire_all()
    assert load_places(clock.now()) == 1
    assert places["MN-041"].name_en == "Khuvsgul"


def test_other_places_are_left_alone(app):
    extra = people.place(code="MN-1-99", name_mn="Шинэ", name_en="New")
    assert load_places(clock.now()) == 361
    assert db.session.get(Place, extra.id).name_mn == "Шинэ"


def test_the_capital_comes_first_with_its_districts(places):
    codes = [place.code for place in queries.list_places()]
    assert codes[0] == "MN-1"
    assert all(code.startswith("MN-1-") for code in codes[1:10])
    assert codes[10] == "MN-073"


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("MN-1", "Ulaanbaatar"),
        ("MN-051", "Sukhbaatar aimag"),
        ("MN-1-05", "Sukhbaatar district, Ulaanbaatar"),
    ],
)
def test_a_label_tells_level_and_parent(places, code, label):
    with force_locale("en"):
        assert queries.place_label(places[code]) == label


def test_labels_are_all_different(places):
    everywhere = [*places.values(), *queries.list_soums()]
    assert len({queries.place_label(place) for place in everywhere}) == 361


def test_soums_are_not_looked_for_in_texts(places):
    """Баянзүрх is a soum of Khuvsgul too; the district is meant unless the text says otherwise."""
    assert queries.infer_place("Баянзүрх дүүргийн зам") is places["MN-1-04"]
    assert queries.infer_place("Хатанбулаг сумын сургууль") is None


def test_where_somebody_lives_is_theirs_to_say(places):
    person, other = people.person(), people.person()
    for place in (places["MN-041"], places["MN-1-04"], None, None):
        set_home(person, place, person, clock.now())
        assert queries.find_home(person.id) is place
    with pytest.raises(NotPermitted):
        set_home(person, places["MN-041"], other, clock.now())
    told = audit.history(person)
    assert [entry.details for entry in told] == [{"changed": ["home_place"]}] * 3, "the chain does not learn where"


def test_a_title_gives_its_place(places):
    assert queries.infer_place("Хөвсгөл аймгийн зам") is places["MN-041"]
    assert queries.infer_place("Цахилгаан хэрэгсэл") is None


def test_the_names_can_be_read_once_for_many_titles(places):
    names = queries.place_names()
    assert queries.infer_place("Завхан аймаг", names) is places["MN-057"]
    assert queries.infer_place("Завхан аймаг", ()) is None


def test_an_unknown_place_is_not_found(app):
    with pytest.raises(NotFound):
        queries.get_place(1)

"""Who is meant by a name: the same whatever the order, and as a coordinator decided."""

from datetime import UTC, datetime

from hypothesis import given, strategies as st

from app.bodies.identity import Mention
from app.bodies.models import PublicBody, PublicBodyName
from app.bodies.service import body_directory, ensure_body, register_body
from app.core import clock
from app.core.database import db
from tests.given import people

AT = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ["Ус", "Үс", "УС", "Зам", "Zam", "Їс", "***"]
MENTIONS = st.builds(Mention, st.sampled_from(NAMES), st.sampled_from(["", "", "1", "2", "3"]))


def grouped(mentions, size):
    """Which mentions are one, after they arrived in this order, so many at a time."""
    for start in range(0, len(mentions), size):
        directory = body_directory(AT)
        directory.resolve(mentions[start : start + size])
    bearers, moves = body_directory(AT).resolve(mentions)
    assert moves == []
    groups = {}
    for mention, bearer in bearers.items():
        groups.setdefault(bearer.entity_id, set()).add(mention)
    return {frozenset(group) for group in groups.values()}


@given(st.lists(MENTIONS, min_size=1, max_size=8), st.randoms(), st.integers(1, 4), st.integers(1, 4))
def test_the_order_of_arrival_does_not_matter(app, mentions, random, size, other_size):
    first = grouped(mentions, size)
    db.session.rollback()
    shuffled = random.sample(mentions, len(mentions))
    assert grouped(shuffled, other_size) == first
    db.session.rollback()


def test_a_number_decides_and_a_bare_name_follows_it(app):
    bare = ensure_body("Зам", None, AT)
    assert ensure_body("Зам", "7", AT) is bare
    assert bare.identifier == "7"
    assert ensure_body("ЗАМ ХХК", "7", AT) is bare
    assert ensure_body("зам", "", AT) is bare


def test_of_several_numbers_a_bare_name_means_the_smallest(app):
    bare = ensure_body("Зам", None, AT)
    assert ensure_body("Зам", "7", AT) is bare
    smaller = ensure_body("Зам", "5", AT)
    assert smaller is not bare
    assert ensure_body("Зам", None, AT) is smaller


def test_the_very_name_goes_before_one_that_folds_alike(app):
    water = ensure_body("Ус", "1", AT)
    hair = ensure_body("Үс", "2", AT)
    assert ensure_body("Үс", None, AT) is hair
    assert ensure_body("ус", None, AT) is water


def test_what_was_entered_by_hand_is_meant_by_imports(app):
    body = register_body("Зам", actor=people.EVERYTHING, at=clock.now())
    assert ensure_body("ZAM", None, AT) is body


def test_a_decision_stands(app):
    ensure_body("Зам", None, AT)
    other = ensure_body("Гүүр", None, AT)
    row = PublicBodyName.query.filter_by(name="Зам").one()
    row.body, row.decided = other, True
    db.session.flush()
    assert ensure_body("Зам", "9", AT) is not other
    assert ensure_body("зам", None, AT) is other
    assert PublicBody.query.count() == 3

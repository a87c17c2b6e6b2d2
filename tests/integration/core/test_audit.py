"""The audit chain holds, and shows where it does not."""

import threading
import time

import pytest
from sqlalchemy import text

from app.bodies.models import Place
from app.core import audit, clock
from app.core.database import db
from tests.given import commit, people


def _entries(count: int) -> None:
    person = people.person()
    for step in range(count):
        audit.record(people.EVERYTHING, clock.now(), f"verb-{step}", person, reason="шалтгаан", number=step)
    commit()


def test_an_untouched_chain_is_whole(app):
    _entries(3)
    assert audit.verify() == audit.Verdict(3)


@pytest.mark.parametrize("column", ["reason", "verb", "actor_kind", "to_state", "hash", "previous"])
def test_a_changed_row_is_named(app, column):
    _entries(4)
    db.session.execute(text(f"UPDATE audit_entry SET {column} = 'x' WHERE id = 2"))
    assert audit.verify().broken_at == 2


def test_a_removed_row_is_named(app):
    _entries(4)
    db.session.execute(text("DELETE FROM audit_entry WHERE id = 2"))
    assert audit.verify().broken_at == 2


def test_a_cut_end_shows(app):
    _entries(4)
    db.session.execute(text("DELETE FROM audit_entry WHERE id = 4"))
    assert audit.verify().broken_at == 4


def test_a_missing_head_shows(app):
    _entries(1)
    db.session.execute(text("DELETE FROM audit_head"))
    assert not audit.verify().whole


def test_two_writers_of_the_first_entry(app):
    """Nobody made the head yet: the second waits for the first, and the chain is whole."""
    place = people.place()
    commit()
    number = place.id
    db.session.rollback()

    def write():
        with app.app_context():
            audit.record(people.EVERYTHING, clock.now(), "look", db.session.get(Place, number))
            time.sleep(0.2)
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert audit.verify() == audit.Verdict(2)

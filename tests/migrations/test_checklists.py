"""Questions that stood before checklists had versions become versions, and observations are pinned to theirs."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from app.core import clock
from app.core.database import db
from app.findings.models import Observation
from app.findings.queries import get_checklist, list_versions, questions_of
from app.findings.service.checklists import make_version
from app.findings.wordings import Wording
from tests.given import commit, people, stored, work
from tests.migrations.test_migrations import FOLDER

assert Path(FOLDER).is_dir()
BEFORE = "0002"


@pytest.fixture
def restored(app):
    yield
    db.session.remove()
    upgrade(FOLDER)


def go(direction, revision):
    db.session.remove()
    direction(FOLDER, revision=revision)


def ask(*texts, code="roof"):
    return [Wording(words, words, f"{code}-{n}") for n, words in enumerate(texts)]


def test_down_and_up_keeps_what_was_asked_and_answered(app, restored):
    now = clock.now()
    first = make_version("works", "implementation", ask("A?", "B?", "C?"), now - timedelta(days=9))
    early = work.observation(
        work.monitored(monitor := people.person("monitor"), category="works"), monitor, created_at=now - timedelta(8)
    )
    early.checklist = first
    make_version("works", "implementation", ask("A?", "Б?"), now - timedelta(days=5))
    late = work.observation(early.contract, monitor, created_at=now - timedelta(days=1))
    general = make_version(None, "plan", ask("D?", code="plan"), now - timedelta(days=9))
    other = work.observation(early.contract, monitor, stage="plan")
    bare = work.observation(early.contract, monitor, stage="payment")
    stored(general)
    ids = [row.id for row in (early, late, other, bare)]
    commit()
    go(downgrade, BEFORE)
    rows = db.session.execute(text("SELECT text_mn, position, retired_at FROM checklist_question ORDER BY id")).all()
    assert [(row.text_mn, row.position, row.retired_at is None) for row in rows] == [
        ("A?", 1, True),
        ("B?", 2, False),
        ("C?", 3, False),
        ("Б?", 2, True),
        ("D?", 1, True),
    ]
    go(upgrade, "head")
    asked = [[row.text_mn for row in questions_of(db.session.get(Observation, row_id))] for row_id in ids]
    assert asked == [["A?", "B?", "C?"], ["A?", "Б?"], ["D?"], []]
    assert [row.number for row in list_versions("works", "implementation")] == [2, 1]
    assert get_checklist("works", "plan").made_by_id is None
    assert db.session.get(Observation, ids[0]).channel == "web"
    make_version("works", "implementation", ask("A?"), now)  # numbers given by hand do not stand in the way

"""Migrations make the tables the code knows, in one line, up and down, with data in them."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.core.database import db
from app.responses.follow_models import Referral
from tests.given import commit, people, work

FOLDER = str(Path(__file__).parents[2] / "migrations")


def test_there_is_one_head():
    assert len(ScriptDirectory(FOLDER).get_heads()) == 1


def test_the_tables_are_those_of_the_code(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, db.metadata) == []


def is_ours(name, _kind, _parents):
    """The full-text index is each database's own."""
    return not (name or "").startswith(("contract_search", "ix_contract_words"))


@pytest.fixture
def restored(app):
    """The database as the other tests of this worker expect it."""
    yield
    db.session.remove()
    upgrade(FOLDER)


def test_requests_to_a_next_body_do_not_become_ordinary_ones(app, restored):
    request = work.request(work.finding(state="notified"))
    work.referral(request_id=request.id, state="opened")
    commit()
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(FOLDER, revision="0018")
    assert "referral" in inspect(db.engine).get_table_names()
    upgrade(FOLDER)
    assert Referral.query.one().request_id is not None


def test_down_and_up_again_with_data(app, restored):
    seen = work.observation(state="accepted")
    work.request(work.finding(seen, state="checked"))
    work.opening(work.evidence(seen))
    people.action_point()
    commit()
    db.session.remove()
    downgrade(FOLDER, revision="base")
    assert {name for name in inspect(db.engine).get_table_names() if is_ours(name, "table", {})} <= {"alembic_version"}
    upgrade(FOLDER)
    assert set(inspect(db.engine).get_table_names()) >= set(db.metadata.tables)

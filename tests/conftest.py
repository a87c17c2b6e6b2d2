"""A real application on a real database, made by the migrations, emptied after each test.

SQLite by default; PostgreSQL when TEST_DATABASE_URL names a server the tests may create databases on.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text

from app import create_app
from app.core.database import db
from tests.client import Client

settings.register_profile(
    "house", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}"
        return
    name = f"khyanalt_test_{uuid.uuid4().hex[:12]}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def _counters() -> str:
    """Where limits are counted: in Redis when TEST_REDIS_URL names a server, each worker in a database of its own."""
    server = os.environ.get("TEST_REDIS_URL")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{server}/{int(worker)}" if server else "memory://"


@pytest.fixture(scope="session")
def application(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One migrated application per worker."""
    app = create_app(
        {
            "TESTING": True,
            "DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "SECRET_KEY": "only-for-tests",
            "SQLALCHEMY_DATABASE_URI": database_url,
            "SERVER_NAME": "localhost",
            "RATELIMIT_ENABLED": False,
            "RATELIMIT_STORAGE_URI": _counters(),
            "WTF_CSRF_ENABLED": False,
            "HTTPS": False,
            "SMTP_HOST": "",
            "ARGON2_QUICK": True,
            "SECOND_REVIEWS": 0,  # the lot falls where a test says so
        }
    )
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application, with nothing in its database; an application context is open."""
    with application.app_context():
        yield application
        db.session.remove()
        _empty()


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser without JavaScript: `client.sign_in(person)`, then get and post."""
    return Client(app)


def _empty() -> None:
    tables = [table.name for table in reversed(db.metadata.sorted_tables)]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{name}"' for name in tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            return
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.exec_driver_sql("INSERT INTO contract_search (contract_search) VALUES ('delete-all')")
        for name in tables:
            connection.exec_driver_sql(f'DELETE FROM "{name}"')

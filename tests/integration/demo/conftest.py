"""The demonstration, played once for all tests of a module and rolled back after them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app import demo
from app.core import clock
from app.core.database import db, roll_back
from app.demo import SignIn


@pytest.fixture(scope="module")
def sign_ins(application: Flask) -> Iterator[list[SignIn]]:
    """Who may sign in. The module's tests must not use `app`: it would wait for this transaction."""
    with application.app_context():
        yield demo.seed(clock.now())
        roll_back()
        db.session.remove()

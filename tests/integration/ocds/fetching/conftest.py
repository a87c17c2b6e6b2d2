from collections.abc import Iterator

import pytest

from app.core.web import Session, open_session
from tests.standin.manners import QUICK
from tests.standin.opentender import OpenTender, open_tender
from tests.standin.publisher import Publisher, publisher


@pytest.fixture
def session() -> Iterator[Session]:
    with open_session(allow_private=True, manners=QUICK) as session:
        yield session


@pytest.fixture
def ocds() -> Iterator[Publisher]:
    with publisher() as server:
        yield server


@pytest.fixture
def tenders() -> Iterator[OpenTender]:
    with open_tender() as service:
        yield service

"""People around one monitored contract."""

from types import SimpleNamespace

import pytest

from app.core import clock
from app.findings import service
from app.findings.queries import list_questions
from app.findings.reference import load_checklists
from tests.given import number, people, work
from tests.integration.findings.material import change


@pytest.fixture
def now(app):
    return clock.now()


@pytest.fixture
def today(app):
    return clock.today()


@pytest.fixture
def cast(app):
    """A contract for works, its monitor, two leads of its subnetwork, and a lead of another one."""
    monitor, lead, second = people.person("monitor"), people.person("lead"), people.person("lead")
    stranger = people.person("lead")
    people.subnetwork(stranger)
    contract = work.monitored(
        monitor, category="works", buyer=people.body(), subnetwork=people.subnetwork(lead, second)
    )
    return SimpleNamespace(monitor=monitor, lead=lead, second=second, stranger=stranger, contract=contract)


@pytest.fixture
def questions(app, now):
    """Ids of the checklist for works under way, by code."""
    load_checklists(now)
    return {row.code: row.id for row in list_questions("works", "implementation")}


@pytest.fixture
def draft(cast, now, today):
    """`draft(...)` begins an observation of the contract; takes what `change` takes."""

    def begin(*uploads, key=None, **fields):
        form = change(today, *uploads, **fields)
        key = key or f"form-{number()}"
        return service.save_draft(cast.contract, "implementation", form, cast.monitor, now, client_key=key)

    return begin


@pytest.fixture
def sent(draft, cast, now):
    """`sent(...)`: the same, sent."""

    def send(*uploads, **fields):
        observation = draft(*uploads, **fields)
        service.submit(observation, cast.monitor, now)
        return observation

    return send


@pytest.fixture
def accepted(sent, cast, now):
    """`accepted(...)`: the same, accepted by the lead."""

    def accept(*uploads, **fields):
        observation = sent(*uploads, **fields)
        service.open_review(observation, cast.lead, now)
        service.accept(observation, cast.lead, now, "Зураг баталж байна.")
        return observation

    return accept

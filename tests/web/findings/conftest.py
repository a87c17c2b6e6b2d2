"""A contract for works under monitoring, and the people around it."""

from types import SimpleNamespace

import pytest
from flask import g

from app.core import clock
from app.findings import service
from app.findings.queries import list_questions
from app.findings.reference import load_checklists
from tests.client import Client
from tests.given import commit, number, people, work
from tests.integration.findings.material import change


class SharedClient(Client):
    """Several people at one browser, one after the other."""

    def sign_in(self, person):
        g.pop("_login_user", None)  # the test's open application context remembers who asked last
        return super().sign_in(person)


@pytest.fixture
def client(app):
    return SharedClient(app)


@pytest.fixture
def cast(app):
    """With the ids of the checklist's questions by code, and the addresses that a monitor uses."""
    load_checklists(clock.now())
    monitor, lead, second = people.person("monitor"), people.person("lead"), people.person("lead")
    contract = work.monitored(
        monitor, category="works", buyer=people.body(), subnetwork=people.subnetwork(lead, second)
    )
    area = people.focus_area()
    asked = {row.code: row.id for row in list_questions("works", "implementation")}
    commit()
    return SimpleNamespace(
        monitor=monitor,
        lead=lead,
        second=second,
        contract=contract,
        area=area,
        asked=asked,
        new=f"/workspace/observations/new/{contract.id}?stage=implementation",
    )


@pytest.fixture
def logged(cast):
    """`logged("accepted", …)`: an observation of the contract, in the state asked for."""

    def log(state="received", *uploads, **fields):
        form, now = change(clock.today(), *uploads, **fields), clock.now()
        row = service.save_draft(
            cast.contract, "implementation", form, cast.monitor, now, client_key=f"form-{number()}"
        )
        if state != "draft":
            service.submit(row, cast.monitor, now)
        if state not in ("draft", "received"):
            service.open_review(row, cast.lead, now)
        decide = {"accepted": service.accept, "rejected": service.reject, "needs_information": service.ask}
        if state in decide:
            cause = {"cause": "no_evidence"} if state == "rejected" else {}
            decide[state](row, cast.lead, now, "Шалтгаан нь энэ.", **cause)
        commit(row)
        return row

    return log

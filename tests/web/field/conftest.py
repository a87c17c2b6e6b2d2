"""A monitor, their contract, and a phone."""

from types import SimpleNamespace

import pytest

from app.core import clock
from app.findings.reference import load_checklists
from tests.client import Client
from tests.given import commit, people, phones, work


class Phone(Client):
    """A client that asks as the field app does."""

    def ask(self, path, expect=200, **rest):
        return self.get(f"/field/api/{path}", expect, headers={"Accept": "application/json"}, **rest).get_json()

    def send(self, data, expect=200, **headers):
        return self._write("POST", "observations", data, expect, headers)

    def piece(self, packet, data, start=0, part=None, expect=200):
        path = f"observations/{phones.key_of(packet)}/files/{phones.sha256(data)}"
        body = data[start:] if part is None else part
        return self._write("PATCH", path, body, expect, {"Upload-Offset": str(start)})

    def give_up(self, packet, data, reason, expect=200):
        path = f"observations/{phones.key_of(packet)}/files/{phones.sha256(data)}/give-up"
        return self._write("POST", path, None, expect, {}, json={"reason": reason})

    def _write(self, method, path, data, expect, headers, **rest):
        headers = {"Accept": "application/json"} | headers
        if data is not None:
            rest["data"] = data
        answer = self._send(f"/field/api/{path}", method=method, headers=headers, **rest)
        body = self._check(answer, expect).get_json()
        assert body["khyanalt"] == "field/1"
        return body


@pytest.fixture
def phone(app):
    return Phone(app)


@pytest.fixture
def cast(app):
    load_checklists(clock.now())
    monitor, lead = people.person("monitor"), people.person("lead")
    place = people.place()
    fields = {"category": "works", "buyer": people.body(), "place": place, "subnetwork": people.subnetwork(lead)}
    contract = work.monitored(monitor, **fields)
    commit()
    return SimpleNamespace(monitor=monitor, lead=lead, contract=contract, place=place)

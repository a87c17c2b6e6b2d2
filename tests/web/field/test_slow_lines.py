"""Whoever sends slowly holds nobody up: no lock is held while a body is waited for."""

import io
import sqlite3

import pytest

from app.core.database import db
from tests.given import phones
from tests.integration.findings.material import photo


class Slow(io.BytesIO):
    """A body; whenever more of it is asked for, somebody else writes to the database."""

    def __init__(self, data, database):
        super().__init__(data)
        self.database, self.waits = database, 0

    def read(self, size=-1):
        self.somebody_writes()
        return super().read(size)

    def readinto(self, buffer):
        self.somebody_writes()
        return super().readinto(buffer)

    def somebody_writes(self):
        with sqlite3.connect(self.database, timeout=0.2, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        other.close()
        self.waits += 1


@pytest.fixture
def slow(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one lock for all writers")
    return lambda data: Slow(data, db.engine.url.database)


def send(phone, path, body, data, method="POST", **headers):
    length = {"Content-Length": str(len(data))}
    return phone._send(path, method=method, input_stream=body, headers=length | headers)


def test_a_packet(phone, cast, slow):
    data = phones.packet(cast.contract)
    body = slow(data)
    phone.sign_in(cast.monitor)
    assert send(phone, "/field/api/observations", body, data).status_code == 200
    assert body.waits


def test_a_file(phone, cast, slow):
    phone.sign_in(cast.monitor)
    packet = phones.packet(cast.contract, data := photo())
    phone.send(packet)
    body = slow(data)
    path = f"/field/api/observations/{phones.key_of(packet)}/files/{phones.sha256(data)}"
    answer = send(phone, path, body, data, "PATCH", **{"Upload-Offset": "0"})
    assert answer.get_json()["receipt"] and body.waits


def test_a_form(phone, cast, slow):
    phone.sign_in(cast.monitor)
    data = b"reason=x"
    body = slow(data)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert send(phone, "/workspace/hand-over", body, data, **kind).status_code == 422
    assert body.waits

"""Whoever sends slowly holds nobody up: no lock is held while a body is waited for."""

import io

from sqlalchemy import update

from app.accounts.models import User
from app.core.database import db
from tests.given import phones
from tests.integration.findings.material import photo


class Slow(io.BytesIO):
    """A body; whenever more of it is asked for, somebody else writes to the database."""

    waits = 0

    def read(self, size=-1):
        self.somebody_writes()
        return super().read(size)

    def readinto(self, buffer):
        self.somebody_writes()
        return super().readinto(buffer)

    def somebody_writes(self):
        with db.engine.connect() as other:
            other.execute(update(User).values(name=User.name))
            other.rollback()
        self.waits += 1


def send(phone, path, body, data, method="POST", **headers):
    length = {"Content-Length": str(len(data))}
    return phone._send(path, method=method, input_stream=body, headers=length | headers)


def test_a_packet(phone, cast):
    data = phones.packet(cast.contract)
    body = Slow(data)
    phone.sign_in(cast.monitor)
    assert send(phone, "/field/api/observations", body, data).status_code == 200
    assert body.waits


def test_a_file(phone, cast):
    phone.sign_in(cast.monitor)
    packet = phones.packet(cast.contract, data := photo())
    phone.send(packet)
    body = Slow(data)
    path = f"/field/api/observations/{phones.key_of(packet)}/files/{phones.sha256(data)}"
    answer = send(phone, path, body, data, "PATCH", **{"Upload-Offset": "0"})
    assert answer.get_json()["receipt"] and body.waits


def test_a_form(phone, cast):
    phone.sign_in(cast.monitor)
    data = b"reason=x"
    body = Slow(data)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert send(phone, "/workspace/hand-over", body, data, **kind).status_code == 422
    assert body.waits

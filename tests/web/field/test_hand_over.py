"""What a phone could not send comes as one encrypted file, on any machine, and counts as its monitor's."""

import base64
import io
import json
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_der_public_key

from app.core import audit, keys
from app.core.keys import OAEP
from app.field import passes
from app.findings.models import Observation
from tests.given import commit, phones
from tests.integration.findings.material import photo

PATH = "/workspace/hand-over"


def prefixed(value):
    data = json.dumps(value).encode()
    return len(data).to_bytes(4) + data


def handed_over(monitor, *items, **changed):
    """The file as the phone makes it; `items`: (packet, files)."""
    listed = [
        {"packet": packet.decode(), "files": [{"sha256": phones.sha256(data), "size": len(data)} for data in files]}
        for packet, files in items
    ]
    manifest = {"pass": passes.issue(monitor), "items": listed} | changed
    plain = prefixed(manifest) + b"".join(data for _packet, files in items for data in files)
    key, iv, public = AESGCM.generate_key(256), os.urandom(12), keys.handover_key()
    wrapped = load_der_public_key(base64.b64decode(public["key"])).encrypt(key, OAEP)
    header = {"id": public["id"], "key": base64.b64encode(wrapped).decode(), "iv": base64.b64encode(iv).decode()}
    return b"KHYANALT-HANDOVER-1\n" + prefixed(header) + AESGCM(key).encrypt(iv, plain, None)


@pytest.fixture
def bring(phone, cast):
    """The lead takes a file in; returns the page."""
    phone.sign_in(cast.lead)

    def send(data, expect=200):
        return phone.post(PATH, {"file": (io.BytesIO(data), "phone.khyanalt")}, expect).text

    return send


def test_it_counts_as_the_monitors_and_says_who_brought_it(cast, bring):
    data = photo()
    packet = phones.packet(cast.contract, data)
    page = bring(handed_over(cast.monitor, (packet, [data])))
    row = Observation.query.one()
    assert row.receipt_code in page and cast.monitor.name not in page
    assert (row.monitor_id, row.state, len(row.current_evidence)) == (cast.monitor.id, "received", 1)
    assert [entry.actor_id for entry in audit.history(row) if entry.verb == "hand_over"] == [cast.lead.id]


def test_twice_changes_nothing_and_a_part_may_have_come_before(cast, phone, bring):
    data = photo()
    packet = phones.packet(cast.contract, data)
    phone.sign_in(cast.monitor)
    phone.send(packet)
    phone.piece(packet, data, 0, data[:100])
    phone.sign_in(cast.lead)
    file = handed_over(cast.monitor, (packet, [data]))
    for _time in range(2):
        bring(file)
    assert Observation.query.one().state == "received"


def test_one_refused_item_does_not_hold_up_the_others(cast, bring):
    good, bad = phones.packet(cast.contract), phones.packet(cast.contract, visit=None)
    page = bring(handed_over(cast.monitor, (bad, []), (b"{}", []), (good, [])))
    assert page.count("callout-bad") == 2 and page.count("callout-good") == 1
    assert Observation.query.one().client_key == phones.key_of(good)


def test_a_pass_ends_with_signing_out_everywhere(cast, bring):
    file = handed_over(cast.monitor, (phones.packet(cast.contract), []))
    cast.monitor.epoch += 1
    commit()
    bring(file, 422)
    assert Observation.query.count() == 0


@pytest.mark.parametrize("changed", [{"pass": "forged"}, {"items": "?"}])
def test_what_is_not_ours_is_refused(cast, bring, changed):
    bring(handed_over(cast.monitor, (phones.packet(cast.contract), []), **changed), 422)


def test_a_damaged_file_is_refused_whatever_byte_is_wrong(cast, bring):
    file = handed_over(cast.monitor, (phones.packet(cast.contract), []))
    for spoiled in (b"", b"PK\x03\x04", file[:-1], file[:40], file[:200] + b"\x00" + file[201:]):
        bring(spoiled or b"x", 422)
    assert Observation.query.count() == 0


def test_visitors_are_sent_to_sign_in(phone):
    phone.get(PATH, 302)

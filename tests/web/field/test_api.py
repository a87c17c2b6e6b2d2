"""What phones ask and send, over HTTP: every answer says whose it is, every refusal what to do."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.bodies.service import set_home
from app.core import clock
from app.findings import service
from app.findings.models import Observation
from app.findings.receipts import LETTERS
from tests.given import commit, people, phones, work
from tests.integration.findings.material import photo


def test_hello_to_a_stranger_tells_nothing_of_people(phone):
    said = phone.ask("hello")
    assert said["khyanalt"] == "field/1" and said["person"] is None and said["pass"] is None
    assert said["csrf"] and said["handover"]["key"]


def test_hello_names_who_is_signed_in(phone, cast):
    phone.sign_in(cast.monitor)
    assert phone.ask("hello")["person"] == {"id": cast.monitor.id, "name": cast.monitor.name}


def test_who_may_not_log_is_nobody_here(phone, cast):
    phone.sign_in(people.person("observer"))
    commit()
    assert phone.ask("hello")["person"] is None
    assert phone.ask("work", 403)["error"] == "refused"


def test_the_work_of_a_monitor(phone, cast):
    work = phone.sign_in(cast.monitor).ask("work")
    (assignment,) = work["assignments"]
    assert assignment["contract"]["title"] == cast.contract.title
    assert assignment["contract"]["place"]["id"] == cast.place.id
    assert {row["category"] for row in work["checklists"]} == {None, "works"}
    assert work["terms"]["answers"]["no"] == {"mn": "Үгүй", "en": "No"}


def test_places_come_once_by_their_version(phone, cast):
    """They are long, and the line is thin."""
    soum = people.place(level="soum", parent=cast.place, name_mn="Ханх", name_en="Khankh")
    commit(soum)
    version = phone.sign_in(cast.monitor).ask("work")["places"]
    rows = {row["id"]: row for row in phone.ask(f"places/{version}")["places"]}
    assert rows[soum.id] == {"id": soum.id, "name_mn": "Ханх", "name_en": "Khankh", "parent": cast.place.id}
    people.place(latitude=47.5, longitude=107.25)
    commit()
    assert phone.ask(f"places/{version}", 404)["error"] == "unknown"
    newer = phone.ask("work")["places"]
    assert [47.5, 107.25] in [row.get("at") for row in phone.ask(f"places/{newer}")["places"]]
    path, headers = f"/field/api/places/{newer}", {"Accept-Encoding": "gzip", "Accept": "application/json"}
    answer = phone.get(path, headers=headers)
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_work_says_where_the_monitor_lives(phone, cast):
    phone.sign_in(cast.monitor)
    assert phone.ask("work")["home"] is None
    set_home(cast.monitor, cast.place, cast.monitor, clock.now())
    commit()
    assert phone.ask("work")["home"] == cast.place.id


def test_work_that_did_not_change_is_not_sent_again(phone, cast):
    phone.sign_in(cast.monitor)
    headers = {"Accept": "application/json"}
    tag = phone.get("/field/api/work", headers=headers).headers["ETag"]
    phone.get("/field/api/work", 304, headers=headers | {"If-None-Match": tag})


def test_a_visit_from_the_first_byte_to_the_receipt(phone, cast):
    phone.sign_in(cast.monitor)
    one, two = photo(), photo(40)
    packet = phones.packet(cast.contract, one, two)
    assert phone.send(packet)["state"] == "receiving"
    phone.piece(packet, one, 0, one[:50])
    said = phone.piece(packet, one, 50)
    assert [file["state"] for file in said["files"]] == ["arrived", "waiting"] and said["receipt"] is None
    receipt = phone.piece(packet, two)["receipt"]
    assert set(receipt["code"]) <= {*LETTERS, "-"} and receipt["qr"]["size"] > 20
    assert phone.send(packet)["receipt"] == receipt == phone.ask(f"observations/{phones.key_of(packet)}")["receipt"]


def test_the_receipt_can_be_looked_up_and_names_nobody(phone, cast):
    said = phone.sign_in(cast.monitor).send(phones.packet(cast.contract))
    phone.sign_out()
    page = phone.get(f"/receipts/{said['receipt']['code'].lower()}").text
    assert said["receipt"]["code"] in page
    assert cast.monitor.name not in page and cast.contract.title not in page
    phone.get("/receipts/0000-0000-0000", 404)


def test_the_public_key_verifies_it(phone, cast):
    receipt = phone.sign_in(cast.monitor).send(phones.packet(cast.contract))["receipt"]
    (key,) = phone.get("/.well-known/khyanalt-keys.json").get_json()["keys"]
    signature, public = (base64.urlsafe_b64decode(text + "==") for text in (receipt["signature"], key["x"]))
    Ed25519PublicKey.from_public_bytes(public).verify(signature, receipt["text"].encode())


def test_refusals_say_what_to_do(phone, cast):
    data = photo()
    packet = phones.packet(cast.contract, data)
    key = phones.key_of(packet)
    assert phone.send(packet, 401)["error"] == "signed_out"
    phone.sign_in(cast.monitor)
    assert phone.ask(f"observations/{key}", 404)["error"] == "unknown"
    assert phone.send(b"{", 400)["error"] == "unreadable"
    assert phone.send(b" " * 70_000, 400)["error"] == "unreadable"
    assert phone.send(b" " * 200_000, 413)["error"] == "too_large"
    assert phone.send(phones.packet(99), 403)["error"] == "refused"
    faults = phone.send(phones.packet(cast.contract, visit=None), 422)
    assert faults["error"] == "invalid" and list(faults["faults"]) == ["visit"]
    phone.send(packet)
    other = phone.send(phones.packet(cast.contract, key=key, notes="Өөр."), 409)
    assert other["error"] == "conflict" and other["kept"] == phones.sha256(packet)
    ahead = phone.piece(packet, data, 7, expect=409)
    assert (ahead["error"], ahead["have"]) == ("offset", 0)
    assert phone.piece(packet, b"other", expect=404)["error"] == "unknown"
    assert phone.give_up(packet, data, " ", 403)["error"] == "refused"
    assert phone.give_up(packet, data, "Файл нээгдэхгүй байна.")["receipt"]


@pytest.mark.parametrize(
    "said",
    [{"version": 99}, {"version": 2**70}, {"checklist": 2**70}, {"place": 2**70}, {"notes": "а\0б"}],
    ids=["no such version", "version", "checklist", "place", "nul"],
)
def test_what_no_database_holds_stops_the_item_and_is_not_tried_for_ever(phone, cast, said):
    phone.sign_in(cast.monitor)
    packet = phones.packet(cast.contract, **said)
    answer = phone._send("/field/api/observations", method="POST", data=packet, headers={"Accept": "application/json"})
    assert answer.status_code in {200, 400, 403, 422} and answer.get_json()["khyanalt"] == "field/1"


def test_what_belongs_to_one_person_is_never_taken_as_anothers(phone, cast):
    """Somebody else signed in, in another tab, since the phone asked who is there."""
    other = people.person("monitor")
    work.assignment(cast.contract, other)
    commit()
    packet = phones.packet(cast.contract)
    phone.sign_in(other)
    assert phone.send(packet, 401, **{"X-Person": str(cast.monitor.id)})["error"] == "signed_out"
    assert Observation.query.count() == 0
    assert phone.send(packet, 200, **{"X-Person": str(other.id)})


def test_withdrawn_is_a_clear_answer(phone, cast, app):
    phone.sign_in(cast.monitor)
    packet = phones.packet(cast.contract, data := photo())
    phone.send(packet)
    service.withdraw(Observation.query.one(), cast.monitor, clock.now(), "Андуурсан.")
    commit()
    assert phone.send(packet, 410)["error"] == "withdrawn"
    assert phone.piece(packet, data, expect=410)["error"] == "withdrawn"


def test_an_old_token_is_told_apart(phone, cast, app):
    phone.sign_in(cast.monitor)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        packet = phones.packet(cast.contract)
        assert phone.send(packet, 400)["error"] == "csrf"
        phone.send(packet, **{"X-CSRFToken": phone.ask("hello")["csrf"]})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("path", ["hello", "work", "observations/x"])
def test_nothing_of_it_is_kept_by_browsers(phone, cast, path):
    phone.sign_in(cast.monitor)
    answer = phone._send(f"/field/api/{path}", headers={"Accept": "application/json"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_of_a_browser_are_still_sent_to_sign_in(phone):
    assert phone._send("/field/api/work").status_code == 302

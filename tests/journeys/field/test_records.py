"""What lies on the phone: unreadable without the PIN; and handed over, readable by nobody but the server."""

import base64

from app.accounts.models import User
from app.core import clock
from app.core.database import commit, db
from app.field import handover
from app.findings.models import Observation
from tests.given import phones
from tests.journeys.field.conftest import held, signed_in
from tests.journeys.hands import BROWSER

pytestmark = BROWSER

SECRET = "Нууц тэмдэглэл 4711"

SEALED = """async ([code, secret]) => {
  const [store, lock] = await Promise.all(["store", "lock"].map((name) => import(`${code}/${name}.js`)));
  const phone = await store.openStore("sealed");
  const bare = phone.of(1, lock.noLock);
  await bare.put(["item", "before", { notes: secret }], ["file", "f", new Blob([secret])]);
  const began = performance.now();
  const made = await lock.newLock("тал-нутаг");
  const took = performance.now() - began;
  const mine = phone.of(1, made.lock);
  await mine.sealAll();
  await mine.put(["item", "after", { notes: secret }]);
  const rows = await phone.read("things", (all) => all.getAll());
  const bytes = rows.map((row) => new TextDecoder().decode(row.bytes ?? new TextEncoder().encode(JSON.stringify(row))));
  const again = await lock.openLock(made.record, "тал-нутаг");
  const other = await lock.changePin(made.record, "тал-нутаг", "өөр-үг");
  return {
    took,
    inTheClear: bytes.filter((text) => text.includes(secret)).length,
    rows: rows.length,
    wrong: await lock.openLock(made.record, "тал-нутаr"),
    read: [(await phone.of(1, again).get("item", "before")).notes, await (await phone.of(1, again).file("f")).text()],
    old: await lock.openLock(other, "тал-нутаг"),
    new: (await phone.of(1, await lock.openLock(other, "өөр-үг")).get("item", "after")).notes,
  };
}"""

SEALING = """async (code) => {
  const modules = ["store", "lock", "outbox"].map((name) => import(`${code}/${name}.js`));
  const [store, lock, outbox] = await Promise.all(modules);
  const phone = await store.openStore("sealing");
  const bare = phone.of(1, lock.noLock);
  const about = { key: "k", at: 1, contract: { id: 1, version: 1 }, stage: "plan", checklist: null, draft: {} };
  await bare.keep(outbox.begin(about));
  const mine = phone.of(1, (await lock.newLock("тал-нутаг")).lock);
  await Promise.all([mine.sealAll(), mine.change("k", { type: "finish", packet: "p", sha256: "h" }), mine.sealAll()]);
  await bare.put(["work", "", { left: "by another tab" }]);
  await mine.sealAll();
  const rows = await phone.read("things", (all) => all.getAll());
  return { state: (await mine.item("k")).state, plain: rows.filter((row) => "plain" in row).length };
}"""

HANDED = """async ([code, packet, files]) => {
  const { makeHandover } = await import(`${code}/handover.js`);
  const hello = await (await fetch("/field/api/hello", { headers: { Accept: "application/json" } })).json();
  const named = files.map(([sha256, text]) => ({ sha256, blob: new Blob([text]) }));
  const [made] = await makeHandover(hello, [{ packet, files: named }]);
  return btoa(String.fromCharCode(...new Uint8Array(await made.arrayBuffer())));
}"""


def test_nothing_of_it_is_readable_without_the_pin(context, address, code_path):
    page = context.new_page()
    page.goto(f"{address}/field/")
    said = page.evaluate(SEALED, [code_path, SECRET])
    assert said["rows"] == 3 and said["inTheClear"] == 0
    assert said["wrong"] is None and said["old"] is None
    assert said["read"] == [SECRET, SECRET] and said["new"] == SECRET
    print(f"a new PIN takes {said['took']:.0f} ms")


def test_sealing_undoes_nothing_and_takes_in_what_another_tab_left_open(context, address, code_path):
    page = context.new_page()
    page.goto(f"{address}/field/")
    assert page.evaluate(SEALING, code_path) == {"state": "waiting", "plain": 0}


def test_what_a_phone_hands_over_is_taken_in(site, monitor, context, address, code_path):
    page = signed_in(context, monitor, address)
    text = "Баримт бичгийн хуулбар"
    packet = phones.packet(monitor.contracts[0], text.encode())
    made = page.evaluate(HANDED, [code_path, packet.decode(), [[phones.sha256(text.encode()), text]]])
    data = base64.b64decode(made)
    assert text.encode() not in data and b"pass" not in data
    with site.app_context():
        bringer = db.session.get(User, monitor.id)
        (taken,) = handover.take_in(data, bringer, clock.now())
        assert taken.packed.state == "received" and Observation.query.count() == 1
        commit()
    assert held(site, monitor) == {
        phones.key_of(packet): [phones.sha256(packet), [phones.sha256(text.encode())]],
    }

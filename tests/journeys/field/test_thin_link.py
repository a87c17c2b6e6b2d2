"""A photo of five megabytes over 64 kbit/s, cut every 20 seconds, with at most 1.1 times its bytes on the wire.

Time runs faster here, the photo is smaller, and the link is cut after the bytes that it carries in 20 seconds.
The whole of it, FIELD_SPEED=1 FIELD_SIZE=5000000, takes twelve minutes.
"""

import os

from tests.journeys.field.conftest import held, signed_in
from tests.journeys.field.thin import ThinLink
from tests.journeys.hands import BROWSER

pytestmark = BROWSER

SPEED = float(os.environ.get("FIELD_SPEED", "30"))
RATE = 64_000 / 8
CUT_EVERY = int(20 * RATE)  # bytes
SIZE = int(os.environ.get("FIELD_SIZE", "1_500_000"))
OVERHEAD = 1.1

SENT = """async ({ code, person, contract, size, firstPause, secondsAPiece }) => {
  const [store, lock, outbox, sender, server, photos] = await Promise.all(
    ["store", "lock", "outbox", "sender", "server", "photos"].map((name) => import(`${code}/${name}.js`)),
  );
  const mine = (await store.openStore("thin")).of(person, lock.noLock);
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65536, size)));
  const photo = new Blob([bytes]);
  const sum = await photos.sha256(photo);
  const file = { sha256: sum, size, type: "image/jpeg", name: "p.jpg", caption: "", have: 0, state: "waiting" };
  const said = { visit: "visited", visited_on: "2026-06-01", place_note: "2-р баг", notes: "Зураг" };
  const draft = { ...said, answers: {}, documents: [], goods: [] };
  const about = { key: crypto.randomUUID(), at: 1, contract: { id: contract, version: 1 }, stage: "implementation" };
  const item = { ...outbox.begin({ ...about, checklist: null, draft }), files: [file] };
  await mine.keep(item, [file.sha256, photo]);
  const packet = outbox.packetOf(item, { capturedAt: "2026-06-01T06:00:00Z", clockAhead: 0 });
  const sha256 = await photos.sha256(packet);
  await mine.change(item.key, { type: "finish", packet, sha256 });
  const asked = server.makeServer({ fetch: (...request) => fetch(...request), base: "/field/api/" });
  const loop = sender.makeSender({ mine, server: asked, firstPause, secondsAPiece });
  const ends = Date.now() + 900_000;
  while ((await mine.item(item.key)).state !== "done" && Date.now() < ends) {
    const pause = await loop.run();
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause ?? firstPause, 16 * firstPause)));
  }
  return { state: (await mine.item(item.key)).state, captured: { [item.key]: [sha256, [file.sha256]] } };
}"""


def test_a_large_photo_arrives(site, monitor, installed_server, context, code_path):
    with ThinLink(installed_server.address, RATE * SPEED, CUT_EVERY) as link:
        page = signed_in(context, monitor, link.address)
        before, link.is_cutting = link.sent, True
        facts = {"code": code_path, "person": monitor.id, "contract": monitor.contracts[0], "size": SIZE}
        said = page.evaluate(SENT, facts | {"firstPause": 1000 / SPEED, "secondsAPiece": 2 / SPEED})
        link.is_cutting = False
        share = (link.sent - before) / SIZE
    print(f"{link.cuts} cuts, {share:.3f} times its bytes on the wire")
    assert said["state"] == "done" and link.cuts > 5
    assert held(site, monitor) == said["captured"]
    assert share <= OVERHEAD

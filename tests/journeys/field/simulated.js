// Many visits, finished at once on one phone, and the app's own sender until every one is settled.
async ({ code, count, seed, person, contract, firstPause }) => {
  const [store, lock, outbox, sender, server, photos] = await Promise.all(
    ["store", "lock", "outbox", "sender", "server", "photos"].map((name) => import(`${code}/${name}.js`)),
  );
  let state = seed;
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const phone = await store.openStore(`simulated-${seed}`);
  const mine = phone.of(person, lock.noLock);
  const captured = {};

  for (let number = 0; number < count; number += 1) await capture(number);
  await sendAll();
  return { captured, left: (await mine.items()).map(({ state: at, error, files }) => ({ at, error, files })) };

  async function capture(number) {
    const key = crypto.randomUUID();
    const draft = { visit: "visited", visited_on: "2026-06-01", place: null, position: null, place_note: "2-р баг", notes: `Үзлэг ${number}`, answers: {}, documents: [], goods: [] };
    const blobs = Array.from({ length: Math.floor(random() * 3) }, (_, index) => new Blob([`Файл ${number}.${index} ${"баримт ".repeat(random() * 400)}`]));
    const files = await Promise.all(blobs.map(async (blob) => ({ sha256: await photos.sha256(blob), size: blob.size, type: "text/plain", name: "a.txt", caption: "", have: 0, state: "waiting" })));
    const item = outbox.begin({ key, at: number, contract: { id: contract, version: 1, title: "" }, stage: "implementation", checklist: null, draft });
    await mine.keep({ ...item, files }, ...files.map(({ sha256 }, index) => [sha256, blobs[index]]));
    const packet = outbox.packetOf({ ...item, files }, { capturedAt: "2026-06-01T06:00:00Z", clockAhead: 0 });
    const sha256 = await photos.sha256(packet);
    await mine.change(key, { type: "finish", packet, sha256 });
    captured[key] = [sha256, files.map((file) => file.sha256).sort()];
  }

  async function sendAll() {
    const asked = server.makeServer({ fetch: (...request) => fetch(...request), base: "/field/api/" });
    const loop = sender.makeSender({ mine, server: asked, firstPause });
    while ((await mine.items()).some(({ state: at }) => at === "waiting" || at === "text_there")) {
      const pause = await loop.run();
      await new Promise((resolve) => setTimeout(resolve, Math.min(pause ?? 20, 200)));
    }
  }
};

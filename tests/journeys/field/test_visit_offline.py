"""The whole story: taken along, no network, two visits with photos, the phone dies, a new version comes, the network
returns and fails; in the end the server holds exactly what the phone recorded."""

import contextlib
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Page, expect

from app.field import code
from app.field.words import words_in
from tests.journeys.field.conftest import Handset, held, signed_in
from tests.journeys.field.proxy import at_random
from tests.journeys.hands import BROWSER

pytestmark = BROWSER

RECORDED = """async (person) => {
  const code = `/field/code/${document.body.dataset.version}`;
  const [store, lock] = await Promise.all(["store", "lock"].map((name) => import(`${code}/${name}.js`)));
  const items = await (await store.openStore()).of(person, lock.noLock).items();
  const hashes = ({ files }) => files.map((file) => file.sha256).sort();
  return items.map((item) => ({ key: item.key, state: item.state, said: [item.packetSha256, hashes(item)] }));
}"""


WAITING = "navigator.serviceWorker.getRegistration('/field/').then((found) => Boolean(found.waiting))"


def test_two_visits_without_a_network(site, monitor, proxy, handset, words, tmp_path, monkeypatch):
    page = taken_along(handset, monitor, proxy, words)
    handset.context.set_offline(True)
    for number in range(2):
        record(page, words, photo(tmp_path / f"{number}.jpg", number))
    before = page.evaluate(RECORDED, monitor.id)
    assert {item["state"] for item in before} == {"waiting"} and len(before) == 2

    handset.kill()
    page = started_again(handset, proxy)
    assert page.evaluate(RECORDED, monitor.id) == before
    handset.kill()

    monkeypatch.setattr("app.field.code.words_in", lambda language: b'{"Send now": "?"}')
    code._version.cache_clear()
    handset.start()
    page = handset.context.new_page()
    page.goto(f"{proxy.address}/field/#/outbox")
    expect(page.locator("[role=status]").first).to_contain_text(words("Sign in to send."))  # the session is gone
    proxy.fault = at_random(0.4, 11)
    handset.context.add_cookies([{**monitor.cookie, "url": proxy.address}])
    page.get_by_role("button", name=words("Send now")).click()
    until(lambda: {item["state"] for item in page.evaluate(RECORDED, monitor.id)} == {"done"})
    assert held(site, monitor) == {item["key"]: item["said"] for item in before}
    assert proxy.met
    code._version.cache_clear()


def test_a_new_version_waits_until_nobody_writes(site, monitor, proxy, handset, words, monkeypatch):
    page = taken_along(handset, monitor, proxy, words)
    begin(page, words)
    page.locator("textarea").last.fill("Хагас бичсэн")
    expect(page.locator(".kept")).to_have_text(words("Kept on this phone"))
    old = page.evaluate("document.body.dataset.version")

    monkeypatch.setattr("app.field.code.words_in", words_with_a_mark)
    code._version.cache_clear()
    page.evaluate("navigator.serviceWorker.getRegistration('/field/').then((found) => found.update())")
    until(lambda: page.evaluate(WAITING))
    assert page.locator("textarea").last.input_value() == "Хагас бичсэн"
    page.goto(f"{proxy.address}/field/#/settings")
    page.get_by_role("button", name=words("Restart now")).click()
    until(lambda: version_of(page) not in {None, old})
    page.goto(f"{proxy.address}/field/#/")
    page.locator("a[href^='#/visit/']").first.click()
    expect(page.locator("textarea").last).to_have_value("Хагас бичсэн")
    code._version.cache_clear()


def test_two_tabs_do_not_write_over_each_other(monitor, proxy, handset, words):
    page = taken_along(handset, monitor, proxy, words)
    begin(page, words)
    other = handset.context.new_page()
    other.goto(page.url)
    expect(other.locator("h1")).to_have_text(words("This visit is open in another tab"))
    page.close()
    other.reload()
    expect(other.locator("textarea").last).to_be_visible()


def test_an_evicted_phone_says_what_it_lost(monitor, proxy, handset, words, tmp_path):
    page = taken_along(handset, monitor, proxy, words)
    handset.context.set_offline(True)
    record(page, words, photo(tmp_path / "1.jpg", 1))
    page.goto("about:blank")
    handset.context.set_offline(False)
    page.goto(f"{proxy.address}/healthz")
    page.evaluate("new Promise((done) => (indexedDB.deleteDatabase('khyanalt-field').onsuccess = done))")
    page.goto(f"{proxy.address}/field/")
    expect(page.locator("[role=alert]").first).to_contain_text("1")


def taken_along(handset: Handset, monitor, proxy, words) -> Page:
    """Signed in once, without a PIN, with the work on the phone and the app kept."""
    page = signed_in(handset.start(), monitor, proxy.address)
    page.get_by_role("button", name=words("Not now")).click()
    page.locator("a[href^='#/contract/']").first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def started_again(handset: Handset, proxy) -> Page:
    context = handset.start()
    context.set_offline(True)
    page = context.new_page()
    page.goto(f"{proxy.address}/field/#/outbox")
    expect(page.locator(".card .state")).to_have_count(2)
    return page


def begin(page: Page, words) -> None:
    page.locator("a[href^='#/contract/']").first.click()
    page.get_by_role("button", name=words("Begin a visit")).click()
    page.locator("textarea").last.wait_for()


def record(page: Page, words, picture: Path) -> None:
    page.goto(page.url.partition("#")[0] + "#/")
    begin(page, words)
    page.get_by_label(words("Visited"), exact=True).check()
    page.locator("textarea").last.fill(f"Дээвэр дутуу: {picture.stem}")
    page.locator("input[type=file]").last.set_input_files(picture)
    page.locator(".files li").wait_for()
    page.get_by_role("button", name=words("Finish"), exact=True).click()
    page.locator(".card .state").first.wait_for()


def photo(path: Path, number: int) -> Path:
    Image.effect_noise((1200, 900), 60 + number).convert("RGB").save(path, quality=85)
    return path


def words_with_a_mark(language: str) -> bytes:
    return words_in(language) + b"\n"


def version_of(page: Page) -> str | None:
    """None while the page is being loaded."""
    with contextlib.suppress(Error):
        return str(page.evaluate("document.body.dataset.version"))
    return None


def until(holds, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not come to an end"
        time.sleep(0.2)

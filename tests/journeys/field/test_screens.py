"""Every screen of the field app on a phone, in both languages and schemes: WCAG 2.2 AA, nothing cut off, a way on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import expect

from app.accounts import service as accounts
from app.bodies.models import Place
from app.core import clock, database
from app.core.actors import System
from app.field import code
from tests.given import people, phones, work
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, Hands
from tests.journeys.test_accessibility import Inspector

pytestmark = BROWSER

MONITOR, OTHER = "saraa@example.mn", "bold@example.mn"
PIN = "484848"
TITLE, FAR = "Сургуулийн ширээ сандал нийлүүлэх", "Замын засвар"
HOME, SOUM, AWAY = "Хэнтий", "Биндэр", "Ховд"


@pytest.fixture
def site(site: Flask) -> Flask:
    """Two monitors, one with goods to look at in Khentii, and with something in Khovd."""
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        monitor, _other = (
            accounts.create_person(email, name, ["monitor"], PASSWORD, founder, clock.now())
            for email, name in ((MONITOR, "Сараа"), (OTHER, "Болд"))
        )
        home, away = (Place.query.filter_by(code=code).one() for code in ("MN-039", "MN-043"))
        work.monitored(monitor, category="goods", title=TITLE, buyer=people.body(), place=home)
        far = work.contract(title=FAR, place=away, state="monitored", subnetwork=people.subnetwork())
        work.assignment(far, monitor, due_on=clock.today())
        database.commit()
        database.db.session.remove()
    return site


class Phone:
    """Somebody with the app in their hand."""

    def __init__(self, hands: Hands, inspector: Inspector, app: Flask) -> None:
        self.hands, self.page, self.looks_at = hands, hands.page, inspector.looks_at
        with app.app_context():
            self.code = f"/field/code/{code.version()}"

    def starts(self) -> None:
        self.hands.open("/field/")
        self.stands("Khyanalt in the field")

    def signs_in(self, email: str = MONITOR) -> None:
        self.hands.press("Sign in")
        Member(self.hands, "", email).signs_in_here()
        self.stands("Khyanalt in the field")

    def sits_down(self) -> None:
        """Without a PIN, and with the app kept for later."""
        self.starts()
        self.signs_in()
        self.hands.press("Not now")
        self.hands.sees(TITLE)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def begins(self) -> None:
        self.hands.follow_title(TITLE)
        self.hands.press("Begin a visit")
        self.hands.reads("How did you look?")

    def goes(self, place: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=self.hands.words(place), exact=True).click()

    def stands(self, heading: str) -> None:
        expect(self.page.locator("main h1[tabindex]")).to_have_text(self.hands.words(heading))

    def writes_the_visit(self, photo: Path) -> None:
        hands = self.hands
        hands.tick(hands.words("Visited"))
        hands.press("Take the place from the phone")
        hands.sees("47.9")
        hands.field("Aimag or the capital").select_option(index=2)
        hands.field("Soum or district").select_option(index=2)
        self.page.locator(".question").first.get_by_label(hands.words("No"), exact=True).check()
        hands.write("Note on question %(number)s", "Арван ширээ дутуу.", number=1)
        hands.press("Add a document")
        hands.write("Which document?", "Хүлээлцсэн акт")
        self.page.locator("#documents-0 select").select_option(index=1)
        hands.press("Add a line")
        hands.write("Goods", "Ширээ")
        hands.write("Received", "30,5")
        self.page.locator("input[type=file]").first.set_input_files(photo)
        expect(self.page.locator(".files li")).to_have_count(1)
        hands.write("What is to be seen?", "Ширээнүүд")


@pytest.fixture
def scheme() -> str:
    return "light"


@pytest.fixture
def phone(sit_down: Callable[..., Hands], site: Flask, scheme: str) -> Iterator[Phone]:
    place = {"latitude": 47.9185, "longitude": 106.9177, "accuracy": 12}
    hands = sit_down("field", color_scheme=scheme, geolocation=place, permissions=["geolocation"])
    inspector = Inspector(hands)
    yield Phone(hands, inspector, site)
    inspector.finds_nothing()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0012.jpg"
    Image.effect_noise((2000, 1500), 60).convert("RGB").save(path)
    return path


@pytest.mark.parametrize(("lang", "scheme"), [("mn", "light"), ("mn", "dark"), ("en", "light"), ("en", "dark")])
def test_a_visit_from_the_first_start_to_the_receipt(phone, photo):
    hands, page = phone.hands, phone.page
    phone.starts()
    phone.looks_at("start")
    phone.signs_in()
    phone.looks_at("the offer of a PIN")
    hands.press("Not now")
    phone.stands("To do")
    hands.sees(TITLE)
    phone.looks_at("work")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    hands.follow_title(TITLE)
    hands.reads("What do you look at?")
    phone.looks_at("contract")
    hands.press("Begin a visit")
    hands.reads("How did you look?")
    hands.press("Finish")
    hands.reads("Not finished yet")
    phone.looks_at("what is missing")
    hands.press("Choose how you looked.")
    expect(page.locator("#visit input").first).to_be_focused()
    phone.writes_the_visit(photo)
    phone.looks_at("a visit")
    hands.press("Finish")
    phone.stands("What was recorded")
    hands.reads("On this phone")
    phone.looks_at("outbox without a network")
    hands.press("Hand over as a file")
    expect(page.locator("a[download]")).to_be_visible()
    hands.misses("undefined")
    phone.looks_at("handed over")
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="-")).to_be_visible(timeout=20_000)
    expect(page.locator("header [role=status]")).to_have_text(hands.words("Everything arrived."))
    phone.looks_at("outbox with a receipt")
    page.locator("a[href^='#/receipt']").click()
    phone.stands("Receipt")
    phone.looks_at("receipt")
    phone.goes("Phone")
    phone.stands("This phone")
    phone.looks_at("settings")


def test_whatever_is_written_is_there_after_the_phone_died(phone, photo):
    phone.sits_down()
    phone.begins()
    phone.writes_the_visit(photo)
    phone.page.wait_for_timeout(500)
    phone.page.context.set_offline(True)
    phone.page.goto("about:blank")
    phone.page.goto("/field/")
    phone.hands.reads("Begun")
    phone.page.locator("a[href^='#/visit']").click()
    expect(phone.page.locator(".files img")).to_be_visible()
    for written in ("Арван ширээ дутуу.", "Хүлээлцсэн акт", "Ширээ", "30,5", "Ширээнүүд"):
        assert written in phone.page.evaluate(
            "[...document.querySelectorAll('main :is(input, textarea)')].map((control) => control.value)"
        )


def test_the_soum_is_chosen_and_can_be_taken_back(phone):
    phone.sits_down()
    phone.begins()
    aimag, soum = phone.hands.field("Aimag or the capital"), phone.hands.field("Soum or district")
    expect(soum).to_have_count(0)
    phone.hands.select("Aimag or the capital", HOME)
    expect(soum.locator("option")).to_have_count(1 + 18)
    phone.hands.select("Soum or district", SOUM)
    phone.page.wait_for_timeout(500)
    phone.page.reload()
    expect(aimag.locator("option:checked")).to_have_text(HOME)
    expect(soum.locator("option:checked")).to_have_text(SOUM)
    phone.hands.select("Aimag or the capital", AWAY)
    expect(soum.locator("option:checked")).to_have_text("–")
    phone.hands.select("Aimag or the capital", "–")
    expect(soum).to_have_count(0)


def test_what_is_nearest_comes_first_without_a_network_too(phone):
    hands, page = phone.hands, phone.page
    phone.sits_down()
    titles = page.locator("a.card strong")
    expect(titles).to_have_text([FAR, TITLE])
    page.context.set_offline(True)
    hands.tick(hands.words("Nearest first"))
    hands.reads("Count from here, or say on the site where you live.")
    expect(titles).to_have_text([FAR, TITLE])
    hands.press("Count from here")
    hands.reads("About %(kilometres)s km away", kilometres=290)
    expect(titles).to_have_text([TITLE, FAR])
    phone.looks_at("nearest first")
    page.reload()
    expect(titles).to_have_text([TITLE, FAR])
    hands.tick(hands.words("By the day"))
    expect(titles).to_have_text([FAR, TITLE])


LYING = """async (code) => {
  const { phone } = await import(`${code}/phone.js`);
  const [item] = await phone.mine.items();
  const kept = await phone.store.read("things", (rows) => rows.getAllKeys());
  const lying = kept.filter(([, kind]) => kind === "file").map(([, , name]) => name);
  const files = item.files.map(({ sha256, size, other }) => ({ sha256, size, other: other?.sha256 ?? null }));
  return { lying, files };
}"""


def test_each_photo_has_its_own_size_until_the_visit_is_finished(phone, photo, tmp_path):
    """The original lies beside the small one only while it may be chosen."""
    hands, page = phone.hands, phone.page
    phone.sits_down()
    phone.begins()
    second = tmp_path / "IMG_0013.jpg"
    Image.effect_noise((1900, 1400), 60).convert("RGB").save(second)
    page.locator("input[type=file]").last.set_input_files([photo, second])
    switches = page.locator(".files input[type=checkbox]")
    expect(switches).to_have_count(2)
    small = page.evaluate(LYING, phone.code)
    assert len(small["lying"]) == 4 and all(file["other"] for file in small["files"])
    switches.last.check()
    expect(page.locator(f"#file-{phones.sha256(second.read_bytes())} input").first).to_be_focused()
    page.reload()
    expect(switches.last).to_be_checked()
    expect(switches.first).not_to_be_checked()
    hands.tick(hands.words("Visited"))
    page.context.set_offline(True)
    hands.press("Finish")
    phone.stands("What was recorded")
    sent = page.evaluate(LYING, phone.code)
    assert sent["files"] == [small["files"][0] | {"other": None}, {**sent["files"][1], "other": None}]
    assert sent["files"][1]["size"] == second.stat().st_size
    assert sorted(sent["lying"]) == sorted(file["sha256"] for file in sent["files"])


def test_a_photo_that_is_removed_leaves_nothing_behind(phone, photo):
    phone.sits_down()
    phone.begins()
    phone.page.locator("input[type=file]").last.set_input_files(photo)
    phone.hands.press("Remove %(name)s", name=photo.name)
    expect(phone.page.locator(".files li")).to_have_count(0)
    assert phone.page.evaluate(LYING, phone.code) == {"lying": [], "files": []}


def test_a_draft_goes_only_by_a_word(phone):
    phone.sits_down()
    phone.begins()
    phone.page.locator("summary").click()
    phone.hands.press("Throw away")
    phone.stands("To do")
    expect(phone.page.locator("a[href^='#/visit']")).to_have_count(0)


def test_the_language_changes_in_place(phone):
    phone.sits_down()
    phone.goes("Phone")
    phone.page.evaluate("window.isTheSame = true")
    phone.page.get_by_label("English").check()
    expect(phone.page.locator("h1")).to_have_text("This phone")
    expect(phone.page.locator("html")).to_have_attribute("lang", "en")
    expect(phone.page.get_by_role("navigation")).to_contain_text("To do")
    assert phone.page.evaluate("window.isTheSame")


def test_somebody_else_can_take_the_phone_of_who_is_signed_in(phone):
    """And whoever forgot the PIN can begin anew."""
    hands = phone.hands
    phone.starts()
    phone.signs_in()
    hands.write("New PIN or word", PIN)
    hands.write("Once more", PIN)
    hands.press("Set the PIN")
    hands.sees(TITLE)
    phone.page.reload()
    phone.stands("Khyanalt in the field")
    phone.looks_at("locked")
    hands.write("PIN or word", "000000")
    hands.press("Unlock")
    hands.reads("That is not the PIN. Nobody can read what is kept here without it.")
    hands.press("Somebody else")
    phone.looks_at("who uses the phone")
    hands.press("Sign in as somebody else")
    Member(hands, "", OTHER).signs_in_here()
    hands.sees("Болд")
    hands.press("Not now")
    hands.reads("No contract is assigned to you just now.")
    phone.goes("Phone")
    hands.press("Sign out")
    hands.press("Сараа")
    phone.page.locator("summary").click()
    phone.looks_at("forgotten PIN")
    hands.page.get_by_role("textbox").last.fill(hands.words("delete"))
    hands.press("Remove")
    phone.page.wait_for_url("**/field/")
    hands.misses("Сараа")


def test_who_leaves_without_a_network_is_signed_out_when_there_is_one(phone):
    phone.sits_down()
    phone.goes("Phone")
    phone.page.context.set_offline(True)
    phone.hands.press("Sign out")
    phone.hands.reads("Who is using the phone?")
    phone.page.context.set_offline(False)
    phone.page.reload()
    phone.hands.reads("Who is using the phone?")
    assert phone.page.request.get("/field/api/hello").json()["person"] is None


def test_visits_of_who_is_not_signed_in_wait_and_say_so(phone):
    """The session is somebody else's: theirs is ended before one's own is begun."""
    phone.sits_down()
    phone.begins()
    phone.hands.tick(phone.hands.words("Visited"))
    phone.hands.write("What did you see?", "Ширээ дутуу.")
    phone.page.context.set_offline(True)
    phone.hands.press("Finish")
    phone.stands("What was recorded")
    phone.page.context.clear_cookies()
    phone.page.context.set_offline(False)
    phone.hands.press("Sign in")
    Member(phone.hands, "", MONITOR).signs_in_here()
    expect(phone.page.locator("header [role=status]")).to_have_text(phone.hands.words("Everything arrived."))


OUTCOMES = {
    "refused": "Try again",
    "conflict": "Send as a new visit",
    "withdrawn": "Remove from the phone",
    "invalid": "Open again",
    "unreadable": "Try again",
    "too_large": "Go on without it",
}
PUT_ITEMS = """async ([code, errors]) => {
  const [{ phone }, { begin }] = [await import(`${code}/phone.js`), await import(`${code}/outbox.js`)];
  const work = await phone.mine.work();
  const { contract } = work.assignments[0];
  const file = { sha256: "0".repeat(64), size: 52e6, name: "IMG.jpg", type: "image/jpeg", have: 1, state: "waiting" };
  for (const [at, error] of errors.entries()) {
    const item = begin({ key: crypto.randomUUID(), at, contract, stage: "implementation", checklist: null, draft: {} });
    const kept = { asked: [], terms: work.terms, places: [], packet: "{}", isThere: error === "too_large" };
    const stopped = { state: "stopped", error: { error, message: "Учир" }, files: [file] };
    await phone.mine.keep({ ...item, ...kept, ...stopped });
  }
}"""


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_each_stopped_visit_says_why_and_offers_a_way_on(phone):
    phone.sits_down()
    phone.page.evaluate(PUT_ITEMS, [phone.code, list(OUTCOMES)])
    phone.goes("Recorded")
    phone.looks_at("stopped visits")
    cards = phone.page.locator("li.card")
    expect(cards).to_have_count(len(OUTCOMES))
    for card, way_on in zip(reversed(cards.all()), OUTCOMES.values(), strict=True):
        expect(card.locator(".state.bad")).not_to_be_empty()
        expect(card.get_by_role("button", name=phone.hands.words(way_on), exact=True)).to_be_visible()


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_letters_twice_as_large(phone, photo):
    phone.sits_down()
    for place in ("To do", "Recorded", "Phone", "To do"):
        phone.goes(place)
        phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
        phone.looks_at(f"{place} in large letters")
    phone.hands.follow_title(TITLE)
    begin = phone.page.get_by_role("button", name=phone.hands.words("Begin a visit"))
    expect(begin).to_be_visible()
    phone.looks_at("a contract in large letters")
    begin.click()
    phone.hands.reads("How did you look?")
    phone.writes_the_visit(photo)
    phone.looks_at("a visit in large letters")


def test_a_later_start_asks_the_network_for_nothing_but_news(phone):
    phone.sits_down()
    asked: list[str] = []
    phone.page.on("response", lambda answer: answer.from_service_worker or asked.append(answer.url))
    phone.page.reload()
    phone.hands.sees(TITLE)
    phone.page.wait_for_timeout(300)
    assert [url for url in asked if "/field/api/" not in url] == []
    phone.page.context.set_offline(True)
    phone.page.reload()
    phone.hands.sees(TITLE)


def test_targets_are_large_enough_for_a_thumb(phone):
    phone.sits_down()
    phone.begins()
    small = phone.page.evaluate(
        "[...document.querySelectorAll('button, nav a, select, textarea, input:not([type=checkbox], .out)')]"
        ".filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < 48)"
        ".map((target) => target.outerHTML)"
    )
    assert small == []

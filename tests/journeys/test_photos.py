"""A reviewer looks closely at photos, with mouse, fingers and keys, and lays two of the same spot over each other."""

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from app.accounts import service as accounts
from app.core import clock, database
from app.core.actors import System
from app.findings.service.observations import add_evidence
from tests.given import people, work
from tests.integration.findings.material import upload
from tests.journeys.actors import PASSWORD, Member
from tests.journeys.hands import BROWSER, DESKTOP, PHONE, Hands
from tests.journeys.test_accessibility import Inspector
from tests.journeys.test_covering import drag

pytestmark = BROWSER
LEAD = "lead@example.mn"


@pytest.fixture
def number(site: Flask) -> int:
    """An observation with two photos, of a contract of which an accepted one has a photo too."""
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        lead = accounts.create_person(LEAD, "Ахлагч", ["lead"], PASSWORD, founder, clock.now())
        monitor = people.person("monitor")
        contract = work.monitored(monitor, subnetwork=people.subnetwork(lead))
        for state, captions in (("accepted", ["Өмнө нь"]), ("in_review", ["Дээвэр", "Хана"])):
            seen = work.observation(contract, monitor, state=state)
            for caption in captions:
                add_evidence(seen, upload(data=picture(caption)), clock.now(), caption)
        database.commit()
        return seen.id


def picture(text: str) -> bytes:
    """Of a landscape's shape, each in its own shade and with something to look for in it."""
    drawn, buffer = Image.new("RGB", (800, 600), (40 * len(text), 120, 160)), io.BytesIO()
    ImageDraw.Draw(drawn).rectangle((300, 200, 500, 400), fill=(240, 200, 90), outline=(0, 0, 0), width=6)
    drawn.save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def reviewer(sit_down: Callable[..., Hands], number: int) -> Hands:
    hands = sit_down("reviewer", has_touch=True)
    Member(hands, "Ахлагч", LEAD).signs_in()
    hands.open(f"/workspace/observations/{number}")
    return hands


@pytest.fixture
def viewer(reviewer: Hands) -> Locator:
    """The first photo, opened in place with the keyboard."""
    reviewer.main.locator(".photos a").first.press("Enter")
    viewer = reviewer.page.locator("dialog.viewer")
    expect(viewer).to_be_visible()
    says(viewer, "Дээвэр")
    return viewer


def says(viewer: Locator, text: str) -> None:
    expect(viewer.get_by_role("status")).to_contain_text(text)


def stage(viewer: Locator) -> Locator:
    return viewer.locator(".zoom-stage")


def placed(within: Locator, page: Page) -> list[float]:
    """How the picture is shown: [scale and turn in four numbers, x, y], as the browser reckons it."""
    page.wait_for_timeout(250)  # a change is drawn gradually
    return [float(one) for one in re.findall(r"-?[\d.]+(?:e-\d+)?", within.locator("img").first.evaluate(MATRIX))]


MATRIX = "(img) => getComputedStyle(img).transform"
UPRIGHT = [1, 0, 0, 1, 0, 0]


def test_with_the_keyboard_and_focus_comes_back(reviewer: Hands, viewer: Locator) -> None:
    page, opener = reviewer.page, reviewer.main.locator(".photos a").first
    expect(stage(viewer)).to_be_focused()
    says(viewer, "100\u00a0%")
    for _ in range(3):
        page.keyboard.press("+")
    says(viewer, "338\u00a0%")
    before = placed(viewer, page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    after = placed(viewer, page)
    assert after[0] == before[0] == pytest.approx(1.5**3) and after[4] < before[4] and after[5] < before[5]
    page.keyboard.press("0")
    assert placed(viewer, page) == UPRIGHT
    page.keyboard.press("ArrowRight")
    says(viewer, "Хана")
    page.keyboard.press("PageDown")
    says(viewer, "Дээвэр")
    page.keyboard.press("Escape")
    expect(viewer).not_to_be_visible()
    expect(opener).to_be_focused()


def test_buttons_say_what_they_do(reviewer: Hands, viewer: Locator) -> None:
    page, words = reviewer.page, reviewer.words
    press = lambda name: viewer.get_by_role("button", name=words(name), exact=True).click()  # noqa: E731
    press("Larger")
    assert placed(viewer, page)[0] == pytest.approx(1.5)
    press("Smaller")
    assert placed(viewer, page) == UPRIGHT
    press("Turn")
    across = placed(viewer, page)
    assert across[0] == pytest.approx(0) and across[1] > 0
    press("Next photo")
    says(viewer, "Хана")
    assert placed(viewer, page) == UPRIGHT
    assert re.fullmatch(
        r".*/files/\d+", viewer.get_by_role("link", name=words("The picture itself")).get_attribute("href") or ""
    )
    press("Close")
    expect(viewer).not_to_be_visible()


def test_with_wheel_mouse_and_a_double_tap(reviewer: Hands, viewer: Locator) -> None:
    page, picture = reviewer.page, stage(viewer)
    picture.hover()
    page.mouse.wheel(0, -300)
    grown = placed(viewer, page)
    assert grown[0] == pytest.approx(2.718, abs=0.01)
    drag(picture, (0.5, 0.5), (0.7, 0.5))
    assert placed(viewer, page)[4] > grown[4]
    drag(picture, (0.1, 0.5), (0.9, 0.5))
    drag(picture, (0.1, 0.5), (0.9, 0.5))
    edge = placed(viewer, page)[4]
    drag(picture, (0.1, 0.5), (0.9, 0.5))
    assert placed(viewer, page)[4] == edge  # never out of the window
    box = picture.bounding_box()
    assert box
    for _ in range(2):
        page.touchscreen.tap(box["x"] + 60, box["y"] + box["height"] / 2)
    assert placed(viewer, page) == UPRIGHT
    for _ in range(2):
        page.touchscreen.tap(box["x"] + 60, box["y"] + box["height"] / 2)
    assert placed(viewer, page)[0] == 2.5


def test_two_fingers(reviewer: Hands, viewer: Locator) -> None:
    box = stage(viewer).bounding_box()
    assert box
    touch = reviewer.page.context.new_cdp_session(reviewer.page)
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for kind, apart in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80), ("touchEnd", None)):
        points = [] if apart is None else [{"x": middle[0] + side * apart, "y": middle[1]} for side in (-1, 1)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert placed(viewer, reviewer.page)[0] == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("lang", ["mn", "en"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_it_can_be_read_by_everybody(reviewer: Hands, viewer: Locator, number: int, lang: str) -> None:
    inspector = Inspector(reviewer)
    inspector.looks_at("viewer")
    reviewer.photograph("viewer")
    reviewer.page.keyboard.press("Escape")
    reviewer.open(f"/workspace/observations/{number}/photos")
    inspector.looks_at("beside each other")
    reviewer.photograph("beside")
    reviewer.tick(reviewer.words("One over the other"))
    inspector.looks_at("one over the other")
    reviewer.photograph("over")
    inspector.finds_nothing()


def test_two_photos_of_a_spot(reviewer: Hands, number: int) -> None:
    page, words = reviewer.page, reviewer.words
    reviewer.follow("Compare two photos over time")
    both = page.locator(".compare .zoom-stage")
    expect(both).to_have_count(2)
    reviewer.press("Larger")
    both.last.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    first, second = (placed(each, page) for each in both.all())
    assert first == second and first[0] == pytest.approx(2.25) and first[4] < 0
    share = page.get_by_label(words("How much of the right photo is seen"))
    expect(share).not_to_be_visible()
    reviewer.tick(words("One over the other"))
    clip = "(stage) => stage.style.clipPath"
    assert both.last.evaluate(clip) == "inset(0px 0px 0px 50%)"
    share.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert both.last.evaluate(clip) == "inset(0px 0px 0px 40%)"
    assert both.first.bounding_box() == both.last.bounding_box()
    reviewer.tick(words("Beside each other"))
    assert both.last.evaluate(clip) == ""


def test_without_scripts_links_lead_to_the_pictures(sit_down: Callable[..., Hands], number: int) -> None:
    hands = sit_down("reader", java_script_enabled=False)
    Member(hands, "Ахлагч", LEAD).signs_in()
    hands.open(f"/workspace/observations/{number}/photos")
    expect(hands.page.locator(".compare-tools")).not_to_be_visible()
    expect(hands.page.locator(".compare img")).to_have_count(2)
    hands.open(f"/workspace/observations/{number}")
    expect(hands.page.locator("dialog.viewer")).not_to_be_visible()
    expect(hands.main.locator(".photos a").first).to_have_attribute("href", re.compile(r"/files/\d+$"))

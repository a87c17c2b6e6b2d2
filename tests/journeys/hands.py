"""What a person does at a page, said in the words of the page, in the language under test."""

import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from playwright.sync_api import Error, Locator, Page, Response, expect

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# Flask-Compress reads static files through a generator that leaves their closing to the collector.
BROWSER = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")]


class Words:
    """What the pages say: `words("Sign in")` in the language under test; English where the catalogue has nothing."""

    def __init__(self, app: Flask, lang: str) -> None:
        self.app, self.lang = app, lang

    def __call__(self, text: Any, **values: Any) -> str:
        return self.under(lambda: gettext(text, **values) if isinstance(text, str) else str(text))

    def under(self, make: Callable[[], str]) -> str:
        """Whatever `make` says in that language, such as a day."""
        with self.app.test_request_context(), force_locale(self.lang):
            return str(make())


class Album:
    """Pictures of pages in a folder, numbered in the order of the story: `whole` pages, or what the window shows."""

    def __init__(self, folder: Path, whole: bool) -> None:
        self.folder, self.whole, self.numbers = folder, whole, count(1)

    def keep(self, page: Page, name: str) -> None:
        path = self.folder / f"{next(self.numbers):03d}-{name}.png"
        for patience in (2, 1, 0):  # a busy machine's browser now and then draws no picture of a long page at once
            try:
                page.screenshot(path=path, full_page=self.whole, animations="disabled")
                return
            except Error as error:
                if not patience or "Unable to capture" not in str(error):
                    raise


class Hands:
    """One person at one tab. Texts are English msgids, or lazy texts of the application."""

    def __init__(self, page: Page, words: Words, album: Album, name: str) -> None:
        self.page, self.words, self.album, self.name = page, words, album, name

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, path: str) -> Response:
        """Go to an address, in the language under test when it is an address of ours without one."""
        if "lang=" not in path and self.words.lang != "mn":
            path += ("&" if "?" in path else "?") + f"lang={self.words.lang}"
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{answer.status} {answer.url}"
        return answer

    def menu(self, text: Any) -> None:
        """Choose an entry of the main menu, which is folded on a phone."""
        folded = self.page.locator("details.menu > summary")
        if folded.is_visible():
            folded.click()
        entry = self.page.get_by_role("navigation").get_by_role("link", name=self.words(text), exact=True)
        entry.locator("visible=true").first.click()

    def follow(self, text: Any, **values: Any) -> None:
        """Press a link of the page by its words."""
        self.main.get_by_role("link", name=self.words(text, **values), exact=True).first.click()

    def follow_title(self, title: str) -> None:
        """Press a link by what people wrote: the title of a contract, a finding…"""
        self.main.get_by_role("link", name=title).first.click()

    def press(self, text: Any, **values: Any) -> None:
        self.main.get_by_role("button", name=self.words(text, **values), exact=True).first.click()

    def field(self, label: Any, **values: Any) -> Locator:
        """The control under exactly this label."""
        said = re.escape(self.words(label, **values))
        must = re.escape(self.words("required"))
        return self.main.get_by_label(re.compile(rf"^\s*{said}\s*({must})?\s*$"))

    def write(self, label: Any, text: str, **values: Any) -> None:
        self.field(label, **values).first.fill(text)

    def select(self, label: Any, option: str) -> None:
        self.field(label).select_option(label=option)

    def tick(self, label: Any) -> None:
        """Tick a box or choose one of several, by its label; a plain string is what people wrote."""
        text = label if isinstance(label, str) else self.words(label)
        self.main.get_by_label(text, exact=True).check()

    def group(self, legend: str) -> Locator:
        """The fieldset under this legend."""
        return self.main.get_by_role("group", name=legend)

    def attach(self, label: Any, *files: Path) -> None:
        self.field(label).set_input_files(files)

    def reads(self, text: Any, **values: Any) -> None:
        """The page says so."""
        expect(self.main).to_contain_text(self.words(text, **values))

    def sees(self, written: str) -> None:
        """The page shows what somebody wrote."""
        expect(self.main).to_contain_text(written)

    def misses(self, written: str) -> None:
        expect(self.main).not_to_contain_text(written)

    def photograph(self, station: str) -> None:
        self.album.keep(self.page, f"{self.name}-{station}")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.words.app.config["PUBLIC_URL"]).partition("?")[0]

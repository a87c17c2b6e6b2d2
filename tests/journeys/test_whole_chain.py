"""The whole chain in a browser: from an empty house to a corrected public summary, everything through the pages."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app.accounts.permissions import Role
from app.accounts.service import create_person
from app.core import clock, database
from app.core.actors import System
from app.findings.terms import OUTCOMES, POSITIONS
from app.ui.filters import day as day_text
from tests.journeys import materials, sayings as said
from tests.journeys.actors import PASSWORD, Administrator, Lead, Member, Monitor
from tests.journeys.coordinator import Coordinator
from tests.journeys.hands import BROWSER, DESKTOP, PHONE, Hands, Words
from tests.journeys.officer import Officer
from tests.journeys.outbox import invitation_link, link_in, newest_mail_to

pytestmark = BROWSER


@dataclass
class Cast:
    administrator: Administrator
    editor: Coordinator
    publisher: Coordinator
    lead: Lead
    checker: Lead
    monitor: Monitor
    second: Monitor

    @property
    def members(self) -> tuple[Member, ...]:
        return self.administrator, self.editor, self.publisher, self.lead, self.checker, self.monitor, self.second


@pytest.mark.parametrize(("lang", "viewport"), [("mn", PHONE), ("en", DESKTOP)], ids=["mn-phone", "en-desktop"])
def test_from_the_field_to_a_corrected_summary(
    site: Flask, sit_down: Callable[..., Hands], words: Words, lang: str, tmp_path: Path
) -> None:
    today = clock.today()
    cast = come_together(site, sit_down, lang)
    agree_on_the_plan(cast, lang, today)
    enter_the_body_and_import(cast, words, tmp_path, today)
    go_and_look(cast, lang, tmp_path, today)
    review_what_was_seen(cast)
    state_and_cross_check(cast, lang)
    ask_the_body(cast, lang, today)
    try_to_publish_too_early(cast, lang)
    hear_the_body(site, sit_down("officer"), words, lang, tmp_path, today)
    look_again(cast, lang, tmp_path, today)
    publish(cast, lang)
    visitor = sit_down("visitor")
    first = read_what_is_public(visitor, words, lang, cast)
    correct(cast, lang)
    compare_the_versions(visitor, lang, first)
    assert [key for member in cast.members for key in member.drafts_left()] == [], "all of it was sent"
    with site.app_context():
        verdict = site.test_cli_runner().invoke(args=["verify-audit"])
    assert (verdict.exit_code, "whole" in verdict.output) == (0, True), verdict.output


def come_together(site: Flask, sit_down: Callable[..., Hands], lang: str) -> Cast:
    """Only the first administrator is made by hand; everybody else comes by a link in a mail."""
    with site.app_context():
        founder = System(permissions=frozenset({"accounts.manage"}))
        create_person("admin@example.mn", "Админ", [Role.ADMINISTRATOR], PASSWORD, founder, clock.now(), lang)
        database.commit()
    administrator = Administrator(sit_down("administrator"), "Админ", "admin@example.mn")
    administrator.signs_in()

    def invited(kind: type[Any], key: str, name: str, role: Role) -> Any:
        member: Member = kind(sit_down(key), name, f"{key}@example.mn")
        administrator.invites(name, member.email, role)
        member.accepts(invitation_link(site, member.email, lang))
        return member

    cast = Cast(
        administrator,
        editor=invited(Coordinator, "editor", "Зохицуулагч Оюун", Role.COORDINATOR),
        publisher=invited(Coordinator, "publisher", "Зохицуулагч Ганаа", Role.COORDINATOR),
        lead=invited(Lead, "lead", "Ахлагч Сүрэн", Role.LEAD),
        checker=invited(Lead, "checker", "Ахлагч Дорж", Role.LEAD),
        monitor=invited(Monitor, "monitor", "Ажиглагч Нараа", Role.MONITOR),
        second=invited(Monitor, "second", "Ажиглагч Болор", Role.MONITOR),
    )
    administrator.hands.menu("People")
    administrator.hands.photograph("people")
    return cast


def agree_on_the_plan(cast: Cast, lang: str, today: date) -> None:
    editor = cast.editor
    editor.looks_at_work()
    for organisation in (said.ORGANISATION, said.NEIGHBOURS):
        editor.enters_organisation(organisation["mn"], organisation["en"])
    people = dict.fromkeys((cast.lead.name, cast.monitor.name), said.ORGANISATION[lang])
    people |= dict.fromkeys(
        (cast.checker.name, cast.second.name), said.NEIGHBOURS[lang]
    )  # who checks a serious finding comes from elsewhere
    editor.founds_subnetwork(said.SUBNETWORK["mn"], said.SUBNETWORK["en"], people)
    editor.drafts_plan(said.PLAN["mn"], said.PLAN["en"], today - timedelta(days=200))
    editor.adds_focus_area(said.AREA["mn"], said.AREA["en"])
    cast.publisher.puts_plan_in_force(said.PLAN[lang], "Гишүүд Мөрөнд хуралдаж зөвшөөрөв.", today)


def enter_the_body_and_import(cast: Cast, words: Words, tmp_path: Path, today: date) -> None:
    editor = cast.editor
    editor.enters_body(materials.BODY, "Murun soum governor’s office", materials.BODY_NUMBER, said.BODY_EMAIL)
    file = materials.release_package(tmp_path / "гэрээ.json", today)
    first, again = editor.imports(file), editor.imports(file)
    assert (first[words("of new contracts")], first[words("refused")]) == ("1", "0")
    assert (again[words("known already")], again[words("of new contracts")]) == ("1", "0")


def go_and_look(cast: Cast, lang: str, tmp_path: Path, today: date) -> None:
    cast.lead.takes_under_monitoring(materials.TITLE, said.SUBNETWORK[lang], said.AREA[lang])
    cast.lead.assigns(cast.monitor.name, today + timedelta(days=10), "Дээврийн хучилтыг хараарай.")
    cast.monitor.opens_assignment(materials.TITLE)
    cast.monitor.logs(said.SEEN, today - timedelta(days=2), materials.photo(tmp_path / "нараа-утас.jpg"))


def review_what_was_seen(cast: Cast) -> None:
    lead, monitor = cast.lead, cast.monitor
    lead.opens_review_of(materials.TITLE)
    lead.hands.sees(said.SEEN["notes"])
    lead.decides("Ask for information", said.QUESTION)
    monitor.answers_the_question(said.QUESTION, said.ANSWER)
    lead.opens_review_of(materials.TITLE)
    lead.hands.sees(said.ANSWER)
    lead.decides("Accept", "Зураг, тайлбар хоёр тохирч байна.")
    lead.looks_at_every_file()
    monitor.hands.menu("My observations")
    monitor.hands.reads("Accepted")
    monitor.hands.photograph("accepted")


def state_and_cross_check(cast: Cast, lang: str) -> None:
    cast.lead.opens_contract(materials.TITLE)
    cast.lead.states(said.FINDING, said.AREA[lang])
    cast.checker.cross_checks(title_of(said.FINDING, lang), "Зураг, гэрээ хоёрыг тулгаж үзэв.")


def ask_the_body(cast: Cast, lang: str, today: date) -> None:
    due_on = today + timedelta(days=60)
    cast.editor.writes_request(title_of(said.FINDING, lang), said.POINT["mn"], said.POINT["en"], due_on)
    cast.editor.sends_by_mail()


def try_to_publish_too_early(cast: Cast, lang: str) -> None:
    """The letter is out, nobody has replied: the lock holds, for the one who composed and for the second person."""
    cast.editor.composes(said.SUMMARY, said.FINDING["title_mn"], said.FINDING["title_en"])
    cast.editor.takes_summary_on("Propose for publication")
    cast.editor.hands.misses(cast.editor.hands.words("Clear for publication"))  # four eyes
    publisher = cast.publisher
    publisher.opens_summary(title_of(said.SUMMARY, lang))
    publisher.takes_summary_on("Clear for publication", Reason="Уншив.")
    publisher.hands.reads("The right of reply is not yet honoured for every finding.")
    publisher.hands.photograph("stopped-by-the-lock")


def hear_the_body(site: Flask, hands: Hands, words: Words, lang: str, tmp_path: Path, today: date) -> None:
    link = link_in(newest_mail_to(site, said.BODY_EMAIL), "/reply/")
    officer = Officer(hands)
    officer.opens(link)
    hands.sees(title_of(said.FINDING, lang))
    officer.acknowledges(today, "A/1234")
    hands.reads("How the due date is counted")
    due = words.under(lambda: day_text(today + timedelta(days=30)))
    hands.sees(due)
    officer.begins_answer(said.REPLY)
    officer.accepts_partly(said.PROMISE, said.OFFICE[lang], today + timedelta(days=200))
    officer.says_who_answers("Засаг даргын Тамгын газрын дарга", "1/77")
    officer.adds(materials.scan(tmp_path / "Даргын нэр.pdf"))
    hands.sees(said.PROMISE)
    officer.sends()


def look_again(cast: Cast, lang: str, tmp_path: Path, today: date) -> None:
    title = title_of(said.FINDING, lang)
    editor = cast.editor
    editor.hands.menu("Requests")
    editor.hands.photograph("requests")
    editor.hands.main.get_by_role("listitem").get_by_role("link").filter(has_text=str(today.year)).first.click()
    editor.hands.sees(said.PROMISE)
    editor.hands.photograph("request-answered")
    editor.hands.menu("Action points")
    editor.hands.photograph("action-points")
    editor.hands.follow_title(said.PROMISE)
    editor.hands.reads("Promised in a reply")
    editor.hands.photograph("commitment-is-action-point")
    somebody_else_looks(cast, tmp_path, today)
    cast.second.verifies(materials.TITLE, title, "Баруун талын тал хувь нь хийгдсэн байна.")
    cast.checker.rechecks(title, "Мөн адил: тал хувь нь хийгдсэн.")
    cast.lead.assesses(title, "Ажил эхэлсэн ч дуусаагүй.")


def somebody_else_looks(cast: Cast, tmp_path: Path, today: date) -> None:
    """What became of it is said on a visit of its own, by another monitor, that a reviewer accepted."""
    lead, second = cast.lead, cast.second
    lead.opens_contract(materials.TITLE)
    lead.assigns(second.name, today + timedelta(days=10), "Дээврийг дахин хараарай.")
    second.opens_assignment(materials.TITLE)
    second.logs(said.SEEN_AGAIN, today, materials.photo(tmp_path / "болор-утас.jpg"))
    lead.opens_review_of(materials.TITLE)
    lead.hands.sees(said.SEEN_AGAIN["notes"])
    lead.decides("Accept", "Хоёр өдрийн зургийг тулгав.")
    lead.looks_at_every_file()


def publish(cast: Cast, lang: str) -> None:
    publisher = cast.publisher
    publisher.opens_summary(title_of(said.SUMMARY, lang))
    publisher.hands.follow("Preview")
    publisher.hands.photograph("preview")
    publisher.opens_summary(title_of(said.SUMMARY, lang))
    publisher.takes_summary_on("Clear for publication", Reason="Бүхлээр нь уншив.")
    publisher.takes_summary_on("Publish")
    publisher.hands.reads("Published versions")
    publisher.hands.photograph("summary-published")


def read_what_is_public(visitor: Hands, words: Words, lang: str, cast: Cast) -> bytes:
    """Every public page of the story; returns the frozen bytes of version 1."""
    visitor.open("/")
    visitor.photograph("home")
    visitor.follow_title(title_of(said.SUMMARY, lang))
    for text in (title_of(said.FINDING, lang), "Баруун талын ажил хүйтний улмаас зогссон.", said.PROMISE):
        visitor.sees(text)
    visitor.photograph("summary")
    summary = visitor.path
    visitor.follow("This finding on a page of its own")
    visitor.reads(POSITIONS["partly"])
    visitor.reads(OUTCOMES["partly"])
    visitor.photograph("finding")
    look_at_the_photo(visitor)
    read_around_the_finding(visitor, lang)
    for member in (cast.lead, cast.checker, cast.monitor, cast.second, cast.editor):
        visitor.open(summary)
        visitor.misses(member.name)
    return frozen(visitor, f"{summary}/v1.json")


def look_at_the_photo(visitor: Hands) -> None:
    """Nothing in the published photo says by whom or where it was taken."""
    address = visitor.main.locator("figure img").first.get_attribute("src")
    data = visitor.page.request.get(address or "").body()
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert "comment" not in picture.info
    assert materials.PHOTOGRAPHER.encode() not in data


def read_around_the_finding(visitor: Hands, lang: str) -> None:
    """From the finding to its contract, body, focus area and action point, and back."""
    finding = visitor.path
    for title, station in (
        (materials.TITLE, "contract"),
        ("Murun" if lang == "en" else materials.BODY, "body"),
        (said.AREA[lang], "focus-area"),
        (said.POINT[lang], "action-point"),
    ):
        visitor.open(finding)
        visitor.follow_title(title)
        visitor.sees(title_of(said.FINDING, lang))
        visitor.photograph(station)


def correct(cast: Cast, lang: str) -> None:
    """One person rewrites the working copy, the other publishes it as a correction."""
    cast.editor.opens_summary(title_of(said.SUMMARY, lang))
    cast.editor.rewrites_summary(said.CORRECTED["mn"], said.CORRECTED["en"])
    cast.publisher.opens_summary(title_of(said.SUMMARY, lang))
    note = {"What is new in this version, and why": said.NOTE}
    cast.publisher.takes_summary_on("Publish a correction", **note)
    cast.publisher.hands.reads("Published, corrected")


def compare_the_versions(visitor: Hands, lang: str, first: bytes) -> None:
    visitor.open("/summaries")
    visitor.follow_title(title_of(said.SUMMARY, lang))
    visitor.sees(said.CORRECTED[lang])
    visitor.sees(said.NOTE)
    visitor.photograph("summary-corrected")
    address = visitor.path
    visitor.open(f"{address}/v1")
    visitor.reads("There is a newer version")
    visitor.misses(said.CORRECTED[lang])
    visitor.photograph("summary-v1")
    assert frozen(visitor, f"{address}/v1.json") == first
    assert frozen(visitor, f"{address}/v2.json") != first


def frozen(visitor: Hands, address: str) -> bytes:
    return visitor.page.request.get(address).body()


def title_of(row: dict[str, str], lang: str) -> str:
    return row[f"title_{lang}"]

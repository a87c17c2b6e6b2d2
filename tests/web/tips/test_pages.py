"""Leads: the queue, one tip, the decision, the contract it is about."""

from types import SimpleNamespace

import pytest

from app.core import clock
from app.core.database import db
from app.findings.rules import Upload
from app.tips import service
from app.tips.models import Tip
from app.tips.service import Telling
from tests.given import commit, number, people, work
from tests.integration.findings.material import photo

WORDS = "Очиж үзээд танд хэлнэ."


@pytest.fixture
def cast(app):
    lead, second = people.person("lead"), people.person("lead")
    contract = work.contract(state="monitored", subnetwork=people.subnetwork(lead, second))
    photos = [Upload("a.jpg", photo()), Upload("b.xyz", b"\x00\x01")]
    telling = Telling("Дээвэр дутуу.", "5-р сургууль", contract=contract, photos=photos)
    tip, receipt = service.send(telling, clock.now(), form_key=str(number()))
    commit(lead, second, contract, tip)
    return SimpleNamespace(lead=lead, second=second, contract=contract, tip=tip, receipt=receipt)


@pytest.fixture
def browser(client, cast):
    return client.sign_in(cast.lead)


def address(cast, part=""):
    return f"/workspace/tips/{cast.tip.id}{part}"


def now_of(cast):
    db.session.expire_all()
    return db.session.get(Tip, cast.tip.id)


def in_review(cast):
    service.open_review(now_of(cast), cast.lead, clock.now())
    commit()


def test_the_menu_counts_what_waits(browser, cast):
    assert "Иргэдийн мэдээлэл (1)" in browser.get("/workspace/tips").text
    assert "/workspace/tips" not in browser.sign_in(people_monitor()).get("/workspace/").text


def people_monitor():
    person = people.person("monitor")
    commit(person)
    return person


@pytest.mark.parametrize("tab", ["", "received", "in_review", "asked", "ended", "nonsense"])
def test_every_tab_opens(browser, cast, tab):
    browser.get(f"/workspace/tips?tab={tab}&page=7")


def test_a_tip_is_read_and_opened(browser, cast):
    page = browser.get(address(cast)).text
    assert "Дээвэр дутуу." in page and "5-р сургууль" in page and cast.receipt not in page
    browser.get(address(cast, "/open"), expect=405)
    browser.post(address(cast, "/open"))
    assert now_of(cast).state == "in_review"


def test_only_clean_copies_are_served(browser, cast):
    clean, sealed = cast.tip.files
    served = browser.get(address(cast, f"/files/{clean.id}"))
    assert served.mimetype == "image/jpeg" and "sandbox" in served.headers["Content-Security-Policy"]
    browser.get(address(cast, f"/files/{sealed.id}"), expect=404)
    other = work.tip()
    commit(other)
    browser.get(f"/workspace/tips/{other.id}/files/{clean.id}", expect=404)


@pytest.mark.parametrize(
    ("verb", "said", "state"),
    [
        ("ask", {"text": "Хэзээ?"}, "asked"),
        ("answer", {"text": WORDS}, "in_review"),
        ("close", {"text": WORDS, "reason": "elsewhere"}, "closed"),
        ("take_up", {"stage": "payment", "told_on": "2026-05-01", "notes": "Дээвэр дутуу байв."}, "taken_up"),
    ],
)
def test_each_decision(browser, cast, verb, said, state):
    in_review(cast)
    assert address(cast, f"/{verb}") in browser.get(address(cast)).text
    browser.get(address(cast, f"/{verb}"))
    browser.post(address(cast, f"/{verb}"), {**said, "text": "", "notes": ""}, expect=422)
    browser.follow(browser.post(address(cast, f"/{verb}"), said))
    assert now_of(cast).state == state


def test_taken_up_it_is_the_observation_that_the_lead_wrote(browser, cast):
    in_review(cast)
    assert "Дээвэр дутуу." in browser.get(address(cast, "/take_up")).text
    said = {"stage": "payment", "told_on": "2026-05-01", "notes": "Нэргүйгээр."}
    browser.post(address(cast, "/take_up"), said)
    seen = now_of(cast).observation
    assert (seen.stage, str(seen.visited_on), seen.notes) == ("payment", "2026-05-01", "Нэргүйгээр.")
    assert f"/workspace/observations/{seen.id}" in browser.get(address(cast)).text


@pytest.mark.parametrize(("verb", "said"), [("ask", {"text": WORDS}), ("close", {"text": WORDS, "reason": "known"})])
def test_the_second_of_two_leads_sees_what_happened_and_loses_nothing(client, cast, verb, said):
    in_review(cast)
    client.sign_in(cast.second).get(address(cast, f"/{verb}"))
    service.close(now_of(cast), "elsewhere", "Дүүрэг хариуцна.", cast.lead, clock.now())
    commit()
    page = client.post(address(cast, f"/{verb}"), said, expect=422).text
    assert WORDS in page and cast.lead.name in page and "Өөр байгууллага хариуцдаг" in page
    client.get(address(cast, f"/{verb}"), expect=409)


def test_what_was_said_meanwhile_is_read_first(client, cast):
    in_review(cast)
    client.sign_in(cast.second)
    service.add(now_of(cast), "Бас цонх.", clock.now())
    commit()
    said = {"text": WORDS, "seen": "0"}
    page = client.post(address(cast, "/answer"), said, expect=422).text
    assert WORDS in page and page.count("Бас цонх.") == 2
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    client.post(address(cast, "/answer"), said | {"seen": seen})


def test_a_tip_without_a_contract_finds_one(browser, cast):
    other = work.contract(title="Цэцэрлэгийн дээвэр", state="monitored")
    loose = work.tip(place=people.place())
    commit(other, loose)
    path = f"/workspace/tips/{loose.id}/contract"
    assert path in browser.get(f"/workspace/tips/{loose.id}").text
    browser.get(path)
    assert f"{path}/{other.id}" in browser.get(f"{path}?text=tsetserleg").text
    browser.follow(browser.post(f"{path}/{other.id}"))
    db.session.expire_all()
    assert db.session.get(Tip, loose.id).contract_id == other.id


def test_the_audit_chain_tells_it_in_its_own_words(browser, cast):
    person = people.person("observer")
    commit(person)
    page = browser.sign_in(person).get("/workspace/audit?lang=en").text
    assert "<td>Sent" in page and "Sent to the public body" not in page


def test_others_find_nothing_here(client, cast):
    for role, expect in (("lead", 404), ("monitor", 403), ("observer", 403), ("administrator", 403)):
        person = people.person(role)
        commit(person)
        client.sign_in(person)
        for part in ("", "/contract", "/ask", f"/files/{cast.tip.files[0].id}"):
            client.get(address(cast, part), expect=expect)
        client.post(address(cast, "/close"), {"text": WORDS, "reason": "known"}, expect=expect)

"""A tip from its receipt to its end."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from app.core import audit, clock
from app.core.database import db
from app.core.errors import Conflict, Invalid, Missing, NotFound, NotPermitted, WrongState
from app.findings import service as findings
from app.findings.rules import Upload
from app.tips import queries, service
from app.tips.service import Telling
from tests.given import number, people, work


@pytest.fixture
def now(app):
    return clock.now()


@pytest.fixture
def cast(app):
    lead, second, stranger = (people.person("lead") for _ in range(3))
    people.subnetwork(stranger)
    contract = work.contract(state="monitored", subnetwork=people.subnetwork(lead, second))
    return SimpleNamespace(lead=lead, second=second, stranger=stranger, contract=contract)


def told(now, **fields):
    fields = {"text": "Дээвэр дутуу.", "place_note": "5-р сургууль"} | fields
    return service.send(Telling(**fields), now, form_key=str(number()))


@pytest.fixture
def tip(cast, now):
    tip, _ = told(now, contract=cast.contract)
    service.open_review(tip, cast.lead, now)
    return tip


def test_the_receipt_finds_the_tip_and_is_kept_nowhere(now):
    tip, receipt = told(now)
    assert service.find_by_receipt(f" {receipt[:8]}-{receipt[8:]} ") is tip
    assert receipt not in tip.receipt_hash
    assert all(receipt not in str(vars(entry)) for entry in audit.history(tip))


def test_a_slip_is_no_guess(now):
    _, receipt = told(now)
    with pytest.raises(Invalid):
        service.find_by_receipt(str((int(receipt[0]) + 1) % 10) + receipt[1:])


def test_the_same_form_makes_one_tip_and_shows_its_receipt_again(now):
    first = service.send(Telling("Нэг", "Энд"), now, form_key="key")
    assert service.send(Telling("Нэг", "Энд"), now, form_key="key") == first
    with pytest.raises(Conflict):
        service.send(Telling("Хоёр", "Энд"), now, form_key="key")
    assert "key" not in first[0].form_key and first[1] != service.send(Telling("Нэг", "Энд"), now, form_key="k")[1]


def test_what_is_missing_is_not_asked_where_nobody_can_answer(cast, tip, now):
    service.take_up(tip, cast.lead, now)
    findings.open_review(tip.observation, cast.second, now)
    with pytest.raises(NotPermitted):
        findings.ask(tip.observation, cast.second, now, "Хаана?")
    findings.accept(tip.observation, cast.second, now, "Зураг баталж байна.")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("text", {"text": " "}),
        ("text", {"text": "УБ81051278 гэдэг хүн"}),
        ("place_note", {"place_note": ""}),
        ("place_note", {"place_note": "УБ81051278"}),
    ],
)
def test_what_is_refused(now, field, fields):
    with pytest.raises(Invalid) as refusal:
        told(now, **fields)
    assert list(refusal.value.errors) == [field]


def test_a_day_to_come_is_refused(now):
    with pytest.raises(Invalid):
        told(now, seen_on=clock.today() + timedelta(days=1))


def test_asked_and_answered(cast, now, tip):
    with pytest.raises(Missing):
        service.ask(tip, " ", cast.lead, now)
    service.ask(tip, "Хэзээ?", cast.lead, now)
    service.add(tip, "Өчигдөр.", now)
    assert tip.state == "in_review"
    assert [word.kind for word in tip.words] == ["question", "addition"]
    assert audit.history(tip)[-1].actor_kind == "citizen"


def test_taken_up_it_waits_for_another_lead(cast, now, tip):
    service.add(tip, "Бас цонх.", now)
    service.take_up(tip, cast.lead, now)
    seen = tip.observation
    assert (tip.state, seen.state, seen.channel, seen.visit) == ("taken_up", "received", "tip", "no_visit")
    assert seen.notes == "Дээвэр дутуу.\n\nБас цонх."
    with pytest.raises(NotPermitted):
        findings.open_review(seen, cast.lead, now)
    findings.open_review(seen, cast.second, now)


def test_of_two_leads_the_second_is_refused(cast, now, tip):
    service.take_up(tip, cast.lead, now)
    with pytest.raises(WrongState):
        service.take_up(tip, cast.second, now)
    with pytest.raises(WrongState):
        service.add(tip, "Дахиад", now)


def test_without_a_contract_it_is_linked_first(cast, now):
    tip, _ = told(now)
    service.open_review(tip, cast.lead, now)
    with pytest.raises(NotPermitted):
        service.take_up(tip, cast.lead, now)
    with pytest.raises(NotPermitted), db.session.begin_nested():
        service.link(tip, cast.contract, cast.stranger, now)
    service.link(tip, cast.contract, cast.lead, now)
    service.take_up(tip, cast.lead, now)


def test_a_contract_nobody_monitors_takes_no_observation(cast, now):
    tip, _ = told(now, contract=work.contract())
    service.open_review(tip, cast.lead, now)
    with pytest.raises(WrongState):
        service.take_up(tip, cast.lead, now)
    assert tip.state == "in_review"


def test_who_reads(cast, now, tip):
    loose, _ = told(now)
    assert queries.list_tips(cast.lead) == [tip, loose]
    assert queries.list_tips(people.person("coordinator")) == [tip, loose]
    assert queries.list_tips(cast.stranger) == [loose]
    for person in (cast.stranger, people.person("observer"), people.person("monitor")):
        with pytest.raises(NotFound):
            queries.get_tip(tip.id, person)


def test_words_are_forgotten_after_their_time(cast, now, tip):
    service.close(tip, "Гэрээнд байхгүй ажил.", cast.lead, now)
    assert service.forget(now + timedelta(days=180)) == 0
    assert service.forget(now + timedelta(days=181)) == 1
    assert (tip.text, tip.place_note, [word.text for word in tip.words]) == ("", None, [""])
    assert service.forget(now + timedelta(days=182)) == 0


def test_at_night_nothing_young_is_forgotten(cast, now, tip):
    service.close(tip, "Гэрээнд байхгүй ажил.", cast.lead, now)
    service.forget_old_tips()
    assert tip.text and tip.forgotten_at is None


def picture():
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    return out.getvalue()


def test_only_clean_photos_go_along(cast, now):
    photos = [Upload("a.jpg", picture()), Upload("b.exe", b"\x00\x01\xff\xfe\x80")]
    tip, _ = told(now, contract=cast.contract, photos=photos)
    service.open_review(tip, cast.lead, now)
    service.take_up(tip, cast.lead, now)
    assert [file.is_clean for file in tip.files] == [True, False]
    assert [row.file for row in tip.observation.evidence] == tip.files[:1]


@pytest.mark.parametrize("photos", [[Upload("a.jpg", b"x")] * 4, [Upload("a.jpg", b"")]])
def test_too_many_or_empty_photos_are_refused(now, photos):
    with pytest.raises(Invalid) as refusal:
        told(now, photos=photos)
    assert list(refusal.value.errors) == ["photos"]

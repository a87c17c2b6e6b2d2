"""A tip from its receipt to its end."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from app.core import audit, clock, database, storage
from app.core.database import db
from app.core.errors import Conflict, Invalid, Missing, NotFound, NotPermitted, Stale, WrongState
from app.findings import service as findings
from app.findings.rules import Upload
from app.tips import queries, service
from app.tips.rules import in_groups
from app.tips.service import Telling
from tests.given import commit, number, people, work

WORDS = "Үүнийг аймгийн Засаг даргын Тамгын газар хариуцна."


def picture(width=8):
    out = BytesIO()
    Image.new("RGB", (width, 8)).save(out, "JPEG")
    return out.getvalue()


PHOTO = Upload("a.jpg", picture())


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
    for other in (Telling("Хоёр", "Энд"), Telling("Нэг", "Тэнд"), Telling("Нэг", "Энд", photos=[PHOTO])):
        with pytest.raises(Conflict) as refusal:
            service.send(other, now, form_key="key")
        assert in_groups(first[1]) in str(refusal.value), "who lost the answer must get the receipt"
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


def test_a_form_sent_again_need_not_choose_its_photos_again(now):
    first = service.send(Telling("Нэг", "Энд", photos=[PHOTO]), now, form_key="key")
    assert service.send(Telling("Нэг", "Энд"), now, form_key="key") == first
    assert len(first[0].files) == 1


def test_receipts_outlive_a_change_of_the_secret_key(app, now, monkeypatch):
    tip, receipt = told(now)
    monkeypatch.setitem(app.config, "SECRET_KEY", "another one")
    assert service.find_by_receipt(receipt) is tip


def test_the_name_of_a_photo_is_not_kept(now):
    tip, _ = told(now, photos=[Upload("Батын утас 12.jpg", picture())])
    assert [file.name for file in tip.files] == ["photo"]


def test_said_twice_it_is_said_once(cast, now, tip):
    for _time in range(2):
        service.add(tip, "Бас цонх.", now, [PHOTO])
    assert (len(tip.words), len(tip.files), len(audit.history(tip))) == (1, 1, 3)


def test_photos_may_come_without_words(cast, now, tip):
    service.ask(tip, "Зураг бий юу?", cast.lead, now)
    service.add(tip, "", now, [PHOTO])
    assert (tip.state, len(tip.words), len(tip.files)) == ("in_review", 1, 1)
    with pytest.raises(Invalid):
        service.add(tip, " ", now)


def test_there_is_an_end_to_photos(now, tip):
    for number_ in range(3):
        service.add(tip, f"{number_}", now, [Upload("a", picture(8 + n + 3 * number_)) for n in range(3)])
    with pytest.raises(Invalid):
        service.add(tip, "", now, [Upload("a", picture(99))])


def test_an_answer_changes_nothing_else(cast, now, tip):
    service.answer(tip, "Очиж үзнэ.", cast.lead, now)
    service.ask(tip, "Хэзээ?", cast.lead, now)
    service.answer(tip, "Яарах хэрэггүй.", cast.lead, now)
    service.take_up(tip, cast.lead, now)
    service.answer(tip, "Засуулав.", cast.lead, now)
    assert [word.kind for word in tip.words] == ["answer", "question", "answer", "answer"]
    assert tip.state == "taken_up" and tip.ended_at == now


def test_taken_back_by_whoever_sent_it(cast, now, tip):
    service.ask(tip, "Хэзээ?", cast.lead, now)
    service.take_back(tip, now)
    assert (tip.state, tip.closed_as, tip.ended_at) == ("closed", "taken_back", now)
    with pytest.raises(WrongState):
        service.take_back(tip, now)


@pytest.mark.parametrize("act", ["ask", "answer", "close", "take_up"])
def test_who_did_not_read_the_last_words_reads_them_first(cast, now, tip, act):
    acts = {
        "ask": lambda seen: service.ask(tip, "Хэзээ?", cast.lead, now, seen=seen),
        "answer": lambda seen: service.answer(tip, "Баярлалаа.", cast.lead, now, seen=seen),
        "close": lambda seen: service.close(tip, "known", "Засаж байгаа.", cast.lead, now, seen=seen),
        "take_up": lambda seen: service.take_up(tip, cast.lead, now, seen=seen),
    }
    service.add(tip, "Бас цонх.", now)
    with pytest.raises(Stale):
        acts[act](0)
    acts[act](tip.words[-1].id)


def test_what_the_lead_writes_names_nobody_by_number(cast, now, tip):
    with pytest.raises(Invalid):
        service.answer(tip, "УБ81051278 гэсэн үү?", cast.lead, now)


def test_a_lead_may_say_which_stage_and_day_and_in_which_words(cast, now, tip):
    day = clock.today() - timedelta(days=3)
    service.take_up(tip, cast.lead, now, stage="payment", notes="Нэргүйгээр.", told_on=day)
    seen = tip.observation
    assert (seen.stage, seen.visited_on, seen.notes) == ("payment", day, "Нэргүйгээр.")


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
    told(now)
    for person in (cast.stranger, people.person("observer"), people.person("monitor")):
        with pytest.raises(NotFound):
            queries.get_tip(tip.id, person)


def test_no_word_outlives_the_tip_in_the_audit_chain(cast, now, tip):
    service.ask(tip, WORDS, cast.lead, now)
    service.add(tip, "Хариу.", now)
    service.answer(tip, "Ойлголоо.", cast.lead, now)
    service.close(tip, "elsewhere", WORDS, cast.lead, now)
    kept = "".join(str(vars(entry)) for entry in audit.history(tip))
    assert not any(text in kept for text in (tip.text, *(word.text for word in tip.words)))
    assert audit.history(tip)[-1].reason == tip.closed_as == "elsewhere"


def test_a_tip_is_not_closed_for_no_reason(cast, now, tip):
    for reason in ("", "because", "taken_back"):
        with pytest.raises(Missing):
            service.close(tip, reason, WORDS, cast.lead, now)
    with pytest.raises(Missing):
        service.close(tip, "known", " ", cast.lead, now)


def bytes_of(file):
    try:
        return storage.get("sealed", file[0]), storage.get("clean", file[1])
    except FileNotFoundError:
        return None


def test_photos_are_deleted_with_the_words(cast, now):
    tip, _ = told(now, photos=[PHOTO])
    (file,) = ((file.sha256, file.clean_sha256) for file in tip.files)
    service.open_review(tip, cast.lead, now)
    service.close(tip, "known", WORDS, cast.lead, now)
    commit(tip)
    assert bytes_of(file)
    service.forget(now + timedelta(days=181))
    database.commit()
    assert tip.files == [] and bytes_of(file) is None


def test_photos_that_became_evidence_stay(cast, now):
    tip, _ = told(now, contract=cast.contract, photos=[PHOTO, Upload("b", b"\x00\x01")])
    service.open_review(tip, cast.lead, now)
    service.take_up(tip, cast.lead, now)
    kept, gone = tip.files
    file, refused = (kept.sha256, kept.clean_sha256), gone.sha256
    commit(tip)
    service.forget(now + timedelta(days=181))
    database.commit()
    assert bytes_of(file) and [row.file for row in tip.observation.evidence] == [kept]
    with pytest.raises(FileNotFoundError):
        storage.get("sealed", refused)


def test_words_are_forgotten_after_their_time(cast, now, tip):
    service.close(tip, "elsewhere", WORDS, cast.lead, now)
    assert service.forget(now + timedelta(days=180)) == 0
    assert service.forget(now + timedelta(days=181)) == 1
    assert (tip.text, tip.place_note, [word.text for word in tip.words]) == ("", None, [""])
    assert service.forget(now + timedelta(days=182)) == 0


def test_at_night_nothing_young_is_forgotten(cast, now, tip):
    service.close(tip, "elsewhere", WORDS, cast.lead, now)
    service.forget_old_tips()
    assert tip.text and tip.forgotten_at is None


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

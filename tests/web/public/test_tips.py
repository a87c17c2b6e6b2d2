"""Telling without an account: the form, the receipt, and what it opens."""

import logging
import re
from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from app import create_app
from app.core import audit, clock
from app.core.database import db
from app.tips import service
from app.tips.models import Tip
from app.tips.rules import receipt_of
from app.ui.limits import keyed_address, limiter
from tests.client import Client
from tests.given import commit, number, people, work
from tests.integration.findings.material import photo

KEY = "0123456789abcdef" * 2
SAID = {"text": "Дээвэр дутуу, хоёр өрөөнд ус гоожиж байна.", "place_note": "5-р сургууль", "form_key": KEY}
WORDS = "Манай сум хариуцдаггүй."


def send(client, expect=200, path="/tips/new", **said):
    return client.post(path, SAID | said, expect=expect)


def receipt_on(page):
    return "".join(re.findall(r"<span>(\d{4})</span>", page.text))


def sent_tip():
    db.session.expire_all()
    return Tip.query.one()


@pytest.fixture
def sent(app, client):
    """(receipt, tip) of one that was sent through the page."""
    commit()
    return receipt_on(send(client)), sent_tip()


def test_a_tip_is_sent_and_its_receipt_shown(client, app):
    commit()
    assert 'name="form_key"' in client.get("/tips/new").text
    page = send(client)
    digits = receipt_on(page)
    assert service.find_by_receipt(digits).text == SAID["text"]
    assert '<html lang="mn">' in page.text and '<html lang="en">' in send(client, path="/tips/new?lang=en").text


def test_the_receipt_stands_in_no_address_and_no_cookie(client, sent):
    page = send(client)
    digits, _tip = sent
    headers = str(page.headers)
    assert "Location" not in page.headers and digits not in headers and digits not in page.request.url
    assert digits[:4] + " " + digits[4:8] not in headers


@pytest.mark.parametrize("path", ["/tips", "/tips/new"])
def test_nothing_of_it_is_kept_or_found(client, app, path):
    page = client.get(path)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"].startswith("noindex") and 'content="noindex' in page.text
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_sent_twice_it_is_one_tip_with_one_receipt(client, sent):
    assert receipt_on(send(client)) == sent[0]
    assert Tip.query.count() == 1


def test_the_same_form_with_other_words_tells_the_receipt_and_keeps_them(client, sent):
    page = send(client, 422, text="Өөр үг.")
    assert "Өөр үг." in page.text and sent[0][:4] in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"text": "УБ81051278 гэдэг хүн"},
        {"place_note": ""},
        {"seen_on": "2999-01-01"},
        {"seen_on": "өчигдөр"},
        {"website": "http://buy.example"},
        {"form_key": "1"},
    ],
)
def test_a_refusal_keeps_what_was_typed(client, app, wrong):
    commit()
    page = send(client, 422, **wrong)
    for typed in (SAID | wrong).values():
        assert typed in page.text or not typed.strip()
    assert Tip.query.count() == 0


def test_everything_that_is_missing_is_said_at_once(client, app):
    page = client.post("/tips/new?lang=en", {"form_key": KEY}, expect=422).text
    assert "Write what you saw." in page and "Say where it is." in page


def test_photos_go_along_under_no_name(client, app):
    commit()
    files = [(BytesIO(photo()), f"Бат {n}.jpg") for n in range(2)]
    client.post("/tips/new", MultiDict([*SAID.items(), *(("photos", file) for file in files)]), expect=200)
    assert [(file.name, file.is_clean) for file in sent_tip().files] == [("photo", True)] * 2


def test_who_must_choose_photos_again_is_told(client, app):
    commit()
    said = SAID | {"text": " ", "photos": (BytesIO(photo()), "a.jpg")}
    page = client.post("/tips/new?lang=en", said, expect=422)
    assert "Choose the files again" in page.text


def test_a_tip_may_be_about_a_public_contract_and_about_no_other(client, app):
    contract, hidden = work.contract(published_at=clock.now()), work.contract()
    commit(contract, hidden)
    path = f"/tips/new?contract={contract.id}"
    assert contract.title in client.get(path).text
    assert path in client.get(f"/contracts/{contract.id}").text
    client.get(f"/tips/new?contract={hidden.id}", expect=404)
    client.get(f"/tips/new?contract={10**30}", expect=404)
    send(client, path=path, place_note="")
    assert sent_tip().contract_id == contract.id


def test_home_and_footer_lead_to_it(client, app):
    assert 'href="/tips/new"' in client.get("/").text
    assert 'href="/tips"' in client.get("/method").text


def test_an_account_leaves_no_trace_on_a_tip(client, app):
    person = people.person("monitor")
    commit(person)
    client.sign_in(person)
    send(client)
    (entry,) = audit.history(sent_tip())
    assert (entry.actor_id, entry.actor_kind) == (None, "citizen")


def opened(client, digits, expect=200, path="/tips", **said):
    return client.post(path, {"receipt": digits} | said, expect=expect)


@pytest.fixture
def answered(sent):
    """The same after a lead asked."""
    tip, lead = sent_tip(), people.person("lead")
    service.open_review(tip, lead, clock.now())
    service.ask(tip, "Хэдэн өрөөнд?", lead, clock.now())
    commit(tip)
    return sent


def test_the_receipt_opens_question_and_answer(client, answered):
    digits, _tip = answered
    page = opened(client, f"{digits[:4]} {digits[4:]}")
    assert "Хэдэн өрөөнд?" in page.text and SAID["text"] in page.text
    assert people.User.query.filter(people.User.roles.is_not(None)).first().name not in page.text


def test_the_answer_goes_back_once(client, answered):
    digits, tip = answered
    for _time in range(2):
        page = opened(client, digits, path="/tips/add", text="Хоёр.")
        assert "Хоёр." in page.text
    db.session.expire_all()
    assert (tip.state, [word.text for word in tip.words]) == ("in_review", ["Хэдэн өрөөнд?", "Хоёр."])


def test_photos_can_be_added(client, answered):
    digits, tip = answered
    opened(client, digits, path="/tips/add", photos=(BytesIO(photo()), "a.jpg"))
    db.session.expire_all()
    assert len(tip.files) == 1


@pytest.mark.parametrize("text", ["", "УБ81051278"])
def test_what_cannot_be_added_stays_on_the_page(client, answered, text):
    page = opened(client, answered[0], 422, path="/tips/add", text=text)
    assert text in page.text and "Хэдэн өрөөнд?" in page.text


def test_it_can_be_taken_back(client, answered):
    digits, tip = answered
    opened(client, digits, path="/tips/take-back")
    opened(client, digits, path="/tips/take-back")
    db.session.expire_all()
    assert tip.closed_as == "taken_back"
    opened(client, digits, 422, path="/tips/add", text="Бас.")


def test_after_forgetting_the_page_says_so(client, sent):
    digits, tip = sent
    service.close(tip, "elsewhere", WORDS, people.person("lead"), clock.now())
    commit()
    assert WORDS in opened(client, digits).text
    tip.ended_at = clock.now() - 2 * (clock.now() - clock.now().replace(year=2000))
    service.forget(clock.now())
    commit()
    page = opened(client, digits).text
    assert WORDS not in page and SAID["text"] not in page


def bare(page, n):
    """Without the number and the token of the form, which holds the second in which it was made."""
    return re.sub(r'(?<=name="csrf_token")[^>]*', "", page.replace(receipt_of(n), ""))


@pytest.mark.parametrize("path", ["/tips", "/tips/add", "/tips/take-back"])
def test_every_number_that_opens_nothing_is_answered_alike(client, sent, path):
    pages = [opened(client, receipt_of(n), 422, path=path, text="Юу ч биш").text for n in (1, 10**13 + 7)]
    for page, n in zip(pages, (1, 10**13 + 7), strict=True):
        assert "Ийм дугаартай" in page
        assert bare(page, n) == bare(pages[0], 1)
    opened(client, sent[0][:15], 422, path=path)
    opened(client, "", 422, path=path)


@pytest.fixture
def limited(app, application):
    """A browser of an application with limits."""
    commit()
    made = create_app({**application.config, "RATELIMIT_ENABLED": True})
    yield Client(made)
    limiter.reset()
    limiter.enabled = False
    with made.app_context():
        db.engine.dispose()


def fresh(n):
    return {"form_key": f"{n:032x}"}


def test_one_address_sends_ten_an_hour_and_keeps_the_eleventh_on_the_page(limited):
    for n in range(10):
        send(limited, **fresh(n))
    page = send(limited, 429, **fresh(11))
    assert SAID["text"] in page.text and int(page.headers["Retry-After"]) > 0
    limited.post("/tips/new", SAID | fresh(12), expect=200, environ_base={"REMOTE_ADDR": "10.0.0.9"})


def test_a_refused_form_uses_nothing_up(limited):
    for n in range(11):
        send(limited, 422, text=" ", **fresh(n))
    send(limited)


def test_loading_the_receipt_again_uses_nothing_up(limited):
    assert len({receipt_on(send(limited)) for _time in range(12)}) == 1


def test_receipts_are_not_guessed(limited):
    for n, path in zip(range(10), ["/tips", "/tips/add", "/tips/take-back"] * 4, strict=False):
        opened(limited, receipt_of(n), 422, path=path)
    page = opened(limited, receipt_of(99), 429)
    assert int(page.headers["Retry-After"]) > 0


def test_slips_and_right_receipts_use_nothing_up(limited):
    digits = receipt_on(send(limited))
    for _time in range(11):
        opened(limited, digits)
        opened(limited, digits[:-1], 422)


def test_counters_know_no_address(limited, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("flask-limiter"), "disabled", False)  # other tests' servers configure logging
    with caplog.at_level("INFO", "flask-limiter"):
        for n in range(11):
            opened(limited, receipt_of(number() + n), 422 if n < 10 else 429)
    assert "exceeded" in caplog.text and "127.0.0.1" not in caplog.text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::3", "2001:db8:1:2:aa::4", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("unix:", "unix:", True),
    ],
)
def test_a_line_counts_as_one(app, one, other, same):
    keys = []
    for address in (one, other):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            keys.append(keyed_address())
    assert (keys[0] == keys[1]) == same and one not in keys[0]

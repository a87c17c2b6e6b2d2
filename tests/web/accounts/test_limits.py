"""Limits on guessing, in an application of its own that has them switched on."""

from datetime import timedelta

import pytest
import time_machine

from app import create_app
from app.core import clock
from app.core.database import db
from app.ui.limits import limiter
from tests.client import Client

WRONG = "буруу нууц үг"


@pytest.fixture
def client(app, application):
    """A browser of an application with limits; nothing of them is left behind."""
    yield from _limited(application.config)


@pytest.fixture
def client_in_memory(app, application):
    """The same, counting in memory: Redis has a clock of its own, which no test can set."""
    yield from _limited({**application.config, "RATELIMIT_STORAGE_URI": "memory://"})


def _limited(settings):
    limited = create_app({**settings, "RATELIMIT_ENABLED": True})
    yield Client(limited)
    limiter.reset()
    limiter.enabled = False
    with limited.app_context():
        db.engine.dispose()


@pytest.fixture
def email(member):
    """Of somebody who can sign in. The own transaction has ended: it would hold the write lock."""
    address = member.email
    db.session.commit()
    return address


def guess(client: Client, email: str, password: str = WRONG, expect: int = 422, **rest):
    return client.post("/sign-in?lang=en", {"email": email, "password": password}, expect=expect, **rest)


def test_the_seventh_guess_for_an_email_is_told_to_wait(client, email, password):
    for spelling in (str.lower, str.upper) * 3:
        guess(client, spelling(email))
    answer = guess(client, email, password, expect=429)
    assert "Too many attempts" in answer.text and 0 < int(answer.headers["Retry-After"]) <= 901


def test_waiting_keeps_the_email_and_not_the_password(client, email):
    for _ in range(6):
        guess(client, email)
    page = guess(client, email, expect=429).text
    assert f'value="{email}"' in page and WRONG not in page


def test_others_sign_in_meanwhile(client, email, password):
    for _ in range(6):
        guess(client, "nobody@example.mn")
    guess(client, "nobody@example.mn", expect=429)
    guess(client, email, password, expect=303)


def test_after_a_quarter_of_an_hour_it_goes_on(client_in_memory, email, password):
    with time_machine.travel(clock.now()) as travel:
        for _ in range(6):
            guess(client_in_memory, email)
        travel.shift(timedelta(minutes=15, seconds=1))
        guess(client_in_memory, email, password, expect=303)


def test_right_passwords_and_empty_forms_use_nothing_up(client, email, password):
    for _ in range(8):
        guess(client, email, "")
        guess(client, email, password, expect=303)
        client.post("/sign-out")


def test_one_address_does_not_try_every_email(client, email, password):
    for number in range(30):
        guess(client, f"somebody{number}@example.mn")
    guess(client, email, password, expect=429)
    guess(client, email, password, expect=303, environ_base={"REMOTE_ADDR": "127.0.0.9"})


def test_looking_at_the_page_is_never_limited(client):
    for _ in range(6):
        guess(client, "nobody@example.mn")
    client.get("/sign-in")


@pytest.mark.parametrize("known", [True, False])
def test_mails_are_limited_alike_for_known_and_unknown(client, email, known):
    typed = email if known else "nobody@example.mn"
    for _ in range(3):
        client.post("/forgotten", {"email": typed})
    assert typed in client.post("/forgotten", {"email": typed}, expect=429).text


def test_the_present_password_is_not_guessed_from_a_stolen_session(client, email, password):
    data = {"present": WRONG, "password": "гурван бор шувуу", "again": "гурван бор шувуу"}
    guess(client, email, password, expect=303)
    for _ in range(6):
        client.post("/account/password", data, expect=422)
    client.post("/account/password", {**data, "present": password}, expect=429)

"""E-mails, names, passwords, invitations and addresses to go on to, as plain values."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given, strategies as st

from app.accounts.rules import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    invitation_state,
    is_email,
    local_path,
    password_fault,
    plain_email,
    plain_name,
    plain_password,
)

NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def fault(password: str) -> object:
    return password_fault(password, "bat.bold@example.mn", "Дорж Сарантуяа")


@pytest.mark.parametrize(
    "password",
    [
        "энэ бол миний нууц",
        "correct horse battery",
        "sarantai-shunu-9",
        "1983 онд Ховдод",
        "сарантуяагийн ном",
    ],
)
def test_a_long_password_of_any_composition_is_taken(password):
    assert fault(password) is None


@pytest.mark.parametrize("password", ["", "богино", "123456789", "a" * (LONGEST_PASSWORD + 1)])
def test_too_short_and_too_long_are_refused(password):
    assert fault(password)


@pytest.mark.parametrize(
    "password",
    [
        "bat.bold@example.mn",
        "BAT.BOLD@EXAMPLE.MN",
        "batbold1990",
        "Сарантуяа1",
        "дорж сарантуяа",
        "СарантуяаДорж!",
    ],
)
def test_the_own_email_and_name_are_refused(password):
    assert fault(password)


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "0987654321",
        "Password2026",
        "qwertyuiop",
        "mongolia123",
        "Улаанбаатар1",
        "нууц үг 123",
        "1q2w3e4r5t",
        "фцужэнгшүз",
        "абвгдеёжзий",
        "1111111111",
        "abababababab",
    ],
)
def test_the_commonest_passwords_are_refused(password):
    assert fault(password)


@given(st.text(max_size=SHORTEST_PASSWORD - 1))
def test_nothing_short_passes(password):
    assert len(plain_password(password)) >= SHORTEST_PASSWORD or fault(password)


def test_letters_typed_in_two_parts_are_the_same_password():
    assert plain_password("\u0438\u0306") == plain_password("\u0439")


@pytest.mark.parametrize("email", ["bat@example.mn", " Bat.O+1@Sub.Example.MN "])
def test_emails(email):
    assert is_email(email)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "bat",
        "bat@localhost",
        "@example.mn",
        "bat@example.mn,dorj@example.mn",
        "bat@example.mn\nBcc: x@example.mn",
        "<bat@example.mn>",
        "бат@example.mn",
        "bat @example.mn",
        "bat@" + "a" * 250 + ".mn",
    ],
)
def test_what_is_no_email(email):
    assert not is_email(email)


@given(st.text())
def test_an_email_has_one_spelling(email):
    assert plain_email(plain_email(email)) == plain_email(email) == plain_email(f" {email} ")


@given(st.text())
def test_a_name_is_one_line(name):
    plain = plain_name(name)
    assert plain_name(plain) == plain and len(plain.splitlines()) <= 1


@pytest.mark.parametrize(
    ("accepted", "revoked", "expires", "state"),
    [
        (None, None, NOW + MINUTE, "open"),
        (None, None, NOW, "expired"),
        (None, NOW, NOW + MINUTE, "revoked"),
        (None, NOW, NOW - MINUTE, "revoked"),
        (NOW, None, NOW - MINUTE, "accepted"),
    ],
)
def test_the_state_of_an_invitation(accepted, revoked, expires, state):
    assert invitation_state(accepted, revoked, expires, NOW) == state


@pytest.mark.parametrize("path", ["/", "/workspace/findings/7?lang=en#replies", "/contracts?q=зам", "/a//b"])
def test_paths_of_this_site_are_followed(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "account",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x",
    ],
)
def test_addresses_elsewhere_are_not_followed(target):
    assert local_path(target) is None


@given(st.text(alphabet="/\\\t\r\n .:@a?#%2f", max_size=12))
@example("/%2f/evil.example")
def test_whatever_is_followed_stays_on_this_host(target):
    path = local_path(target)
    assert path is None or urlsplit(urljoin("https://here.example/sign-in", path)).netloc == "here.example"

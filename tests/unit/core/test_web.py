"""What may be asked, how often, and for how much."""

import gzip
import logging
import socket
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address

import pytest
from hypothesis import given, strategies as st

from app.core.web import MEGABYTE, Forbidden, Session, TooLarge, Unfetched, is_public, open_session
from tests.standin.manners import QUICK
from tests.standin.server import Answering, Reply, serving

HELLO = Reply(body=b"hello")


@pytest.fixture
def session() -> Iterator[Session]:
    """One that may ask the machine it runs on."""
    with open_session(allow_private=True, manners=QUICK) as session:
        yield session


@pytest.fixture
def strict() -> Iterator[Session]:
    with open_session(manners=QUICK) as session:
        yield session


def in_turn(*replies: Reply) -> Answering:
    """The replies, and the last for ever."""
    waiting = list(replies)
    return lambda asked: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def fetched(session: Session, url: str, most: int = MEGABYTE) -> bytes:
    return session.persist(lambda: session.read("GET", url, most=most)).content


PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
NOT_PUBLIC = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 192.0.0.1 192.0.2.1
    192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:7f00:1 64:ff9b::7f00:1
    64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:20::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1
    5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1
"""


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_nothing_else_may(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_each_of_its_forms(address: IPv4Address) -> None:
    forms = [f"::ffff:{address}", f"64:ff9b::{address}"]
    assert [is_public(form) for form in forms] == [is_public(str(address))] * len(forms)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_the_machine_itself_is_not_asked_however_it_is_called(strict: Session, host: str) -> None:
    with serving(in_turn(HELLO)) as server:
        with pytest.raises(Forbidden, match="private network"):
            strict.get(f"http://{host}:{server.server_port}/")
        with pytest.raises(Forbidden, match="private network"):
            strict.get(f"https://{host}:{server.server_port}/")
        assert not server.asked


def test_an_administrator_may_allow_it(session: Session) -> None:
    with serving(in_turn(HELLO)) as server:
        assert fetched(session, server.address) == b"hello"


def test_what_was_checked_is_what_is_connected_to(strict: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when first looked up and local a moment later (DNS rebinding)."""
    look_up, answers = socket.getaddrinfo, ["93.184.216.34", "127.0.0.1"]
    asked: list[object] = []

    def rebinding(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        return look_up(answers.pop(0) if host == "rebind.example" else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with pytest.raises(Exception, match=r"93\.184\.216\.34"):  # blocked by the tests' own guard
        strict.get("http://rebind.example/")
    assert asked == ["rebind.example", "93.184.216.34"]


def test_a_name_with_one_private_address_is_not_asked(strict: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(Forbidden):
        strict.get("http://mixed.example/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "data:,x",
        "http://user:pass@example.org/",
        "http://user@example.org/",
        "http://",
        "http://[",
        "http://[::1",
        "http://a..b/",
        "http://\ud800/",
    ],
)
def test_other_addresses_are_refused_with_a_message(strict: Session, url: str) -> None:
    with pytest.raises(Forbidden) as refusal:
        strict.get(url)
    assert str(refusal.value)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://user:pass@127.0.0.1/", "http://["])
def test_redirections_keep_the_rules(session: Session, target: str) -> None:
    with serving(in_turn(Reply(302, headers={"Location": target}))) as server, pytest.raises(Forbidden):
        session.get(server.address)


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "https://[fd00::1]/"]
)
def test_a_public_address_does_not_lead_into_a_private_network(
    strict: Session, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.setattr("app.core.web.network.is_public", lambda ip: ip == "127.0.0.1" or is_public(ip))
    with serving(in_turn(Reply(302, headers={"Location": target}))) as server:
        with pytest.raises(Forbidden, match="private network"):
            strict.get(server.address)
        assert len(server.asked) == 1


def test_redirections_end(session: Session) -> None:
    with serving(in_turn(Reply(302, headers={"Location": "/"}))) as server:
        with pytest.raises(Unfetched, match="without end"):
            session.get(server.address)
        assert len(server.asked) == QUICK.most_redirects + 1


def test_the_body_of_a_redirection_is_not_read(session: Session) -> None:
    endless = Reply(302, b"x" * 1000, {"Location": "/next"}, drip=0.01)
    with serving(in_turn(endless, HELLO)) as server:
        started = time.monotonic()
        assert fetched(session, server.address) == b"hello"
        assert time.monotonic() - started < 5


def test_credentials_do_not_follow_to_another_host(session: Session) -> None:
    secret = {"Authorization": "Bearer secret"}
    with serving(in_turn(HELLO)) as other, serving(in_turn(HELLO)) as first:
        target = other.address.replace("127.0.0.1", "localhost")
        first.answer = in_turn(Reply(302, headers={"Location": target}))
        session.get(first.address, headers=secret).close()
    assert first.asked[0].headers["Authorization"] == "Bearer secret"
    assert "Authorization" not in other.asked[0].headers


def test_nothing_is_taken_from_the_machine(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither a proxy, nor credentials from .netrc."""
    netrc = tmp_path_factory.mktemp("home") / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    with serving(in_turn(HELLO)) as server:
        assert fetched(session, server.address) == b"hello"
    assert "Authorization" not in server.asked[0].headers


def test_it_says_who_asks() -> None:
    contact = "https://khyanalt.example/\r\nX: y"
    with (
        serving(in_turn(HELLO)) as server,
        open_session(allow_private=True, contact=contact, manners=QUICK) as session,
    ):
        session.get(server.address).close()
    assert server.asked[0].headers["User-Agent"].startswith("Khyanalt (citizen monitoring")
    assert server.asked[0].headers["User-Agent"].endswith("https://khyanalt.example/ X: y")


@pytest.mark.parametrize(
    "fault", [Reply(503), Reply(429, headers={"Retry-After": "0"}), Reply(cut=-1), Reply(body=b"hello", cut=2)]
)
def test_what_may_pass_is_tried_again(session: Session, fault: Reply) -> None:
    with serving(in_turn(fault, fault, HELLO)) as server:
        assert fetched(session, server.address) == b"hello"
        assert len(server.asked) == 3


@pytest.mark.parametrize(("reply", "times"), [(Reply(503), 3), (Reply(404), 1), (Reply(401), 1), (Reply(cut=-1), 3)])
def test_it_gives_up_with_a_message(session: Session, reply: Reply, times: int) -> None:
    with serving(in_turn(reply)) as server:
        with pytest.raises(Unfetched, match=r"127\.0\.0\.1") as refusal:
            fetched(session, server.address)
        assert len(server.asked) == times
        assert refusal.value.code == (None if reply.cut else reply.code)


@pytest.mark.parametrize("wanted", ["999999", "Fri, 01 Jan 2100 00:00:00 GMT", "soon", "-5", "9" * 400])
def test_no_server_makes_it_wait_for_long(session: Session, wanted: str) -> None:
    with serving(in_turn(Reply(429, headers={"Retry-After": wanted}), HELLO)) as server:
        started = time.monotonic()
        assert fetched(session, server.address) == b"hello"
        assert time.monotonic() - started < 5


def test_it_hears_how_long_the_server_wants_it_to_wait(session: Session) -> None:
    with serving(in_turn(Reply(503, headers={"Retry-After": "7"}))) as server, pytest.raises(Unfetched) as refusal:
        session.read("GET", server.address, most=10)
    assert refusal.value.retry_after == 7


def test_it_pauses_between_requests_to_one_host() -> None:
    manners = replace(QUICK, pause=0.03)
    with serving(in_turn(HELLO)) as server, open_session(allow_private=True, manners=manners) as session:
        started = time.monotonic()
        for _ in range(3):
            session.get(server.address).close()
    assert time.monotonic() - started >= 0.06


def test_too_much_is_refused_and_not_held(session: Session) -> None:
    with serving(in_turn(Reply(body=b"x" * 10))) as server:
        assert fetched(session, server.address, most=10) == b"x" * 10
        with pytest.raises(TooLarge):
            fetched(session, server.address, most=9)


def test_a_small_answer_that_unpacks_to_a_large_one_is_too_large(session: Session) -> None:
    bomb = Reply(body=gzip.compress(b"\0" * 5 * MEGABYTE), headers={"Content-Encoding": "gzip"})
    with serving(in_turn(bomb)) as server:
        assert len(fetched(session, server.address, most=5 * MEGABYTE)) == 5 * MEGABYTE
        with pytest.raises(TooLarge):
            fetched(session, server.address, most=4 * MEGABYTE)


def test_an_answer_that_drips_ends() -> None:
    manners = replace(QUICK, patience=0.05)
    dripping = in_turn(Reply(body=b"x" * 1000, drip=0.005))
    with (
        serving(dripping) as server,
        open_session(allow_private=True, manners=manners) as session,
        pytest.raises(Unfetched, match="too slow"),
    ):
        fetched(session, server.address)


def test_a_silent_server_is_left() -> None:
    manners = replace(QUICK, timeouts=(5, 0.05), attempts=2)
    with serving(in_turn(Reply(delay=0.1))) as server, open_session(allow_private=True, manners=manners) as session:
        with pytest.raises(Unfetched, match="in time"):
            fetched(session, server.address)
        assert len(server.asked) == 2


def test_credentials_stand_in_no_fault_and_no_log(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    credentials = {"Authorization": f"Bearer {'se' + 'cret'}"}
    with serving(in_turn(Reply(cut=-1))) as server, pytest.raises(Unfetched) as refusal:
        session.get(server.address, headers=credentials)
    assert refusal.value.__context__ is None
    assert "secret" not in "".join(traceback.format_exception(refusal.value)) + caplog.text


def test_nothing_listens(session: Session) -> None:
    with serving(in_turn(HELLO)) as server:
        address = server.address
    with pytest.raises(Unfetched, match="cannot be reached"):
        session.get(address)

"""A file: only when it has changed, and whole however often the connection breaks."""

import json
import random

import pytest

from app.core.web import Forbidden, TooLarge, Unfetched, open_session
from app.ocds.fetching.bulk import fetch_file
from tests.standin.manners import QUICK
from tests.standin.server import Reply

CONTENT = random.Random(1).randbytes(300_000)


@pytest.fixture
def url(ocds):
    ocds.files["/all.jsonl"] = CONTENT, '"v1"'
    return ocds.url("/all.jsonl")


def test_a_file_is_fetched_once_until_it_changes(session, ocds, url):
    first = fetch_file(session, url)
    with first.file as file:
        assert file.read() == CONTENT
    assert (first.size, first.address) == (len(CONTENT), url)
    kept = json.loads(json.dumps(first.validators))
    assert fetch_file(session, url, kept) is None

    ocds.files["/all.jsonl"] = b"new", '"v2"'
    with fetch_file(session, url, kept).file as file:
        assert file.read() == b"new"


def test_what_is_known_of_another_address_does_not_count(session, ocds, url):
    with fetch_file(session, url, {"url": "https://else.example/", "etag": '"v1"'}).file as file:
        assert file.read() == CONTENT
    assert ocds.header("If-None-Match") == [None]


def test_a_broken_download_goes_on_where_it_broke(session, ocds, url):
    ocds.cuts = [100_000, 50_000]
    with fetch_file(session, url).file as file:
        assert file.read() == CONTENT
    assert ocds.header("Range") == [None, "bytes=100000-", "bytes=150000-"]
    assert ocds.header("Accept-Encoding") == ["identity"] * 3


def test_it_begins_anew_if_the_server_cannot_go_on(session, ocds, url):
    ocds.cuts, ocds.knows_ranges = [100_000], False
    with fetch_file(session, url).file as file:
        assert file.read() == CONTENT


def test_it_begins_anew_if_the_file_changed_meanwhile(session, ocds, url):
    ocds.cuts = [100_000]
    answer = ocds.answer

    def changing(asked):
        reply = answer(asked)
        ocds.files["/all.jsonl"] = b"new", '"v2"'
        return reply

    ocds.server.answer = changing
    fetched = fetch_file(session, url)
    with fetched.file as file:
        assert file.read() == b"new"
    assert fetched.validators["etag"] == '"v2"'


@pytest.mark.parametrize("odd", [Reply(416), Reply(206, CONTENT[7:], {"Content-Range": "bytes 7-299999/300000"})])
def test_it_begins_anew_after_an_odd_answer(session, ocds, url, odd):
    ocds.cuts = [100_000]
    answer, odd_ones = ocds.answer, [odd]
    ocds.server.answer = lambda asked: odd_ones.pop() if "Range" in asked.headers and odd_ones else answer(asked)
    with fetch_file(session, url).file as file:
        assert file.read() == CONTENT


def test_a_weak_etag_does_not_join_parts(session, ocds):
    half = {"ETag": 'W/"v1"'}
    ocds.replies["/weak"] = Reply(body=CONTENT, headers=half)
    ocds.bad_days = [Reply(body=CONTENT, headers=half, cut=1000)]
    with fetch_file(session, ocds.url("/weak")).file as file:
        assert file.read() == CONTENT
    assert ocds.header("Range") == [None, None]


def test_it_gives_up_after_some_attempts(session, ocds, url):
    ocds.cuts = [10] * 100
    with pytest.raises(Unfetched, match="broke"):
        fetch_file(session, url)
    assert len(ocds.asked) == QUICK.attempts


@pytest.mark.parametrize("most", [len(CONTENT) - 1, 1])
def test_it_is_bounded_over_all_attempts(session, ocds, url, most):
    ocds.cuts = [100_000]
    with pytest.raises(TooLarge):
        fetch_file(session, url, most=most)


def test_the_temporary_file_is_gone_once_it_is_closed(session, url, tmp_path):
    with fetch_file(session, url, folder=tmp_path).file:
        pass
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("target", ["http://169.254.169.254/", "http://127.0.0.1:9/", "file:///etc/passwd"])
def test_a_redirection_into_a_private_network_is_refused(ocds, monkeypatch, target):
    monkeypatch.setattr("app.core.web.network.is_public", lambda address: not ocds.asked)
    ocds.replies["/moved"] = Reply(302, headers={"Location": target})
    with open_session(manners=QUICK) as session, pytest.raises(Forbidden):
        fetch_file(session, ocds.url("/moved"))
    assert ocds.asked == ["/moved"]


def test_a_redirection_is_followed(session, ocds, url):
    ocds.replies["/latest"] = Reply(302, headers={"Location": "/all.jsonl"})
    fetched = fetch_file(session, ocds.url("/latest"))
    fetched.file.close()
    assert (fetched.address, fetched.validators["url"]) == (url, ocds.url("/latest"))

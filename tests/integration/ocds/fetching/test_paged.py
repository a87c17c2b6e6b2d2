"""Page after page, and on from where it stopped."""

import json

import pytest

from app.core.web import Forbidden, Unfetched, open_session
from app.ocds.fetching import paged
from tests.standin.manners import QUICK
from tests.standin.server import Reply


@pytest.fixture
def start(ocds):
    """Three pages; the second names the third by a relative address."""
    ocds.publish("/1", {"releases": [{"ocid": "a"}]}, next=ocds.url("/2#top"))
    ocds.publish("/2", {"releases": [{"ocid": "b"}]}, next="3?x=1")
    ocds.publish("/3?x=1", {"records": []})
    return ocds.url("/1")


def test_pages_come_in_order(session, ocds, start):
    pages = list(paged.pages(session, start))
    assert [page.number for page in pages] == [1, 2, 3]
    assert [page.address for page in pages] == [ocds.url(path) for path in ("/1", "/2", "/3?x=1")]
    assert json.loads(pages[1].content)["releases"] == [{"ocid": "b"}]


def test_each_cursor_goes_on_behind_its_page(session, start):
    pages = list(paged.pages(session, start))
    for place, page in enumerate(pages, 1):
        kept = json.loads(json.dumps(page.cursor))
        assert list(paged.pages(session, start, kept)) == pages[place:]


def test_after_an_interruption_no_page_is_asked_for_again(session, ocds, start):
    reading = paged.pages(session, start)
    cursor = next(reading).cursor
    ocds.bad_days = [Reply(503)] * QUICK.attempts
    with pytest.raises(Unfetched):
        next(reading)
    assert [page.number for page in paged.pages(session, start, cursor)] == [2, 3]
    assert ocds.asked.count("/1") == 1


def test_a_cursor_of_another_start_counts_for_nothing(session, start):
    cursor = {"start": "https://else.example/", "next": "https://else.example/2", "number": 1}
    assert next(paged.pages(session, start, cursor)).number == 1


@pytest.mark.parametrize("following", ["/1", "/2", "", "  "])
def test_it_ends_at_a_page_read_before(session, ocds, following):
    ocds.publish("/1", {"releases": []}, next="/2")
    ocds.publish("/2", {"releases": []}, next=following)
    assert len(list(paged.pages(session, ocds.url("/1")))) == 2


@pytest.mark.parametrize("links", [None, [], "x", {"next": None}, {"next": 7}, {"prev": "/0"}])
def test_it_ends_where_no_next_is_named(session, ocds, links):
    ocds.publish("/1", {"releases": [], "links": links})
    assert len(list(paged.pages(session, ocds.url("/1")))) == 1


@pytest.mark.parametrize("following", ["file:///etc/passwd", "http://user:word@127.0.0.1/"])
def test_the_next_page_keeps_the_rules(session, ocds, following):
    ocds.publish("/1", {"releases": []}, next=following)
    reading = paged.pages(session, ocds.url("/1"))
    next(reading)
    with pytest.raises(Forbidden):
        next(reading)


def test_the_next_page_is_not_in_a_private_network(ocds, monkeypatch):
    ocds.publish("/1", {"releases": []}, next="http://169.254.169.254/2")
    monkeypatch.setattr("app.core.web.network.is_public", lambda address: address == "127.0.0.1")
    with open_session(manners=QUICK) as session, pytest.raises(Forbidden):
        list(paged.pages(session, ocds.url("/1")))


@pytest.mark.parametrize(
    "odd",
    [b"<html>", b"", b"[]", b'{"error": "busy"}', b"[" * 100_000, b'{"releases": [', "{é".encode("latin-1")],
)
def test_what_is_no_package_is_no_page(session, ocds, start, odd):
    ocds.bad_days = [Reply(body=odd)]
    assert len(list(paged.pages(session, start))) == 3  # asked again
    ocds.bad_days = [Reply(body=odd)] * QUICK.attempts
    with pytest.raises(Unfetched, match="not"):
        list(paged.pages(session, start))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1"])
def test_the_encoding_is_found_out(session, ocds, encoding):
    content = '{"releases": [{"ocid": "é"}], "links": {"next": "/2"}}'.encode(encoding)
    ocds.replies["/1"] = Reply(body=content)
    ocds.publish("/2", {"releases": []})
    pages = list(paged.pages(session, ocds.url("/1")))
    assert (len(pages), pages[0].content) == (2, content)


def test_a_page_cut_off_is_asked_for_again(session, ocds, start):
    ocds.bad_days = [Reply(body=b'{"releases": []}', cut=5)]
    assert len(list(paged.pages(session, start))) == 3

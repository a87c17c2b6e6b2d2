"""Releases that a record links to."""

from app.ocds.fetching.linked import fetch_linked


def test_each_document_is_fetched_once(session, ocds):
    ocds.publish("/p", {"releases": [{"ocid": "a", "id": "1 a"}, {"ocid": "b", "id": 2}]})
    links = [ocds.url("/p#2"), ocds.url("/p#1%20a"), ocds.url("/p#2")]
    found = list(fetch_linked(session, links))
    assert [one.release["ocid"] for one in found] == ["a", "b"]
    assert ocds.asked == ["/p"]


def test_a_dead_link_loses_no_other(session, ocds):
    ocds.publish("/p", {"releases": [{"ocid": "a", "id": "1"}, {"id": "2"}, 7]})
    ocds.publish("/bare", {"ocid": "c", "id": "3"})
    ocds.publish("/odd", {"releases": {"id": "1"}})
    links = [*map(ocds.url, ["/p#1", "/p#9", "/p", "/bare", "/gone#1", "/odd#1"]), "file:///etc/passwd#1"]
    found = {one.address: one for one in fetch_linked(session, links)}
    assert {link for link in links if found[link].release} == {ocds.url("/p#1"), ocds.url("/bare")}
    assert all(str(one.problem) for one in found.values() if not one.release)

"""Releases that a record links to are fetched only when somebody says how."""

import io
import json
from typing import Any

import pytest

from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader import Found, read
from tests.unit.ocds.making import release

FIRST, SECOND = release("a", id="first"), release("a", id="second")
PACKAGE = {"publisher": {"name": "Publisher"}, "releases": [FIRST, release("b", id="first"), SECOND]}
WEB: dict[str, Any] = {"https://example.org/package.json": PACKAGE, "https://example.org/release.json": SECOND}


class Web:
    """Gives what stands at an address, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes | None:
        self.asked.append(url)
        return json.dumps(WEB[url]).encode() if url in WEB else None


def record(*addresses: object, **fields: Any) -> dict[str, Any]:
    return {"ocid": "a", "releases": [{"url": url, "date": "2024-01-01", "tag": ["x"]} for url in addresses], **fields}


def followed(*records: dict[str, Any], web: Web | None = None) -> list[Found | Problem]:
    return list(read(io.BytesIO(json.dumps({"records": records}).encode()), follow=web or Web()))


@pytest.mark.parametrize(
    ("address", "ids"),
    [
        ("https://example.org/package.json#second", ["second"]),
        ("https://example.org/package.json", ["first", "second"]),
        ("https://example.org/release.json", ["second"]),
    ],
)
def test_a_link_leads_to_the_releases_of_its_process(address: str, ids: list[str]) -> None:
    seen = followed(record(address, compiledRelease=FIRST))
    assert [event.release_id for event in seen if isinstance(event, Found)] == ids
    assert {event.where for event in seen} == {"/records/0/releases/0"}


def test_what_the_linked_package_says_of_itself_is_used() -> None:
    (one,) = followed(record("https://example.org/package.json#first"))
    assert isinstance(one, Found)
    assert one.publisher == "Publisher"


@pytest.mark.parametrize("address", ["https://example.org/none", "https://example.org/package.json#third", 7, ""])
def test_a_link_that_leads_nowhere_is_told_and_the_compiled_release_taken(address: object) -> None:
    seen = followed(record(address, compiledRelease=FIRST))
    assert [event.raw for event in seen if isinstance(event, Found)] == [FIRST]
    assert [event.code for event in seen if isinstance(event, Problem)] == [ProblemCode.LINK_NOT_READ]


def test_an_address_is_asked_for_once() -> None:
    web = Web()
    links = [f"https://example.org/package.json#{name}" for name in ("first", "second")]
    followed(record(*links), record(*links, "https://example.org/none"), record("https://example.org/none"), web=web)
    assert web.asked == ["https://example.org/package.json", "https://example.org/none"]


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"[1, null]", b'{"releases": [1, {"ocid": []}]}', b"\xff"])
def test_whatever_stands_at_an_address(text: bytes) -> None:
    content = io.BytesIO(json.dumps(record("https://example.org")).encode())
    codes = [event.code for event in read(content, follow=lambda url: text) if isinstance(event, Problem)]
    assert codes[0] == ProblemCode.LINK_NOT_READ

"""Somebody who looks at every public address, and into every file that is served there."""

import io
import re
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pikepdf
from flask import Flask
from lxml import html
from PIL import Image
from werkzeug.test import TestResponse

MOST = 5000
LINKS = "//@href | //@src | //form[not(@method) or translate(@method, 'GET', 'get') = 'get']/@action"


@dataclass
class Crawler:
    """Follows internal links from the given addresses; `seen` maps each address to its state code."""

    app: Flask
    needles: Iterable[str]
    within: str = "/"
    seen: dict[str, int] = field(default_factory=dict)
    hits: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        words = sorted({form for needle in self.needles for form in _written(needle)}, key=len, reverse=True)
        self.pattern = re.compile(b"|".join(re.escape(word) + rb"\w*" for word in words) or rb"(?!)")

    def crawl(self, *starts: str) -> None:
        waiting = deque(starts)
        while waiting and len(self.seen) < MOST:
            path = waiting.popleft()
            if path not in self.seen:
                waiting.extend(link for link in self.visit(path) if link.startswith(self.within))

    def visit(self, path: str) -> list[str]:
        """Look at one address; returns the internal ones that it links to."""
        return self._look(path, self.client.get(path))

    def post(self, path: str, **said: str) -> list[str]:
        """Send the form of a page, and look at the answer."""
        with self.client.get(path) as form:
            token = html.fromstring(form.data).xpath("string(//input[@name='csrf_token']/@value)")
        return self._look(path, self.client.post(path, data={"csrf_token": token, **said}))

    def _look(self, path: str, answer: TestResponse) -> list[str]:
        self.seen[path] = answer.status_code
        assert answer.status_code < 500, path
        for part in (str(answer.headers).encode(), *unfolded(answer.data, answer.mimetype)):
            self.hits += [f"{path}: {hit.decode(errors='replace')}" for hit in set(self.pattern.findall(part))]
        answer.close()
        return [*_links(answer, path)]


def _written(needle: str) -> Iterator[bytes]:
    """The ways in which a word can stand in an answer: as it is, and escaped in JSON."""
    yield needle.encode()
    yield needle.encode("unicode_escape")
    yield needle.encode("utf-16-be")
    yield needle.encode("utf-16-le")


def _links(answer: TestResponse, path: str) -> Iterator[str]:
    found = [answer.headers["Location"]] if "Location" in answer.headers else []
    if answer.mimetype in {"text/html", "application/atom+xml"} and answer.data:
        found += html.fromstring(answer.data).xpath(LINKS)
    for link in found:
        parts = urlsplit(urljoin(f"http://localhost{path}", str(link)))
        if parts.scheme in {"http", "https"} and parts.hostname in {"localhost", "127.0.0.1"}:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def unfolded(data: bytes, media_type: str) -> Iterator[bytes]:
    """The bytes of an answer, and what lies compressed inside."""
    yield data
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        yield from _inside_picture(data)
    elif media_type == "application/pdf":
        yield from _inside_pdf(data)
    else:
        yield from _inflated(data)


def _inside_picture(data: bytes) -> Iterator[bytes]:
    with Image.open(io.BytesIO(data)) as picture:
        assert not picture.getexif(), "a served picture says where and with what it was taken"
        yield repr({**picture.info, "icc_profile": None}).encode()


# What our own letters say of themselves: the author is the coordinating organisation, the date that of the letter.
LETTER = {"/Title", "/Author", "/Creator", "/CreationDate", "/ModDate"}


def _inside_pdf(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as document:
        said = set(document.docinfo.keys())
        assert said in (set(), LETTER), "a served PDF says who made it"
        for thing in document.objects:
            yield repr(thing).encode()
            if isinstance(thing, pikepdf.Stream):
                yield from (thing.read_raw_bytes(), _decoded(thing))


def _decoded(stream: pikepdf.Stream) -> bytes:
    """Its content; nothing for a picture, which is no text in any coding."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def _inflated(data: bytes) -> Iterator[bytes]:
    """Of anything else: whatever zlib can open, should it hold gzip."""
    if data[:2] == b"\x1f\x8b":
        yield zlib.decompress(data, zlib.MAX_WBITS | 16)

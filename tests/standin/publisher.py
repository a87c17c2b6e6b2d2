"""A publisher of OCDS: files with validators and ranges, and packages in pages."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.standin.server import Asked, Reply, Standin, serving


class Publisher:
    """`replies`: by path, fixed. `files`: by path, with an ETag, ranges and conditions. `cuts`: so many bytes of a file
    are sent before the connection drops, one to a request. `bad_days`: replies given first."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.files: dict[str, tuple[bytes, str]] = {}
        self.cuts: list[int] = []
        self.bad_days: list[Reply] = []
        self.knows_ranges = True
        self.server: Standin

    def url(self, path: str) -> str:
        return self.server.address + path

    @property
    def asked(self) -> list[str]:
        return [asked.path for asked in self.server.asked]

    def header(self, name: str) -> list[str | None]:
        """What each request said in this header."""
        return [asked.headers.get(name) for asked in self.server.asked]

    def publish(self, path: str, value: Any, **links: str) -> None:
        package = {**value, "links": links} if links else value
        self.replies[path] = Reply(body=json.dumps(package).encode())

    def answer(self, asked: Asked) -> Reply:
        if self.bad_days:
            return self.bad_days.pop(0)
        if asked.path in self.files:
            return self._file(asked, *self.files[asked.path])
        return self.replies.get(asked.path, Reply(404))

    def _file(self, asked: Asked, content: bytes, etag: str) -> Reply:
        headers = {"ETag": etag, "Last-Modified": "Tue, 03 Feb 2026 04:05:06 GMT"}
        if asked.headers.get("If-None-Match") == etag:
            return Reply(304, headers=headers | {"Content-Length": "0"})
        cut = self.cuts.pop(0) if self.cuts else None
        wanted = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("Range", ""))
        if not wanted or not self.knows_ranges or asked.headers.get("If-Range") != etag:
            return Reply(200, content, headers, cut)
        start = int(wanted[1])
        place = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return Reply(206, content[start:], headers | {"Content-Range": place}, cut)


@contextmanager
def publisher() -> Iterator[Publisher]:
    one = Publisher()
    with serving(one.answer) as one.server:
        yield one

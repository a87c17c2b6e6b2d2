"""A whole file: fetched only if it has changed, kept on disk, continued where the connection broke."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import requests
from flask_babel import lazy_gettext as _l

from app.core.web import MEGABYTE, Session, Unfetched

MOST_BYTES = 16 * 1024 * MEGABYTE

Validators = dict[str, str]


@dataclass(frozen=True)
class Fetched:
    """`file`: at its start; closing it removes it. `address`: after redirections. `validators`: to be handed back
    the next time."""

    file: BinaryIO
    size: int
    address: str
    validators: Validators


def fetch_file(
    session: Session,
    url: str,
    validators: Validators | None = None,
    *,
    folder: Path | None = None,
    most: int = MOST_BYTES,
) -> Fetched | None:
    """The file, or None if it is still what it was when `validators` came with it.

    `folder`: where the temporary file lies, the system's place by default. Validators of another url count for nothing.
    """
    known = validators if validators and validators.get("url") == url else {}
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile(dir=folder))
        download = _Download(session, url, known, file, most)
        if not session.persist(download.go_on):
            return None
        size = file.tell()
        file.seek(0)
        stack.pop_all()
    return Fetched(file, size, download.address, download.validators)


class _Download:
    """One file in several attempts. `validators`: of the part that is here already."""

    def __init__(self, session: Session, url: str, known: Validators, file: BinaryIO, most: int) -> None:
        self._session, self._url, self._known, self._file, self._most = session, url, known, file, most
        self.address = url
        self.validators: Validators = {}
        self._can_go_on = False

    def go_on(self) -> bool:
        """One attempt, from where the last one ended if the server can; False if there is nothing new."""
        with self._asked() as answer:
            if answer.status_code == requests.codes.not_modified:
                return False
            if answer.status_code == requests.codes.partial_content:
                self._expect_the_rest(answer)
            else:
                self._begin(answer)
            for part in self._session.parts(answer, self._most - self._file.tell()):
                self._file.write(part)
        return True

    def _asked(self) -> requests.Response:
        try:
            return self._session.ask("GET", self._url, headers=self._headers())
        except Unfetched as fault:
            if fault.code == requests.codes.requested_range_not_satisfiable:
                self._can_go_on, fault.may_pass = False, True
            raise

    def _headers(self) -> dict[str, str]:
        """Not compressed on the way: then a place in what came is a place in the file."""
        headers = {"Accept-Encoding": "identity"}
        if self._can_go_on and self._file.tell():
            return headers | {"Range": f"bytes={self._file.tell()}-", "If-Range": _strong(self.validators)}
        if etag := self._known.get("etag"):
            headers["If-None-Match"] = etag
        if modified := self._known.get("last_modified"):
            headers["If-Modified-Since"] = modified
        return headers

    def _begin(self, answer: requests.Response) -> None:
        self._file.seek(0)
        self._file.truncate()
        self.address = str(answer.url)
        given = {"etag": answer.headers.get("ETag"), "last_modified": answer.headers.get("Last-Modified")}
        self.validators = {"url": self._url} | {name: value for name, value in given.items() if value}
        is_plain = answer.headers.get("Content-Encoding", "identity") == "identity"
        self._can_go_on = is_plain and bool(_strong(self.validators))

    def _expect_the_rest(self, answer: requests.Response) -> None:
        """Raises Unfetched, and begins anew the next time, if this is another part than the one that is missing."""
        place = answer.headers.get("Content-Range", "")
        if not self._can_go_on or not place.startswith(f"bytes {self._file.tell()}-"):
            self._can_go_on = False
            raise Unfetched(_l("The server sent another part of the file than it was asked for."), may_pass=True)


def _strong(validators: Validators) -> str:
    """What tells byte for byte that a file is the same; "" if nothing does."""
    etag = validators.get("etag", "")
    return etag if etag and not etag.startswith("W/") else validators.get("last_modified", "")

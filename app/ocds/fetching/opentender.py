"""Mongolia's open-data service: tender notices, year by year, a page at a time.

While we page, notices come and go, and those behind them slip to another page: forwards, and we meet them twice;
backwards, and we pass them by. The service can neither sort nor hold still. So a year is read again until two readings
on end gave the same rows, none twice, and as many as the service said there were when the second began. The second
reading then met nothing that was new since it began (a new row cannot have been in the first), so every row in it was
there at its start; and being as many as were there, they are all of them. Whatever the order in which the service
lists, nothing can be missing that was there when the last reading began.

The reading that settled a year is remembered in the cursor by its digest, so the next run reads a year once that has
not changed. Rows already handed over in a run are not handed over again. A year that never settles does not stop the
others; the run then ends with Unfetched, which names it.
"""

import copy
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.web import Session, Unfetched
from app.ocds.fetching.notices import as_release
from app.ocds.fetching.page import MOST_BYTES, Cursor, Page, opened

PUBLISHER = "Төрийн худалдан авах ажиллагааны газар"
FIRST_YEAR = 2018
MOST_READINGS = 6  # of one year in one run
_NOT_LET_IN = frozenset({401, 403})


@dataclass(frozen=True)
class Service:
    """Who asks, and where: the settings OPEN_TENDER_TOKEN and OPEN_TENDER_URL. The token appears in no cursor, message
    or representation."""

    token: str = field(repr=False)
    url: str
    per_page: int = 100


@dataclass
class _Progress:
    """`left`: years, that in work first. `page`: of its first reading, handed over last. `before`: digest of the
    reading before. `settled`: digest by year. `restless`: the years that did not settle."""

    left: list[int]
    page: int = 0
    before: str = ""
    settled: dict[str, str] = field(default_factory=dict)
    restless: list[int] = field(default_factory=list)

    def begin_year(self) -> None:
        self.page, self.before = 0, self.settled.get(str(self.left[0]), "") if self.left else ""

    def end_year(self, digest: str) -> None:
        year = self.left.pop(0)
        if digest:
            self.settled[str(year)] = digest
        else:
            self.restless.append(year)
        self.begin_year()


@dataclass
class _Reading:
    """Going once through the pages of a year. `total`: as said at its beginning. `met`: rows, those met twice too."""

    total: int = -1
    met: int = 0
    rows: set[str] = field(default_factory=set)

    def take(self, answer: "_Answer") -> bool:
        """Whether to read on: neither at the end, nor in a circle."""
        self.total = answer.total if self.total < 0 else self.total
        news = set(answer.digests) - self.rows
        self.met += len(answer.rows)
        self.rows |= news
        return bool(news) and not answer.is_last

    @property
    def digest(self) -> str:
        """Equal for the same rows in any order; "" if they are not as many as there should be."""
        if not self.met == len(self.rows) == self.total:
            return ""
        return hashlib.sha256("".join(sorted(self.rows)).encode()).hexdigest()


@dataclass(frozen=True)
class _Answer:
    rows: list[Any]
    total: int
    is_last: bool

    @property
    def digests(self) -> list[str]:
        return [hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest() for row in self.rows]


def pages(
    session: Session, service: Service, cursor: Cursor | None = None, *, years: Iterable[int] | None = None
) -> Iterator[Page]:
    """Packages of releases, made from the notices of the years (by default all, and the next, tendered ahead).

    The first run goes from the oldest year to the newest. The cursor of an unfinished run goes on at the year and page
    where it stopped, whatever `years` says; that of a finished one (`is_finished`) begins a new run, newest year first.
    Raises Unfetched.
    """
    _check(service)
    progress = _progress(cursor, list(years or range(FIRST_YEAR, clock.today().year + 2)))
    while progress.left:
        yield from _read_year(session, service, progress)
    if progress.restless:
        listed = ", ".join(map(str, progress.restless))
        raise Unfetched(_l("The list of %(years)s kept changing while it was read.", years=listed), may_pass=True)


def is_finished(cursor: Cursor) -> bool:
    return not cursor["left"]


def _progress(cursor: Cursor | None, years: list[int]) -> _Progress:
    if cursor and not is_finished(cursor):
        return _Progress(**copy.deepcopy(cursor))
    settled = dict(cursor["settled"]) if cursor else {}
    progress = _Progress(sorted(years, reverse=cursor is not None), settled=settled)
    progress.begin_year()
    return progress


def _read_year(session: Session, service: Service, progress: _Progress) -> Iterator[Page]:
    """The year in work, until it is settled. Its last page is empty; only its cursor says so."""
    known: set[str] = set()
    for number in range(MOST_READINGS):
        reading = _Reading()
        for page, answer in _answers(session, service, progress, reading):
            content = _package(answer, known)
            progress.page = 0 if number else page
            yield Page(content, asdict(progress), page, service.url)
        settled = reading.digest == progress.before != ""
        if settled:
            break
        progress.page, progress.before = 0, reading.digest
    progress.end_year(reading.digest if settled else "")
    yield Page(b"", asdict(progress), page, service.url)


def _answers(
    session: Session, service: Service, progress: _Progress, reading: _Reading
) -> Iterator[tuple[int, "_Answer"]]:
    """From the first page; after an interruption, from the page handed over last, which may have shifted since."""
    page, goes_on = max(progress.page, 1), True
    while goes_on:
        answer = session.persist(partial(_ask, session, service, progress.left[0], page))
        goes_on = reading.take(answer)
        yield page, answer
        page += 1


def _package(answer: _Answer, known: set[str]) -> bytes:
    """A release package of the rows that are not known yet, which they are from now on; empty if there are none."""
    fresh = {digest: row for digest, row in zip(answer.digests, answer.rows, strict=True) if digest not in known}
    known.update(fresh)
    if not fresh:
        return b""
    releases = [as_release(row) if isinstance(row, dict) else row for row in fresh.values()]
    return json.dumps({"version": "1.1", "publisher": {"name": PUBLISHER}, "releases": releases}).encode()


def _ask(session: Session, service: Service, year: int, page: int) -> _Answer:
    fields = {"current_page": page, "per_page": service.per_page, "tenderYear": year}
    headers = {"Authorization": f"Bearer {service.token.strip()}", "Accept": "application/json"}
    try:
        body = session.read("POST", service.url, most=MOST_BYTES, data=fields, headers=headers)
    except Unfetched as fault:
        if fault.code in _NOT_LET_IN:
            raise _refused(fault.code) from None
        raise
    return _answer(opened(body), service, page)


def _answer(told: Any, service: Service, page: int) -> _Answer:
    """Raises Unfetched for an answer that tells of a fault, or is none of this service."""
    if not isinstance(told, dict):
        raise _strange()
    code, rows, total = _number(told.get("return_code")), told.get("data"), _number(told.get("total"))
    if code in _NOT_LET_IN:
        raise _refused(code)
    if code != 200:
        raise _complaint(told, service)
    if not isinstance(rows, list) or total is None:
        raise _strange()
    size = _number(told.get("per_page")) or service.per_page
    return _Answer(rows, total, is_last=not rows or page * size >= total)


def _complaint(told: dict[str, Any], service: Service) -> Unfetched:
    """What the service says of the fault, though never the token, should it say that."""
    said = f"{told.get('return_code')}: {told.get('message')}".replace(service.token.strip(), "…")
    return Unfetched(_l("The open-data service answers: %(said)s", said=said[:200]), may_pass=True)


def _strange() -> Unfetched:
    return Unfetched(_l("The open-data service answers in another way than it is known to."), may_pass=True)


def _refused(code: int | None) -> Unfetched:
    message = _l("The open-data service does not accept the token (OPEN_TENDER_TOKEN); it may have run out.")
    return Unfetched(message, code=code)


def _check(service: Service) -> None:
    token = service.token.strip()
    if not token:
        raise Unfetched(_l("The open-data service wants a token: set OPEN_TENDER_TOKEN."))
    if not token.isascii() or not token.isprintable():
        raise Unfetched(_l("OPEN_TENDER_TOKEN holds characters that no token has."))


def _number(value: Any) -> int | None:
    """A whole number, be it written as text."""
    written = str(value).strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 12 else None

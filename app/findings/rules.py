"""When an observation can be judged without asking back, what of it can be kept, which words accuse. Pure."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from app.findings.terms import ACCUSING_WORDS, ADVERSE_ANSWERS, DOCUMENT_OUTCOMES

MAX_FILES = 12
MAX_TEXT = 20_000
NEAR_DAYS = 14
REVIEW_DAYS = 90  # over which the network measures how long its reviews take
MAX_ROWS = 40  # documents asked for, lines of the goods table
MAX_WORDS = 200  # letters of a name, an item, a condition
MAX_QUANTITY = Decimal(10**12)  # below it, with three decimals, both databases keep a quantity as it was written
STEP = Decimal("0.001")
MEGABYTE = 1024 * 1024
MAX_VIEWS, MAX_VIEW_NAME = 20, 60  # of the queue that a person keeps; letters
MIN_REASON = 10  # letters that say why an original must be opened
OPEN_WITHIN = timedelta(hours=1)  # from the approval on

_ACCUSING = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ACCUSING_WORDS)) + r")\w*", re.IGNORECASE)


@dataclass(frozen=True)
class Answered:
    """One answered question; `answer` is a code of `terms.ANSWERS`."""

    answer: str
    note: str | None = None

    @property
    def is_bare(self) -> bool:
        """A *no* or *partly* without a word on what was seen."""
        return self.answer in ADVERSE_ANSWERS and not (self.note or "").strip()


@dataclass(frozen=True)
class DocumentAsked:
    """A document that the monitor asked for; `outcome` is a code of `terms.DOCUMENT_OUTCOMES`, "" not said yet."""

    name: str
    outcome: str = ""


@dataclass(frozen=True)
class GoodsLine:
    """A line of the goods table. Quantities are in `unit`; `on` is the day on which the goods came."""

    item: str
    allocated: Decimal | None = None
    received: Decimal | None = None
    unit: str | None = None
    condition: str | None = None
    on: date | None = None


@dataclass(frozen=True)
class Content:
    """What a monitor says, files apart. None: not said yet. `answers`: by the question's id."""

    visit: str | None = None
    visited_on: date | None = None
    place_note: str | None = None
    notes: str = ""
    answers: Mapping[int, Answered] = field(default_factory=dict)
    documents: tuple[DocumentAsked, ...] = ()
    goods: tuple[GoodsLine, ...] = ()
    place_id: int | None = None


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Change:
    """One sent form: what it says, its new files, and evidence (ids) that it takes back or brings back."""

    content: Content
    uploads: Sequence[Upload] = ()
    take_back: frozenset[int] = frozenset()
    bring_back: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ReviewTime:
    """Of `count` reviews half took at most `median`, nine of ten at most `ninth`."""

    count: int
    median: timedelta
    ninth: timedelta


@dataclass(frozen=True)
class Files:
    """How many files a reviewer can see, and how many are quarantined."""

    clean: int = 0
    quarantined: int = 0


def what_refuses(content: Content, files: Files, today: date) -> dict[str, Any]:
    """Why this cannot be sent, by form field; empty when it can. `today`: the day in Ulaanbaatar."""
    errors = {
        "visit": None if content.visit else _l("Choose how you looked."),
        "visited_on": _day_fault(content.visited_on, today),
        "notes": _l("This text is too long.") if len(content.notes) > MAX_TEXT else None,
        "": None if _says_something(content, files) else _l("Answer a question, write a note or add a file first."),
    }
    if not files.clean:
        message = _l("Say what you saw, or add a photo or a document.")
        errors |= {f"note_{key}": message for key, row in content.answers.items() if row.is_bare}
    errors |= _document_faults(content.documents) | _goods_faults(content.goods, today)
    return {name: message for name, message in errors.items() if message}


def what_cannot_be_kept(content: Content) -> dict[str, Any]:
    """Why not even a draft can hold this, by form field: too many rows, too long, too large."""
    errors: dict[str, Any] = {
        name: _l("At most %(count)s rows.", count=MAX_ROWS)
        for name in ("documents", "goods")
        if len(getattr(content, name)) > MAX_ROWS
    }
    for n, row in enumerate(content.documents):
        errors |= _too_long(f"documents_{n}", name=row.name)
    for n, line in enumerate(content.goods):
        errors |= _too_long(f"goods_{n}", item=line.item, unit=line.unit, condition=line.condition)
        for name, quantity in (("allocated", line.allocated), ("received", line.received)):
            if quantity is not None and not _can_be_kept(quantity):
                errors[f"goods_{n}_{name}"] = _l("Give a number below a trillion, with at most three decimals.")
    return errors


def _too_long(row: str, **texts: str | None) -> dict[str, Any]:
    return {
        f"{row}_{name}": _l("This text is too long.")
        for name, text in texts.items()
        if text is not None and len(text) > MAX_WORDS
    }


def _can_be_kept(quantity: Decimal) -> bool:
    return quantity.is_finite() and abs(quantity) < MAX_QUANTITY and quantity == quantity.quantize(STEP)


def _document_faults(documents: Iterable[DocumentAsked]) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    for n, row in enumerate(documents):
        if not row.name.strip():
            errors[f"documents_{n}_name"] = _l("Name the document.")
        if row.outcome not in DOCUMENT_OUTCOMES:
            errors[f"documents_{n}_outcome"] = _l("Choose what became of it.")
    return errors


def _goods_faults(goods: Iterable[GoodsLine], today: date) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    for n, line in enumerate(goods):
        if not line.item.strip():
            errors[f"goods_{n}_item"] = _l("Name the goods.")
        for name, quantity in (("allocated", line.allocated), ("received", line.received)):
            if quantity is not None and quantity < 0:
                errors[f"goods_{n}_{name}"] = _l("A quantity cannot be negative.")
        if line.on is not None and line.on > today:
            errors[f"goods_{n}_on"] = _l("This day is in the future.")
    return errors


def _day_fault(day: date | None, today: date) -> Any:
    if day is None:
        return _l("Give the day on which you looked.")
    return _l("This day is in the future.") if day > today else None


def _says_something(content: Content, files: Files) -> bool:
    tables = content.documents or content.goods
    return bool(content.answers or content.notes.strip() or tables or files.clean)


def what_is_missing(content: Content, files: Files) -> list[Any]:
    """What a reviewer would have to ask for; nothing when the observation can be judged as it is.

    The rule of the method: at least one source for each *no* and *partly*, place and day of the visit. Which
    version of the contract the monitor saw is always known: it is kept with the draft.
    """
    bare = sum(row.is_bare for row in content.answers.values())
    visited = content.visit == "visited"
    gaps = (
        (bare > files.clean, _l("There are fewer files and notes than answers “no” and “partly”.")),
        (visited and not (content.place_note or "").strip(), _l("The place of the visit is not described.")),
        (visited and content.visited_on is None, _l("The day of the visit is not given.")),
        (files.quarantined > 0, _l("A file could not be cleaned, so it is not shown.")),
    )
    return [message for is_gap, message in gaps if is_gap]


def sort_uploads(uploads: Iterable[Upload], room: int, max_bytes: int) -> tuple[list[Upload], list[Any]]:
    """The files that are taken, and a message for each that is not. `room`: how many more may come."""
    taken: list[Upload] = []
    refused: list[Any] = []
    for upload in uploads:
        if fault := _upload_fault(upload, room - len(taken), max_bytes):
            refused.append(fault)
        else:
            taken.append(upload)
    return taken, refused


def _upload_fault(upload: Upload, room: int, max_bytes: int) -> Any:
    if not upload.data:
        return _l("“%(name)s” is empty.", name=upload.name)
    if len(upload.data) > max_bytes:
        return _l("“%(name)s” is larger than %(size)s MB.", name=upload.name, size=max_bytes // MEGABYTE)
    if room <= 0:
        return _l("“%(name)s” is one too many: at most %(count)s files.", name=upload.name, count=MAX_FILES)
    return None


def fingerprint(contract_id: int, stage: str, change: Change) -> str:
    """SHA-256 of everything a new form said: tells a form sent twice from another form under the same key."""
    content = change.content
    said = {
        "contract": contract_id,
        "stage": stage,
        "visit": content.visit,
        "visited_on": content.visited_on and content.visited_on.isoformat(),
        "place_note": content.place_note or "",
        "notes": content.notes,
        "answers": {str(key): [row.answer, row.note or ""] for key, row in content.answers.items()},
        "files": sorted(upload.sha256 for upload in change.uploads),
    }
    said |= {name: rows for name, rows in tables_of(content).items() if rows}
    if content.place_id is not None:
        said["place"] = content.place_id
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def tables_of(content: Content) -> dict[str, list[dict[str, Any]]]:
    """The documents and the goods as plain JSON: quantities as text without idle zeros, days as ISO dates."""
    return {
        "documents": [asdict(row) for row in content.documents],
        "goods": [{name: _plain(value) for name, value in asdict(line).items()} for line in content.goods],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"  # minus nothing is nothing
    return value.isoformat() if isinstance(value, date) else value


def is_near(one: date, other: date) -> bool:
    """Whether two visits lie close enough to be about the same thing."""
    return abs((one - other).days) <= NEAR_DAYS


def review_time_of(taken: Iterable[timedelta]) -> ReviewTime | None:
    """Median and 90th percentile by nearest rank: each is a time that a review really took. None of none."""
    ranked = sorted(taken)
    if not ranked:
        return None
    return ReviewTime(len(ranked), _rank(ranked, 50), _rank(ranked, 90))


def _rank(ranked: Sequence[timedelta], per_cent: int) -> timedelta:
    return ranked[-(-len(ranked) * per_cent // 100) - 1]


def what_is_wrong_with_name(name: str) -> Any:
    """Why a view of the queue cannot be called so; None when it can."""
    if not any(letter.isprintable() and not letter.isspace() for letter in name):
        return _l("Give it a name.")
    if len(name) > MAX_VIEW_NAME:
        return _l("A name has at most %(count)s letters.", count=MAX_VIEW_NAME)
    return None


def view_key(name: str) -> str:
    """The same for names that read the same."""
    shown = "".join(letter for letter in unicodedata.normalize("NFKC", name) if letter.isprintable())
    return " ".join(shown.casefold().split())


def accusing_words(*texts: str | None) -> list[str]:
    """Words in the texts that accuse somebody, as they stand there, each once."""
    found = (match.group() for text in texts for match in _ACCUSING.finditer(text or ""))
    return list(dict.fromkeys(found))


def has_lapsed(state: str, expires_at: datetime | None, at: datetime) -> bool:
    """Whether an approved opening of an original was not used in time."""
    return state == "approved" and expires_at is not None and expires_at <= at

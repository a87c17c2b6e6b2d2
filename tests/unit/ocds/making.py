"""Releases and files of them, made for tests."""

import gzip
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from app.ocds.problems import Problem
from app.ocds.reader import Found, read

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=10,
)
FIELD_NAMES = st.sampled_from(["buyer", "tender", "awards", "contracts", "planning", "parties", "language"])
RELEASES = st.builds(
    lambda number, extra: release(f"ocds-1-{number}", **extra),
    st.integers(1, 9),
    st.dictionaries(FIELD_NAMES | WORDS.filter(lambda word: word not in KEYS), JSON_VALUES, max_size=4),
)
KEYS = {"ocid", "id", "date", "tag", "releases", "records", "compiledRelease", "versionedRelease"}


def release(ocid: str = "ocds-1-1", **fields: Any) -> dict[str, Any]:
    return {"ocid": ocid, "id": "1", "date": "2024-05-06T07:08:09+08:00", "tag": ["contract"], **fields}


def jsonl(values: Sequence[Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


FRAMINGS: dict[str, Callable[[Sequence[Any]], bytes]] = {
    "lines": jsonl,
    "lines without the last break": lambda values: jsonl(values).rstrip(b"\n"),
    "lines of Windows": lambda values: jsonl(values).replace(b"\n", b"\r\n"),
    "blank lines between": lambda values: jsonl(values).replace(b"\n", b"\n \t\n\n"),
    "one after the other": lambda values: jsonl(values).replace(b"\n", b""),
    "one after the other, spread": lambda values: "".join(json.dumps(v, indent=2) for v in values).encode(),
    "spread over lines": lambda values: "\n".join(json.dumps(v, indent="\t") for v in values).encode(),
    "spread, without indent": lambda values: "\n".join(json.dumps(v, indent=0) for v in values).encode(),
    "array": lambda values: json.dumps(list(values)).encode(),
    "array, spread": lambda values: json.dumps(list(values), indent=1, ensure_ascii=False).encode(),
    "array, one per line": lambda v: b"[\n" + jsonl(v).rstrip(b"\n").replace(b"\n", b",\n") + b"\n]",
    "array of arrays": lambda values: json.dumps([[value] for value in values]).encode(),
    "package": lambda values: json.dumps({"uri": "u", "releases": list(values)}).encode(),
    "packages": lambda values: jsonl([{"releases": [value]} for value in values]),
    "records": lambda v: json.dumps({"records": [{"ocid": r["ocid"], "releases": [r]} for r in v]}).encode(),
    "gzip": lambda values: gzip.compress(jsonl(values), mtime=0),
    "gzip in parts": lambda values: b"".join(gzip.compress(jsonl([value]), mtime=0) for value in values),
    "BOM": lambda values: b"\xef\xbb\xbf" + jsonl(values),
    "each with BOM": lambda values: b"".join(b"\xef\xbb\xbf" + jsonl([value]) for value in values),
}


def events(content: bytes, **options: Any) -> list[Found | Problem]:
    return list(read(io.BytesIO(content), **options))


def found(content: bytes) -> list[dict[str, Any]]:
    return [event.raw for event in events(content) if isinstance(event, Found)]


def problems(content: bytes, **options: Any) -> list[tuple[str, str]]:
    return [(event.code, event.where) for event in events(content, **options) if isinstance(event, Problem)]

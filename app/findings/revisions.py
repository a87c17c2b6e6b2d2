"""What differs between two documents of `ObservationRevision`, field by field, word by word. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.findings.terms import ANSWERS, DOCUMENT_OUTCOMES, FIELDS, VISITS, answer_field

_WORD = re.compile(r"\s*\S+")
MOST_WORDS = 1500  # of a text that is compared word by word; a longer one line by line


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stands in both (`kept`), only before (`gone`), or only after (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """`field`: a code of `terms.FIELDS`, or the answer to a question, whose code is then `question`."""

    field: str
    question: str | None
    pieces: tuple[Piece, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]) -> list[Difference]:
    """The fields that differ, in the order of `terms.FIELDS`, answers before them. `names`: of files, by SHA-256."""
    old, new = _said(before, names), _said(after, names)
    codes = {answer_field(row["code"]): row["code"] for one in (before, after) for row in one.get("answers", ())}
    order = dict.fromkeys([*codes, *FIELDS])
    changed = [field for field in order if old.get(field, "") != new.get(field, "")]
    return [Difference(field, codes.get(field), marked(old.get(field, ""), new.get(field, ""))) for field in changed]


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts in one: what went and what came stand where they did."""
    old, new = _cut(before), _cut(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return tuple(_pieces(old, new))


def _cut(text: str) -> list[str]:
    """Words, each with the space before it; what is left at the end goes with the last."""
    words = _WORD.findall(text)
    rest = text[sum(map(len, words)) :]
    return [*words[:-1], words[-1] + rest] if words else [text] if text else []


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("kept", "".join(old[i:j]))
            continue
        if i < j:
            yield Piece("gone", "".join(old[i:j]))
        if k < m:
            yield Piece("new", "".join(new[k:m]))


def _said(document: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Each field as text, in the reader's language where it is a code."""
    said = {name: str(document.get(name) or "") for name in ("visited_on", "place_note", "notes")}
    said["visit"] = _label(VISITS, document.get("visit"))
    for row in document.get("answers", ()):
        said[answer_field(row["code"])] = ": ".join(filter(None, (_label(ANSWERS, row["answer"]), row["note"])))
    said["documents"] = "\n".join(
        f"{row['name']}: {_label(DOCUMENT_OUTCOMES, row['outcome'])}" for row in document.get("documents", ())
    )
    said["goods"] = "\n".join(
        ", ".join(str(cell) for cell in row.values() if cell) for row in document.get("goods", ())
    )
    said["files"] = "\n".join(names.get(sha256, sha256[:8]) for sha256 in document.get("files", ()))
    return said


def _label(labels: Mapping[str, Any], code: str | None) -> str:
    return str(labels.get(code, code)) if code else ""

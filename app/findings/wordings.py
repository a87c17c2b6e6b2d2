"""What a checklist says: what it may not say, and what changed from one version to the next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import lazy_gettext as _l

MAX_QUESTIONS = 30
MAX_LETTERS = 300


@dataclass(frozen=True)
class Wording:
    """A question in its words; `code` tells which question it is, None a new one."""

    text_mn: str
    text_en: str
    code: str | None = None


@dataclass(frozen=True)
class Difference:
    """What became of one question; `kind`: same, moved, reworded, added or removed. `old` is None for an added one,
    `new` for a removed one."""

    kind: str
    old: Wording | None
    new: Wording | None


def what_refuses_list(wordings: Sequence[Wording]) -> dict[str, Any]:
    """Why a list cannot say this, by form field: "" for the whole, `text_mn_0` for a question's words."""
    errors: dict[str, Any] = {}
    if len(wordings) > MAX_QUESTIONS:
        errors[""] = _l("At most %(count)s questions: a visit is short.", count=MAX_QUESTIONS)
    for n in range(len(wordings)):
        for name in ("text_mn", "text_en"):
            if message := _words_fault(name, n, wordings):
                errors[f"{name}_{n}"] = message
    return errors


def _words_fault(name: str, n: int, wordings: Sequence[Wording]) -> Any:
    text: str = getattr(wordings[n], name)
    if not text.strip():
        return _l("Write the question in both languages.")
    if len(text) > MAX_LETTERS:
        return _l("This text is too long.")
    before = {getattr(wording, name).casefold() for wording in wordings[:n]}
    return _l("This question stands twice.") if text.casefold() in before else None


def differences(old: Sequence[Wording], new: Sequence[Wording]) -> list[Difference]:
    """Every question of both versions, in the order of the new one, removed ones last."""
    before = {wording.code: wording for wording in old}
    staying = _staying([wording.code for wording in old], [wording.code for wording in new])
    rows = [Difference(_kind(before.get(row.code), row, staying), before.get(row.code), row) for row in new]
    kept = {wording.code for wording in new}
    return rows + [Difference("removed", row, None) for row in old if row.code not in kept]


def _kind(old: Wording | None, new: Wording, staying: set[str | None]) -> str:
    if old is None:
        return "added"
    if old != new:
        return "reworded"
    return "same" if new.code in staying else "moved"


def _staying(old: list[str | None], new: list[str | None]) -> set[str | None]:
    """Codes that keep their order among one another: only the others count as moved."""
    common = [code for code in old if code in set(new)], [code for code in new if code in set(old)]
    blocks = SequenceMatcher(None, *common, autojunk=False).get_matching_blocks()
    return {code for block in blocks for code in common[0][block.a : block.a + block.size]}

"""Two JSON objects side by side: what differs, each difference once. No value makes it fail, however deep."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from app.contracts.comparison.shapes import Path

_SECTIONS = (("awards",), ("contracts",))  # a new one is told field by field, any other new entry as one
_NAMES = ("title", "description", "name", "id")


class Pair(NamedTuple):
    """What stands at `path` before and after. `field`: the path without the entries of lists. `subject`: name of the
    innermost entry around, "" for the only award or contract. `is_entry`: whether it is itself an entry of a list."""

    path: Path
    field: tuple[str, ...]
    subject: str
    before: Any
    after: Any
    is_entry: bool = False


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Pair]:
    """Depth first, in the order of `after`. null, {} and [] are nothing."""
    todo = [Pair((), (), "", before, after)]
    while todo:
        pair = todo.pop()
        parts = _parts(pair)
        if parts is not None:
            todo += reversed(parts)
        elif set(leaves(pair.before)) != set(leaves(pair.after)):
            yield pair


def leaves(value: object) -> Iterator[tuple[object, ...]]:
    """Path and value of each scalar below, in order; between them whether it is true or false rather than 1 or 0."""
    todo: list[tuple[Path, object]] = [((), value)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, Mapping | list):
            members = value.items() if isinstance(value, Mapping) else enumerate(value)
            todo += [((*path, key), member) for key, member in members][::-1]
        elif value is not None:
            yield path, isinstance(value, bool), value


def is_amount(value: object) -> bool:
    """Whether it is an OCDS `Value`, by its form."""
    return (
        isinstance(value, Mapping)
        and value.get("amount") is not None
        and "id" not in value
        and not any(isinstance(member, Mapping | list) for member in value.values())
    )


def name_of(entry: object) -> str:
    """What an entry of a list is called."""
    if not isinstance(entry, Mapping):
        return ""
    names = (entry.get(key) for key in _NAMES)
    return next((str(name) for name in names if isinstance(name, str | int) and str(name).strip()), "")


def _parts(pair: Pair) -> list[Pair] | None:
    """The pairs it consists of; None when it is told as one."""
    both = [value for value in (pair.before, pair.after) if value is not None]
    is_new_or_gone = pair.is_entry and len(both) == 1 and pair.field not in _SECTIONS
    if not both or all(map(is_amount, both)) or is_new_or_gone:
        return None
    if all(isinstance(value, Mapping) for value in both):
        return _members(pair)
    if all(isinstance(value, list) for value in both) and any(isinstance(e, Mapping) for some in both for e in some):
        return _entries(pair)
    return None


def _members(pair: Pair) -> list[Pair]:
    before, after = pair.before or {}, pair.after or {}
    return [
        Pair((*pair.path, key), (*pair.field, key), pair.subject, before.get(key), after.get(key))
        for key in dict.fromkeys((*after, *before))
    ]


def _entries(pair: Pair) -> list[Pair]:
    before, after = _by_key(pair.before or ()), _by_key(pair.after or ())
    return [
        Pair(
            (*pair.path, key),
            pair.field,
            _subject(pair, before.get(key), after.get(key)),
            before.get(key),
            after.get(key),
            is_entry=True,
        )
        for key in dict.fromkeys((*after, *before))
    ]


def _subject(pair: Pair, before: object, after: object) -> str:
    """Of an entry: its own name; but that of what it stands in when it is told as one or is the only section."""
    is_section = pair.field in _SECTIONS
    is_only = is_section and max(len(pair.before or ()), len(pair.after or ())) == 1
    if is_only or (not is_section and (before is None or after is None)):
        return pair.subject
    return name_of(after) or name_of(before)


def _by_key(entries: Sequence[object]) -> dict[str | int, object]:
    """By id (old releases: by name), or by position where that is missing or repeated."""
    keys = [_key(entry) for entry in entries]
    times = Counter(keys)
    return {
        place if key is None or times[key] > 1 else key: entry
        for place, (key, entry) in enumerate(zip(keys, entries, strict=True))
    }


def _key(entry: object) -> str | None:
    if not isinstance(entry, Mapping):
        return None
    key = entry.get("id", entry.get("name"))
    return str(key) if isinstance(key, str | int) and not isinstance(key, bool) else None

"""Merging the releases of one contracting process into a compiled release, by the standard's rules.

https://standard.open-contracting.org/1.1/en/schema/merging/. The work is done by ocdsmerge-rs. Real releases
need three things besides:

- Order is by instant, not by the text of the date, as offsets may differ. Undated releases count as oldest.
- A list in which no object has an id is replaced whole, as the standard says of such lists; without a schema
  the library would append (the suppliers of 1.0 would double with each release).
- When the library refuses (a list here, an object there), the newest release stands, and older ones join it
  while they fit.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from ocdsmerge_rs import Merger, Rule
from ocdsmerge_rs.exceptions import DuplicateIdValueWarning, MergeWarning

from app.contracts.release.faults import Fault, FaultCode, excerpt
from app.contracts.release.fields import instant

Raw = Mapping[str, Any]
_Path = tuple[str, ...]

_ORGANISATIONS: tuple[_Path, ...] = (
    ("parties",),
    ("buyer",),
    ("tender", "procuringEntity"),
    ("tender", "tenderers"),
    ("awards", "suppliers"),
    ("contracts", "implementation", "transactions", "payer"),
    ("contracts", "implementation", "transactions", "payee"),
)
_SECTIONS = ("tender", "awards", "contracts")

# The lists of objects with ids that the schema of 1.1 nevertheless replaces whole.
_REPLACED_WHOLE: tuple[_Path, ...] = (
    *((*path, "additionalIdentifiers") for path in _ORGANISATIONS),
    *((section, "items", "additionalClassifications") for section in _SECTIONS),
    *((section, name, "changes") for section in _SECTIONS for name in ("amendment", "amendments")),
)
_OLDEST = datetime(1, 1, 1, tzinfo=UTC)


def merge(releases: Sequence[Raw]) -> dict[str, Any]:
    """The compiled release; see `merge_reporting`."""
    return merge_reporting(releases)[0]


def merge_reporting(releases: Sequence[Raw]) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """The compiled release of one process from its releases in any order, and what was lost on the way.

    Releases of the same instant keep the order they are given in. ValueError when there is none, or when they
    belong to several processes.
    """
    if len({str(release.get("ocid")).replace("\0", "").strip() for release in releases}) != 1:
        raise ValueError("the releases of one contracting process are needed")
    faults: list[Fault] = []
    ordered = _in_order(releases, faults)
    compiled = _compile(ordered, faults)
    if compiled is None:
        compiled = _newest_first(ordered, faults)
    return named(compiled, ordered[-1]), tuple(faults)


def is_compiled_by_itself(release: Raw, text: bytes) -> bool:
    """Whether merging this release alone changes nothing of what it says: it is dated, repeats no id in a list, and
    holds nothing empty (a merge drops that). `text`: it as compact JSON; at worst a merge is done in vain."""
    is_full = not any(nothing in text for nothing in _NOTHING)
    return is_full and instant(release.get("date"), "/date", []) is not None and not _repeats_an_id(release)


_NOTHING = (b"null", b"{}")  # empty lists, which are frequent, say nothing to begin with


def _repeats_an_id(value: Mapping[str, Any]) -> bool:
    for member in value.values():
        kind = type(member)
        if kind is dict and _repeats_an_id(member):
            return True
        if kind is list and member and type(member[0]) is not str and _holds_twins(member):
            return True
    return False


def _holds_twins(entries: list[Any]) -> bool:
    objects = [entry for entry in entries if type(entry) is dict]
    if len(objects) > 1:
        ids = [str(entry["id"]) for entry in objects if "id" in entry]
        if len(ids) != len(set(ids)):
            return True
    lists = (entry for entry in entries if type(entry) is list and entry)
    return any(map(_repeats_an_id, objects)) or any(map(_holds_twins, lists))


def _in_order(releases: Sequence[Raw], faults: list[Fault]) -> list[Raw]:
    def when(release: Raw) -> datetime:
        return instant(release.get("date"), "/date", []) or _OLDEST

    faults += [Fault(FaultCode.UNDATED, "/date", _name(r)) for r in releases if when(r) is _OLDEST]
    return sorted(releases, key=when)


def _newest_first(ordered: Sequence[Raw], faults: list[Fault]) -> dict[str, Any]:
    """The newest release, with as many older ones as fit it."""
    newest = ordered[-1]
    kept, compiled = [newest], _compile([newest], faults) or dict(newest)
    for release in reversed(ordered[:-1]):
        found: list[Fault] = []
        with_it = _compile([release, *kept], found)
        if with_it is None:
            faults.append(Fault(FaultCode.LEFT_OUT, "", _name(release)))
        else:
            kept, compiled = [release, *kept], with_it
    return compiled


def _compile(ordered: Sequence[Raw], faults: list[Fault]) -> dict[str, Any] | None:
    """What the library makes of releases in this order; None when it refuses."""
    numbered = [{**release, "date": f"{place:09}"} for place, release in enumerate(ordered)]
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", MergeWarning)
            compiled: dict[str, Any] = _merger(ordered).create_compiled_release(numbered)
    except Exception:  # whatever a release makes it stumble over, the others must not be lost
        return None
    faults += dict.fromkeys(_doubled(w.message) for w in warned if w.category is DuplicateIdValueWarning)
    return compiled


def _doubled(warning: Any) -> Fault:
    return Fault(FaultCode.SAME_ID_TWICE, "/" + warning.path.replace(".", "/"), excerpt(warning.id))


def _merger(releases: Sequence[Raw]) -> Merger:
    return _merger_with(frozenset(_lists_without_ids(releases)))


@lru_cache(maxsize=256)
def _merger_with(lists_without_ids: frozenset[_Path]) -> Merger:
    return Merger(rules=dict.fromkeys((*_REPLACED_WHOLE, *lists_without_ids), Rule.REPLACE))


def named(compiled: Raw, newest: Raw) -> dict[str, Any]:
    """A compiled release with the id, date and tag that it carries by the newest of its releases."""
    ocid, date = newest.get("ocid"), newest.get("date")
    named = {**compiled, "ocid": ocid, "id": f"{ocid}-{date}", "tag": ["compiled"], "date": date}
    return named if isinstance(date, str) else {key: named[key] for key in named if key != "date"}


def _lists_without_ids(releases: Sequence[Raw]) -> set[_Path]:
    lists = [found for release in releases for found in _lists(release, ())]
    with_ids = {path for path, has_ids in lists if has_ids}
    return {path for path, _ in lists} - with_ids


def _lists(value: Any, path: _Path) -> Iterator[tuple[_Path, bool]]:
    """Each list of objects below, and whether any object in it has an id."""
    if isinstance(value, list):
        objects = [entry for entry in value if isinstance(entry, dict)]
        if objects:
            yield path, any("id" in entry for entry in objects)
        for entry in objects:
            yield from _lists(entry, path)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            if isinstance(member, list | Mapping):
                yield from _lists(member, (*path, key))


def _name(release: Raw) -> str:
    return excerpt(release.get("id") or "?")

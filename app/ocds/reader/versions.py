"""Versioned releases: each field is the list of the values it had, with the release that set it.

https://standard.open-contracting.org/1.1/en/schema/records_reference/#versioned-release
"""

from collections.abc import Iterator, Mapping
from typing import Any


def is_versioned(raw: Mapping[str, Any]) -> bool:
    """Whether this is a versioned release: it has fields with a history, and no id and date of its own."""
    parts = [value for value in raw.values() if isinstance(value, Mapping)]
    fields = [*raw.values(), *(value for part in parts for value in part.values())]
    return "date" not in raw and any(_is_history(value) for value in fields)


def newest_values(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A compiled release from a versioned one: every field as it was set last."""
    newest = max(_dates(raw), default="")
    values = _newest(raw)
    return {**values, "id": f"{values.get('ocid')}-{newest}", "date": newest, "tag": ["compiled"]}


def _is_history(value: Any) -> bool:
    return bool(value) and isinstance(value, list) and all(_is_version(entry) for entry in value)


def _is_version(entry: Any) -> bool:
    return isinstance(entry, dict) and {"releaseID", "releaseDate", "value"} <= entry.keys()


def _newest(value: Any) -> Any:
    if _is_history(value):
        return value[-1]["value"]
    if isinstance(value, Mapping):
        newest = {key: _newest(member) for key, member in value.items()}
        return {key: member for key, member in newest.items() if member is not None}
    return [_newest(entry) for entry in value] if isinstance(value, list) else value


def _dates(value: Any) -> Iterator[str]:
    """The dates of all versions; ISO dates of one publisher sort as text."""
    if _is_history(value):
        yield from (entry["releaseDate"] for entry in value if isinstance(entry["releaseDate"], str))
    elif isinstance(value, list | Mapping):
        for member in value.values() if isinstance(value, Mapping) else value:
            yield from _dates(member)

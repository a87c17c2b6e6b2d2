"""One level of a JSON value: its members or entries, none of them decoded yet."""

from typing import Any

import msgspec
from msgspec import Raw

from app.contracts.release.fields import Text, When, struct
from app.ocds.reader.releases import Package, is_ocid

Members = dict[str, Raw]

_REFUSALS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_HEAD = ("uri", "version", "license", "publishedDate", "publisher")
_kinds: Any = Members | list[Raw]
_level: msgspec.json.Decoder[Members | list[Raw]] = msgspec.json.Decoder(_kinds)


class Facts(msgspec.Struct):
    """What tells releases apart; None is also what is of another type."""

    ocid: Any = None
    id: Any = None

    @property
    def is_usable(self) -> bool:
        """Whether examining the release will take it, if it can be read at all."""
        return is_ocid(self.ocid)


class _Publisher(msgspec.Struct):
    name: Text = None


class _Head(msgspec.Struct, rename="camel"):
    """What a package says of itself."""

    uri: Text = None
    version: Text = None
    license: Text = None
    published_date: When = None
    publisher: _Publisher | None = None


def opened(value: Raw | bytes | None) -> Members | list[Raw] | None:
    """An object or an array; None for all else."""
    try:
        return None if value is None else _level.decode(value)
    except _REFUSALS:
        return None


def array_in(members: Members, name: str) -> list[Raw] | None:
    value = opened(members.get(name))
    return value if isinstance(value, list) else None


def decoded(value: Raw | bytes | None) -> Any:
    """The value; None also when it cannot be read."""
    try:
        return None if value is None else msgspec.json.decode(value)
    except _REFUSALS:
        return None


def facts_of(release: Raw | bytes) -> Facts:
    try:
        return msgspec.json.decode(release, type=Facts)
    except _REFUSALS:
        return Facts()


def described(members: Members) -> Package:
    """What a package says of itself, as far as it can be read."""
    head = struct(_Head, {name: decoded(members.get(name)) for name in _HEAD}, "", [])
    publisher = head.publisher.name if head.publisher else None
    return Package(head.version, publisher, head.license, head.uri, head.published_date)

"""A value too large for memory, taken apart where it stands in its window: arrays and packages, entry by entry.

Of a package is used what it says of itself before its releases; what stands behind them is passed over. A broken
entry costs only itself; when a value ends before it is closed, all before the cut has been told.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from msgspec import Raw
from msgspec.structs import replace

from app.ocds.problems import Problem, ProblemCode
from app.ocds.reader.careful import next_by_brackets
from app.ocds.reader.encoding import Encoding
from app.ocds.reader.flaws import Flaw, loosely
from app.ocds.reader.links import Links
from app.ocds.reader.opening import Members, decoded, described
from app.ocds.reader.packages import DEEPEST_ARRAY, Event, record, release, releases_in
from app.ocds.reader.releases import Origin
from app.ocds.reader.sources import DamagedSource
from app.ocds.reader.window import Window

Consume = Callable[[bytes, Origin], Iterator[Event]]

_OF_PACKAGE = {"ocid", "uri", "version", "license", "publishedDate", "publisher"}


class _Broken(NamedTuple):
    text: bytes
    flaw: Flaw


class LargeValue:
    """The value that begins in the window. If it cannot be read on, the window ends with a fatal problem."""

    def __init__(self, window: Window, encoding: Encoding, links: Links) -> None:
        self._window, self._encoding, self._links = window, encoding, links
        self._at = Origin("")  # of what is being read

    def releases(self, origin: Origin) -> Iterator[Event]:
        """Its releases and problems. The window then stands behind it."""
        number, nth = self._window.number, self._window.nth
        self._at = origin
        try:
            yield from self._parts(origin, 0)
        except DamagedSource as damage:
            yield Problem(damage.code, self._at.where, damage.detail, fatal=True)
            self._window.close()
        self._window.nth = nth + 1 if self._window.number == number else 2

    def _value(self, origin: Origin, depth: int) -> Iterator[Event]:
        """The next value: whole if it is small enough, else by its parts."""
        if text := self._next(origin):
            yield from self._whole(text, origin, partial(releases_in, links=self._links, depth=depth))
        else:
            yield from self._parts(origin, depth)

    def _parts(self, origin: Origin, depth: int) -> Iterator[Event]:
        first = self._window.first()
        if first == b"[" and depth < DEEPEST_ARRAY:
            for index in self._entries():
                yield from self._value(origin.below(index), depth + 1)
        elif first == b"{":
            yield from self._object(origin)
        else:
            yield from self._too_large(origin)

    def _object(self, origin: Origin) -> Iterator[Event]:
        """A package by what it says of itself and then its lists; any other object is too large."""
        head: Members = {}
        is_package = False
        consumers: dict[str, Consume] = {"releases": release, "records": partial(record, links=self._links)}
        for name in self._names():
            if name in consumers and "ocid" not in head and self._window.first() == b"[":
                origin = origin if is_package else replace(origin, package=described(head))
                is_package = True
                yield from self._list(origin.below(name), consumers[name])
            elif name in _OF_PACKAGE and not is_package and isinstance(text := self._next(origin), bytes):
                head[name] = Raw(self._encoding.utf8(text, origin.where)[0])
            else:
                self._pass_over()
        if not is_package:
            yield Problem(ProblemCode.VALUE_TOO_LARGE, origin.where, str(self._window.limit))

    def _list(self, origin: Origin, consume: Consume) -> Iterator[Event]:
        for index in self._entries():
            place = origin.below(index)
            text = self._next(place)
            yield from self._whole(text, place, consume) if text else self._too_large(place)

    def _whole(self, text: bytes | _Broken, origin: Origin, consume: Consume) -> Iterator[Event]:
        """What `consume` makes of a value, or of what is meant by a broken one."""
        if isinstance(text, _Broken):
            loose = None if text.flaw.code is ProblemCode.NESTED_TOO_DEEP else loosely(text.text)
            if loose is None:
                yield Problem(text.flaw.code, origin.where, text.flaw.detail)
                return
            yield Problem(ProblemCode.LOOSE_JSON, origin.where)
            text = loose
        text, told = self._encoding.utf8(text, origin.where)
        yield from told
        yield from consume(text, origin)

    def _too_large(self, origin: Origin) -> Iterator[Event]:
        self._pass_over()
        yield Problem(ProblemCode.VALUE_TOO_LARGE, origin.where, str(self._window.limit))

    def _pass_over(self, depth: int = 0) -> None:
        if self._next(self._at):
            return
        first = self._window.first()
        if first not in (b"[", b"{") or depth > DEEPEST_ARRAY:
            raise DamagedSource(ProblemCode.VALUE_TOO_LARGE, str(self._window.limit))
        for _ in self._entries() if first == b"[" else self._names():
            self._pass_over(depth + 1)

    def _entries(self) -> Iterator[int]:
        """The index of each entry of an array; the window stands at it, and whoever gets it reads it."""
        self._step(b"[")
        index = 0
        is_open = self._window.first() != b"]"
        while is_open:
            yield index
            index += 1
            is_open = self._step(b",]") == b","
        if not index:
            self._step(b"]")

    def _names(self) -> Iterator[str]:
        """The same for the names of an object."""
        self._step(b"{")
        is_open, is_empty = self._window.first() != b"}", True
        while is_open:
            yield self._name()
            is_open, is_empty = self._step(b",}") == b",", False
        if is_empty:
            self._step(b"}")

    def _name(self) -> str:
        text = self._next(self._at)
        name = decoded(self._encoding.utf8(text, self._at.where)[0]) if isinstance(text, bytes) else None
        if not isinstance(name, str):
            raise DamagedSource(ProblemCode.REST_UNREADABLE, text.flaw.detail if isinstance(text, _Broken) else "")
        self._step(b":")
        self._window.first()
        return name

    def _next(self, origin: Origin) -> bytes | _Broken | None:
        """Use the next value; None when it is too large for that."""
        self._at = origin
        found = self._window.value() if self._window.first() else Flaw(ProblemCode.TRUNCATED)
        if isinstance(found, bytes):
            return found
        if found.code is ProblemCode.TRUNCATED:
            raise DamagedSource(ProblemCode.REST_MISSING)
        text = None if found.code is ProblemCode.VALUE_TOO_LARGE else next_by_brackets(self._window)
        if text is None and self._window.left <= self._window.limit:
            raise DamagedSource(ProblemCode.REST_UNREADABLE, found.detail)
        return text and _Broken(text, found)

    def _step(self, allowed: bytes) -> bytes:
        """Use the next byte, which must be one of those allowed."""
        byte = self._window.first()
        if not byte:
            raise DamagedSource(ProblemCode.REST_MISSING)
        if byte not in allowed:
            raise DamagedSource(ProblemCode.REST_UNREADABLE, byte.decode("iso-8859-1"))
        self._window.advance(self._window.at + 1)
        return byte

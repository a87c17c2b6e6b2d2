"""Compiled releases, records and packages, written while they are read: memory does not grow with their number."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from flask import current_app

from app.contracts.archive import Kept, kept_releases, unpack_text
from app.contracts.export.additions import EXTENSION, Addition, Extend, added, joined
from app.contracts.export.persons import Persons, persons_in, without_persons
from app.contracts.export.upgrading import upgrade
from app.contracts.release import merge
from app.contracts.release.merging import is_compiled_by_itself, named

BATCH = 300  # contracts read at a time
PUBLISHER = "Khyanalt · Хяналт"
_ONLY_FOR_THE_NETWORK = ("state",)
_LINE_ENDS = bytes.maketrans(b"\r\n", b"  ")  # inside JSON they stand only between its tokens
_EMPTY = (b"null", b"{}", b"[]")


class _Process(NamedTuple):
    """A contract on its way out: its releases as JSON, and their merge with what was added."""

    releases: list[bytes]
    compiled: dict[str, Any]

    @property
    def record(self) -> bytes:
        releases = [msgspec.Raw(release.translate(_LINE_ENDS)) for release in self.releases]
        ocid = self.compiled.get("ocid")
        return msgspec.json.encode({"ocid": ocid, "releases": releases, "compiledRelease": self.compiled})


def lines(contract_ids: Iterable[int], extend: Extend | None = None, *, public: bool = False) -> Iterator[bytes]:
    """The compiled releases, one a line, in the order of the numbers. `extend`: what else there is to say of them.
    `public`: without persons and what only the network sees; which contracts are public the caller must know."""
    for process in _processes(contract_ids, extend, public):
        yield msgspec.json.encode(process.compiled) + b"\n"


def records(contract_ids: Iterable[int], extend: Extend | None = None, *, public: bool = False) -> Iterator[bytes]:
    """As `lines`, records with all releases."""
    for process in _processes(contract_ids, extend, public):
        yield process.record + b"\n"


def record(contract_id: int, extend: Extend | None = None, *, public: bool = False) -> dict[str, Any]:
    """The record of one contract; empty when it has no releases."""
    written = next(records([contract_id], extend, public=public), b"{}")
    found: dict[str, Any] = msgspec.json.decode(written)
    return found


def package(
    contract_ids: Iterable[int], extend: Extend | None = None, *, uri: str, public: bool = False
) -> Iterator[bytes]:
    """A record package in pieces. `uri`: its own address. It is dated by what changed last in it, so that the same
    contracts make the same package whenever it is asked for."""
    yield msgspec.json.encode(_metadata(uri))[:-1] + b',"records":['
    changes: list[datetime] = []
    for number, process in enumerate(_processes(contract_ids, extend, public)):
        changes = [max([*changes, process.compiled[EXTENSION]["updatedAt"]])]
        yield (b",\n" if number else b"\n") + process.record
    yield b"\n]" + b"".join(b',"publishedDate":' + msgspec.json.encode(at) for at in changes) + b"}\n"


def _metadata(uri: str) -> dict[str, Any]:
    home = current_app.config["PUBLIC_URL"]
    return {
        "uri": uri,
        "version": "1.1",
        "extensions": [f"{home}/ocds-extension/extension.json"],
        "publisher": {"name": PUBLISHER, "uri": home},
        "license": current_app.config["DATA_LICENCE"],
    }


def _processes(contract_ids: Iterable[int], extend: Extend | None, public: bool) -> Iterator[_Process]:
    numbers = iter(contract_ids)
    while some := list(islice(numbers, BATCH)):
        kept, own, more = kept_releases(some), added(some), extend(some) if extend else {}
        for number in some:
            if number in kept and number in own:
                process = _public if public else _whole
                yield process(kept[number], joined(own[number], more.get(number, {})))


def _whole(kept: Sequence[Kept], addition: Addition) -> _Process:
    texts = [unpack_text(release.body) for release in kept]
    compiled = compile_releases([msgspec.json.decode(text) for text in texts])
    return _Process(texts, compiled | {EXTENSION: addition})


def _public(kept: Sequence[Kept], addition: Addition) -> _Process:
    releases = [msgspec.json.decode(unpack_text(release.body)) for release in kept]
    persons = persons_in(releases)
    public = [without_persons(release, persons) for release in releases]
    compiled = compile_releases(public) | {EXTENSION: _public_addition(addition, persons)}
    return _Process(list(map(msgspec.json.encode, public)), compiled)


def _public_addition(addition: Addition, persons: Persons) -> Addition:
    shown = {name: value for name, value in addition.items() if name not in _ONLY_FOR_THE_NETWORK}
    if persons.knows(shown.get("buyer", {}).get("mentionedAs")):
        del shown["buyer"]
    if "suppliers" in shown:
        shown["suppliers"] = [one for one in shown["suppliers"] if not persons.knows(one["mentionedAs"])]
    return shown


def compile_releases(releases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Their merge in the form of 1.1. Merging takes longer than all the rest, and most releases stand alone."""
    if len(releases) == 1:
        (alone,) = releases
        text = msgspec.json.encode(alone)
        if not any(nothing in text for nothing in _EMPTY) and is_compiled_by_itself(alone, text):
            return upgrade(named(alone, alone))
    return upgrade(merge(releases))

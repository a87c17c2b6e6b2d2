"""Releases without persons, for the public: no party that has a citizen's registration number, wherever a release of
the process mentions it by id or name; nobody's contact point; no owners behind a company."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from app.bodies.identity import Mention
from app.bodies.rules import is_personal_number

_PARTIES = {
    *("parties", "buyer", "procuringEntity", "tenderers", "suppliers", "payer", "payee"),
    *("providerOrganization", "receiverOrganization", "author", "sourceParty", "reviewBody", "invitedSuppliers"),
}
_NOT_PUBLIC = {"contactPoint", "additionalContactPoints", "beneficialOwners", "persones"}


class Persons(NamedTuple):
    """By what the releases of one process call them: ids, and names in their spelling."""

    ids: frozenset[str]
    names: frozenset[str]

    def knows(self, name: object) -> bool:
        return isinstance(name, str) and _spelling(name) in self.names


def persons_in(releases: Iterable[Any]) -> Persons:
    """Those of whom a release gives a citizen's number."""
    found = [party for release in releases for party in _parties(release) if _has_personal_number(party)]
    ids = frozenset(str(party["id"]) for party in found if party.get("id"))
    names = (party.get(name) for party in found for name in ("name", "legalName"))
    return Persons(ids, frozenset(_spelling(name) for name in names if isinstance(name, str) and name.strip()))


def without_persons(value: Any, persons: Persons) -> Any:
    """A release, or a part of one, that says nothing of them; objects and lists are new, never changed."""
    if isinstance(value, list):
        return [without_persons(member, persons) for member in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _public(name, member, persons) for name, member in value.items() if name not in _NOT_PUBLIC}
    return {name: without_persons(member, persons) for name, member in kept.items() if member is not _NOBODY}


_NOBODY = object()


def _public(name: str, member: Any, persons: Persons) -> Any:
    if name in _PARTIES:
        return _others(member, lambda party: _is_person(party, persons))
    if name in {"identifier", "additionalIdentifiers"}:
        return _others(member, _is_personal)
    return member


def _others(member: Any, is_hidden: Any) -> Any:
    """Those of one or several that may be seen; `_NOBODY` instead of one that may not."""
    if isinstance(member, list):
        return [one for one in member if not is_hidden(one)]
    return _NOBODY if is_hidden(member) else member


def _parties(value: Any) -> Iterator[dict[str, Any]]:
    for name, member in value.items() if isinstance(value, Mapping) else ():
        members = member if isinstance(member, list) else [member]
        if name in _PARTIES:
            yield from (one for one in members if isinstance(one, dict))
        for one in members:
            yield from _parties(one)


def _is_person(party: Any, persons: Persons) -> bool:
    if not isinstance(party, dict):
        return persons.knows(party)
    is_known = str(party.get("id")) in persons.ids or persons.knows(party.get("name"))
    return is_known or _has_personal_number(party)


def _has_personal_number(party: dict[str, Any]) -> bool:
    others = party.get("additionalIdentifiers")
    return any(map(_is_personal, [party, party.get("identifier"), *(others if isinstance(others, list) else ())]))


def _is_personal(identifier: Any) -> bool:
    return isinstance(identifier, dict) and is_personal_number(str(identifier.get("id") or ""))


def _spelling(name: str) -> str:
    return Mention(name).key.spelling

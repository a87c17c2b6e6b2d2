"""A release of OCDS 1.0 in the form of 1.1: organisations stand in `parties` and are pointed to, amendments are lists,
transactions have a payer, a payee and a value.

https://standard.open-contracting.org/1.1/en/schema/changelog/. Nothing is lost: what does not fit stays where it is,
as 1.1 still knows the old names. Upgrading again changes nothing.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

Way = Callable[[Any], Any]

_RENAMED = {"providerOrganization": "payer", "receiverOrganization": "payee", "amount": "value"}


def upgrade(release: Mapping[str, Any]) -> dict[str, Any]:
    """The release in the form of 1.1; one that has `parties` is of 1.1 and stays as it is."""
    if "parties" in release:
        return dict(release)
    parties = _Parties()
    upgraded: dict[str, Any] = _with(
        release,
        buyer=parties.of("buyer"),
        tender=_tender(parties),
        awards=_each(_amended(_section(suppliers=_all(parties.of("supplier"))))),
        contracts=_each(_contract(parties)),
    )
    return {**upgraded, "parties": parties.listed} if parties.listed else upgraded


def _tender(parties: "_Parties") -> Way:
    return _amended(
        _section(procuringEntity=parties.of("procuringEntity"), tenderers=_all(parties.of("tenderer"))),
    )


def _contract(parties: "_Parties") -> Way:
    paid = _section(payer=parties.of("payer"), payee=parties.of("payee"))
    transactions = _each(lambda transaction: paid(_renamed(transaction)))
    implementation = _section(transactions=transactions)
    return _amended(_section(suppliers=_all(parties.of("supplier")), implementation=implementation))


def _with(section: Any, **ways: Way) -> Any:
    """The object with some of its members changed; anything else as it is."""
    if not isinstance(section, Mapping):
        return section
    return {name: ways[name](value) if name in ways else value for name, value in section.items()}


def _section(**ways: Way) -> Way:
    return lambda section: _with(section, **ways)


def _each(way: Way) -> Way:
    return lambda entries: list(map(way, entries)) if isinstance(entries, list) else entries


def _all(refer: Way) -> Way:
    """References, each once: 1.1 has no list that names an organisation twice."""
    return lambda entries: _unique(map(refer, entries)) if isinstance(entries, list) else refer(entries)


def _unique(entries: Any) -> list[Any]:
    return list({_canonical(entry): entry for entry in entries}.values())


def _amended(way: Way) -> Way:
    return lambda section: _with_amendments(way(section))


def _with_amendments(section: Any) -> Any:
    """The one amendment of 1.0 as the last in the list of 1.1, unless one of the same id is there."""
    if not isinstance(section, dict) or not isinstance(section.get("amendment"), dict):
        return section
    amendment, amendments = section["amendment"], section.get("amendments", [])
    if not isinstance(amendments, list) or _has_id(amendments, amendment.get("id")):
        return section
    return {name: section[name] for name in section if name != "amendment"} | {"amendments": [*amendments, amendment]}


def _has_id(entries: list[Any], number: Any) -> bool:
    return number is not None and any(isinstance(entry, dict) and entry.get("id") == number for entry in entries)


def _renamed(transaction: Any) -> Any:
    if not isinstance(transaction, dict):
        return transaction
    named = {old: new for old, new in _RENAMED.items() if isinstance(transaction.get(old), dict)}
    named = {old: new for old, new in named.items() if new not in transaction}
    return {
        named.get(name, name): _organisation(value) if name in named and name != "amount" else value
        for name, value in transaction.items()
    }


def _organisation(identifier: dict[str, Any]) -> dict[str, Any]:
    """In transactions 1.0 had only the identifier of an organisation; many wrote an organisation all the same."""
    if not identifier.keys().isdisjoint({"name", "identifier"}):
        return identifier
    name = identifier.get("legalName")
    return {"identifier": identifier} | ({"name": name} if isinstance(name, str) else {})


class _Parties:
    """The organisations met so far. One is known by its id, else its identifier, else its name."""

    def __init__(self) -> None:
        self._by_id: dict[str, dict[str, Any]] = {}

    @property
    def listed(self) -> list[dict[str, Any]]:
        return list(self._by_id.values())

    def of(self, role: str) -> Way:
        """Puts an organisation among the parties and leaves a reference to it."""
        return lambda organisation: self._refer(organisation, role)

    def _refer(self, organisation: Any, role: str) -> Any:
        number = _id_of(organisation) if isinstance(organisation, dict) else None
        if number is None:
            return organisation
        members = {name: value for name, value in organisation.items() if name not in {"id", "roles"}}
        if not self._fits(number, members):
            number = f"{number}-{_mark(members)}"
        party = self._by_id.setdefault(number, {"id": number, "roles": []})
        party |= members
        party["roles"] += [one for one in (*_roles(organisation), role) if one not in party["roles"]]
        return {"id": number} | ({"name": members["name"]} if "name" in members else {})

    def _fits(self, number: str, members: dict[str, Any]) -> bool:
        """Whether nothing known of the party contradicts this: then it is the same one."""
        known = self._by_id.get(number, {})
        return all(name not in known or _canonical(known[name]) == _canonical(members[name]) for name in members)


def _id_of(organisation: dict[str, Any]) -> str | None:
    """None for one that nothing can point to, or whose roles cannot join others."""
    if not all(isinstance(role, str) for role in _roles(organisation)):
        return None
    if organisation.get("id") is not None:
        return _text(organisation["id"])
    identifier = organisation.get("identifier")
    if isinstance(identifier, dict) and (number := _text(identifier.get("id"))):
        return "-".join(filter(None, (_text(identifier.get("scheme")), number)))
    name = _text(organisation.get("name"))
    return f"name-{_mark(name)}" if name else None


def _roles(organisation: dict[str, Any]) -> list[Any]:
    roles = organisation.get("roles", [])
    return roles if isinstance(roles, list) else [roles]


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip() else None


def _mark(value: Any) -> str:
    return hashlib.sha256(_canonical(value)).hexdigest()[:12]


def _canonical(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")

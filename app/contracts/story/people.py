"""Who buys, who supplies, and where."""

from collections.abc import Iterable, Iterator

from app.bodies.rules import is_personal_number
from app.contracts.release import Address, Item, Organisation, Party, Release, Tender
from app.contracts.release.parts import Identifier
from app.contracts.story import shapes
from app.contracts.story.standing import standing_awards, standing_contracts


def buyer(release: Release) -> shapes.Party | None:
    return _known(release, release.buyer) or _first_in_role(release, "buyer") or procuring_entity(release)


def procuring_entity(release: Release) -> shapes.Party | None:
    reference = (release.tender or Tender()).procuring_entity
    return _known(release, reference) or _first_in_role(release, "procuringEntity")


def suppliers(release: Release) -> tuple[shapes.Party, ...]:
    """Suppliers of the awards that stand and of the contracts, each once; else the parties with that role."""
    references = [s for award in standing_awards(release) for s in award.suppliers]
    references += [s for contract in standing_contracts(release) for s in contract.suppliers]
    found = [supplier for supplier in (_known(release, reference) for reference in references) if supplier]
    if not found and not release.awards:
        found = list(_in_role(release, "supplier"))
    unique: dict[str, shapes.Party] = {}
    for supplier in found:
        unique.setdefault(supplier.id or supplier.identifier or supplier.name, supplier)
    return tuple(unique.values())


def name_of(release: Release, reference: Organisation | None) -> str | None:
    known = _known(release, reference)
    return known.name if known else None


def places(release: Release) -> tuple[str, ...]:
    """Places of delivery as written, else those of the procuring entity and the buyer; each once."""
    delivery = [_place(address) for item in _all_items(release) for address in _addresses(item)]
    found = [place for place in delivery if place]
    if not found:
        found = [party.place for party in (procuring_entity(release), buyer(release)) if party and party.place]
    return tuple(dict.fromkeys(found))


def _all_items(release: Release) -> Iterator[Item]:
    for contract in release.contracts:
        yield from contract.items
    for award in release.awards:
        yield from award.items
    yield from (release.tender or Tender()).items


def _addresses(item: Item) -> Iterable[Address]:
    return (*item.delivery_addresses, *([item.delivery_address] if item.delivery_address else []))


def _place(address: Address | None) -> str | None:
    if not address:
        return None
    named = dict.fromkeys(part for part in (address.locality, address.region) if part)
    return ", ".join(named) or None


def _known(release: Release, reference: Organisation | None) -> shapes.Party | None:
    """The reference and, where it is silent, the party it points to; None when neither has a name."""
    if reference is None:
        return None
    party = next((party for party in release.parties if reference.id and party.id == reference.id), Party())
    identifier = reference.identifier or party.identifier or Identifier()
    name = reference.name or party.name or reference.legal_name or identifier.legal_name
    if not name:
        return None
    number = _number(identifier)
    return shapes.Party(name, reference.id, number, _place(reference.address or party.address))


def _number(identifier: Identifier) -> str | None:
    """In an official register; a citizen's registration number is nobody's business and is left out."""
    if not identifier.id or is_personal_number(identifier.id):
        return None
    return "-".join(filter(None, (identifier.scheme, identifier.id)))


def _in_role(release: Release, role: str) -> Iterator[shapes.Party]:
    for party in release.parties:
        if role in party.roles:
            reference = Organisation(party.id, party.name, identifier=party.identifier, address=party.address)
            yield from filter(None, [_known(release, reference)])


def _first_in_role(release: Release, role: str) -> shapes.Party | None:
    return next(_in_role(release, role), None)

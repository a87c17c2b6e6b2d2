"""What the register's columns say of a contract: pure, from its compiled release."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from app.bodies.identity import Mention
from app.bodies.rules import PlaceName, find_place, find_place_in
from app.contracts.release import Fault, Release, Tender, decode
from app.contracts.story import description_of, period_of, shapes, title_of
from app.contracts.story.amounts import contracted, missing_values
from app.contracts.story.papers import refused_links
from app.contracts.story.people import buyer, places, procuring_entity, suppliers
from app.contracts.story.standing import day, first_day, stage, standing_contracts
from app.core.text import fold_word, words

LONGEST_DESCRIPTION = 200  # words of it that can be searched
LONGEST_WORD = 40  # characters
MOST_CODES = 40  # numbers of one process that can be searched


class Facts(msgspec.Struct, frozen=True):
    """`words`: what can be searched, each once, parted by blanks: as written (`core.text.words`), and folded."""

    title: str
    buyer: Mention | None
    suppliers: tuple[Mention, ...]
    category: str | None
    method: str | None
    stage: str
    amount: Decimal | None
    currency: str | None
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    newest_on: date | None
    place_id: int | None
    place_is_inferred: bool
    words: str
    folded: str
    faults: tuple[Fault, ...]


def facts_of(compiled: Mapping[str, Any], lost: tuple[Fault, ...], names: tuple[PlaceName, ...]) -> Facts:
    """The facts of one contracting process: its story, as far as lists and filters need it. `lost`: faults of the
    merge that made it."""
    release, faults = decode(compiled)
    title, bought_by, supplied_by = title_of(release), buyer(release), suppliers(release)
    sums, _ = contracted(release)
    starts_on, ends_on = period_of(release)
    leading = words(f"{title} {bought_by.name if bought_by else ''}")
    given, place_id = _place(release, leading, names)
    plain = _searched(release, leading, [bought_by, procuring_entity(release), *supplied_by])
    tender = release.tender or Tender()
    return Facts(
        title=title or release.ocid or "",
        buyer=_mention(bought_by) if bought_by else None,
        suppliers=tuple(dict.fromkeys(map(_mention, supplied_by))),
        category=tender.main_procurement_category,
        method=tender.procurement_method,
        stage=stage(release),
        amount=sums[0].amount if len(sums) == 1 else None,
        currency=sums[0].currency if len(sums) == 1 else None,
        signed_on=first_day(contract.date_signed for contract in standing_contracts(release)),
        starts_on=starts_on,
        ends_on=ends_on,
        newest_on=day(release.date),
        place_id=place_id,
        place_is_inferred=not given and place_id is not None,
        words=" ".join(plain),
        folded=" ".join(dict.fromkeys(map(fold_word, plain))),
        faults=(*lost, *faults, *missing_values(release), *refused_links(release)),
    )


def _mention(party: shapes.Party) -> Mention:
    return Mention(party.name, party.identifier or "")


def _place(release: Release, leading: list[str], names: tuple[PlaceName, ...]) -> tuple[bool, int | None]:
    """Whether the data gives a place, and which; else the one inferred from the words of title and buyer."""
    written = places(release)
    given = _found(" ".join(written), names) if written else None
    if given:
        return True, given
    return False, find_place_in(list(map(fold_word, leading)), names)


_found = lru_cache(maxsize=4096)(find_place)  # addresses repeat, titles do not


def _searched(release: Release, leading: list[str], parties: Sequence[shapes.Party | None]) -> tuple[str, ...]:
    """After the leading words of title and buyer the parties and codes, then as much of the description as can be
    searched."""
    named = dict.fromkeys(part for party in parties if party for part in (party.name, party.identifier or ""))
    numbers = [(release.tender or Tender()).id, *(award.id for award in release.awards)]
    numbers += [contract.id for contract in release.contracts]
    codes = [number for number in numbers[:MOST_CODES] if number]
    found = leading + words(" ".join([*named, release.ocid or "", *codes]))
    found += words(description_of(release) or "")[:LONGEST_DESCRIPTION]
    unique = tuple(dict.fromkeys(found))
    return unique if max(map(len, unique), default=0) <= LONGEST_WORD else tuple(w[:LONGEST_WORD] for w in unique)

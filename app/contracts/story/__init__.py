"""What a contract page tells, from a compiled OCDS release: the same release always tells the same story."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.contracts.release import Item, Planning, Release, Tender, decode
from app.contracts.release.parts import Budget
from app.contracts.story.amounts import contracted, missing_values, payments
from app.contracts.story.course import amendments, milestones
from app.contracts.story.papers import documents, web_address
from app.contracts.story.people import buyer, places, procuring_entity, suppliers
from app.contracts.story.shapes import (
    Amendment,
    Document,
    Milestone,
    Party,
    Payment,
    Payments,
    Promise,
    Story,
)
from app.contracts.story.standing import (
    day,
    first_day,
    last_day,
    stage,
    standing_awards,
    standing_contracts,
)

__all__ = [
    "Amendment",
    "Document",
    "Milestone",
    "Party",
    "Payment",
    "Payments",
    "Promise",
    "Story",
    "description_of",
    "period_of",
    "tell",
    "title_of",
    "web_address",
]


def tell(compiled: Mapping[str, Any]) -> Story:
    """The story of one contracting process. Never fails: what cannot be read is absent, and is a fault."""
    release, faults = decode(compiled)
    sums, sums_from = contracted(release)
    starts_on, ends_on = period_of(release)
    papers, refused = documents(release)
    return Story(
        ocid=release.ocid or "",
        title=title_of(release),
        description=description_of(release),
        language=release.language,
        newest_on=day(release.date),
        buyer=buyer(release),
        procuring_entity=procuring_entity(release),
        suppliers=suppliers(release),
        **_of_tender(release.tender or Tender()),
        budget=_budget(release).amount,
        awarded_on=first_day(award.date for award in standing_awards(release)),
        contracted=sums,
        contracted_from=sums_from,
        signed_on=first_day(contract.date_signed for contract in standing_contracts(release)),
        starts_on=starts_on,
        ends_on=ends_on,
        places=places(release),
        items=_items(release),
        amendments=amendments(release),
        milestones=milestones(release),
        payments=payments(release),
        documents=papers,
        stage=stage(release),
        faults=(*faults, *missing_values(release), *refused),
    )


def _of_tender(tender: Tender) -> dict[str, Any]:
    period = tender.tender_period
    return {
        "category": tender.main_procurement_category,
        "method": tender.procurement_method,
        "method_details": tender.procurement_method_details,
        "method_rationale": tender.procurement_method_rationale,
        "tender_value": tender.value,
        "tender_state": tender.status,
        "tender_starts_on": day(period.start_date) if period else None,
        "tender_ends_on": day(period.end_date) if period else None,
        "bidders": tender.number_of_tenderers,
    }


def title_of(release: Release) -> str:
    """Of the tender, else of the first contract, award or budgeted project, else what is to be delivered; or ""."""
    return next((title for title in _titles(release) if title), "")


def _titles(release: Release) -> Iterator[str | None]:
    yield (release.tender or Tender()).title
    yield from (contract.title for contract in release.contracts)
    yield from (award.title for award in release.awards)
    yield _budget(release).project
    yield from (promise.description for promise in _items(release))


def description_of(release: Release) -> str | None:
    return next((description for description in _descriptions(release) if description), None)


def _descriptions(release: Release) -> Iterator[str | None]:
    yield (release.tender or Tender()).description
    yield from (contract.description for contract in release.contracts)
    yield from (award.description for award in release.awards)
    yield _budget(release).description


def _budget(release: Release) -> Budget:
    return (release.planning or Planning()).budget or Budget()


def period_of(release: Release) -> tuple[date | None, date | None]:
    """From the first start to the last end of the contracts, else as the awards foresaw."""
    of_contracts = [contract.period for contract in standing_contracts(release) if contract.period]
    of_awards = [award.contract_period for award in standing_awards(release) if award.contract_period]
    for periods in (of_contracts, of_awards):
        starts_on = first_day(period.start_date for period in periods)
        ends_on = last_day(period.end_date for period in periods)
        if starts_on or ends_on:
            return starts_on, ends_on
    return None, None


def _items(release: Release) -> tuple[Promise, ...]:
    """What is to be delivered by the contracts, else by the awards, else as tendered."""
    contracts = [item for contract in standing_contracts(release) for item in contract.items]
    awards = [item for award in standing_awards(release) for item in award.items]
    tender = (release.tender or Tender()).items
    promises = (_promise(item) for item in contracts or awards or tender)
    return tuple(promise for promise in promises if promise)


def _promise(item: Item) -> Promise | None:
    description = item.description or item.id
    return Promise(description, item.quantity, item.unit.name if item.unit else None) if description else None

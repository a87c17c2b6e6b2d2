"""Which awards and contracts count, and how far the process came."""

from collections.abc import Iterable
from datetime import date, datetime

from app.contracts.release import Award, Contract, Milestone, Release

# OCDS: a terminated contract was in force and came to its end, so it was contracted; these never were.
_NO_CONTRACT = {"pending", "cancelled"}
_NO_AWARD = {"pending", "cancelled", "unsuccessful"}


def standing_contracts(release: Release) -> tuple[Contract, ...]:
    """Contracts in force or ended; one without a state counts as in force."""
    return tuple(contract for contract in release.contracts if stands(contract))


def stands(contract: Contract) -> bool:
    return contract.status not in _NO_CONTRACT


def standing_awards(release: Release) -> tuple[Award, ...]:
    return tuple(award for award in release.awards if award.status not in _NO_AWARD)


def stage(release: Release) -> str:
    """The furthest stage that the data shows; what the calendar says does not count."""
    contracts = standing_contracts(release)
    if contracts and all(contract.status == "terminated" for contract in contracts):
        return "ended"
    if any(_is_under_way(contract) for contract in contracts):
        return "implementation"
    if contracts:
        return "contract"
    if standing_awards(release):
        return "award"
    return "tender" if release.tender else "planning"


def day(instant: datetime | None) -> date | None:
    """The day as written: 31 December 23:59Z stays December."""
    return instant.date() if instant else None


def first_day(instants: Iterable[datetime | None]) -> date | None:
    return min((instant.date() for instant in instants if instant), default=None)


def last_day(instants: Iterable[datetime | None]) -> date | None:
    return max((instant.date() for instant in instants if instant), default=None)


def _is_under_way(contract: Contract) -> bool:
    implementation = contract.implementation
    if not implementation:
        return False
    started = any(_is_begun(milestone) for milestone in implementation.milestones)
    return bool(implementation.transactions or implementation.documents or started)


def _is_begun(milestone: Milestone) -> bool:
    return milestone.status in {"met", "notMet", "partiallyMet"} or milestone.date_met is not None

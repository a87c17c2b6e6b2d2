"""What was to happen and what changed: milestones and amendments."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from app.contracts.release import (
    Amendment,
    Award,
    Contract,
    Implementation,
    Milestone,
    Planning,
    Release,
    Tender,
)
from app.contracts.release.fields import money, number
from app.contracts.story import shapes
from app.contracts.story.standing import day
from app.core.money import Money

_LAST = datetime.max.replace(tzinfo=UTC)
_VALUE_NAMES = {"value", "amount", "value.amount"}


def milestones(release: Release) -> tuple[shapes.Milestone, ...]:
    """Each milestone once, by due day; those without one last."""
    told = dict.fromkeys(_milestone(section, milestone) for section, milestone in _all_milestones(release))
    return tuple(sorted(told, key=lambda milestone: milestone.due_on or date.max))


def amendments(release: Release) -> tuple[shapes.Amendment, ...]:
    """Amendments of the tender, the awards and the contracts, by day; those without one last."""
    told: list[shapes.Amendment] = []
    if release.tender:
        told += _amendments("tender", release.tender)
    for award in release.awards:
        told += _amendments("award", award)
    for contract in release.contracts:
        told += _amendments("contract", contract)
    return tuple(sorted(told, key=lambda amendment: amendment.on or date.max))


def _all_milestones(release: Release) -> Iterator[tuple[str, Milestone]]:
    sections = [("planning", (release.planning or Planning()).milestones)]
    sections += [("tender", (release.tender or Tender()).milestones)]
    for section, found in sections:
        yield from ((section, milestone) for milestone in found)
    for contract in release.contracts:
        yield from contract_milestones(contract)


def contract_milestones(contract: Contract) -> list[tuple[str, Milestone]]:
    """With their sections. One repeated under implementation is taken from there, where its state is kept."""
    implementation = (contract.implementation or Implementation()).milestones
    repeated = {milestone.id for milestone in implementation if milestone.id}
    signed = [milestone for milestone in contract.milestones if milestone.id not in repeated]
    return [("contract", one) for one in signed] + [("implementation", one) for one in implementation]


def _milestone(section: str, milestone: Milestone) -> shapes.Milestone:
    return shapes.Milestone(
        section=section,
        title=milestone.title or milestone.description or milestone.id or "",
        description=milestone.description,
        kind=milestone.type,
        due_on=day(milestone.due_date),
        met_on=day(milestone.date_met),
        state=milestone.status,
        value=milestone.value,
    )


def _amendments(section: str, part: Tender | Award | Contract) -> list[shapes.Amendment]:
    """1.0 has one `amendment`, which 1.1 publishers repeat beside `amendments`.

    From the last to the first: what one amendment found, the one before it had left.
    """
    after, told = part.value, []
    for amendment in reversed(_by_date(part)):
        before = _former_value(amendment, after)
        told.append(_amendment(section, part.id, amendment, before, after if before else None))
        after = before or after
    return told[::-1]


def _by_date(part: Tender | Award | Contract) -> list[Amendment]:
    every = [*part.amendments]
    lone = part.amendment
    if lone and not any((lone.date, lone.rationale) == (other.date, other.rationale) for other in every):
        every.append(lone)
    return sorted(every, key=lambda amendment: amendment.date or _LAST)


def _amendment(
    section: str, section_id: str | None, amendment: Amendment, before: Money | None, after: Money | None
) -> shapes.Amendment:
    return shapes.Amendment(
        section=section,
        section_id=section_id,
        on=day(amendment.date),
        rationale=amendment.rationale,
        description=amendment.description,
        value_before=before,
        value_after=after,
    )


def _former_value(amendment: Amendment, present: Money | None) -> Money | None:
    """The value before, if a change tells it; a bare number is in the present currency."""
    for change in amendment.changes:
        name = (change.property or "").replace("/", ".").strip(".").removeprefix("tender.")
        if name not in _VALUE_NAMES or change.former_value is None:
            continue
        if isinstance(change.former_value, dict):
            return money(change.former_value, "", [])
        former = number(change.former_value, "", [])
        return Money(former, present.currency) if former is not None and present else None
    return None

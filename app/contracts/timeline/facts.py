"""What a story says about days."""

from collections.abc import Iterator
from datetime import date

from app.contracts.story import Milestone, Story
from app.contracts.timeline.shapes import Fact


def facts_of(story: Story, today: date) -> tuple[Fact, ...]:
    """Those with a day, in the order of the process."""
    facts = (*_of_process(story, today), *_of_milestones(story, today), *_of_changes(story), *_of_payments(story))
    return tuple(fact for fact in facts if fact.planned or fact.reported)


def count_undated(story: Story) -> int:
    milestones = sum(not (milestone.due_on or milestone.met_on) for milestone in story.milestones)
    amendments = sum(not amendment.on for amendment in story.amendments)
    return milestones + amendments + sum(not payment.on for payment in story.payments.transactions)


def _of_process(story: Story, today: date) -> Iterator[Fact]:
    yield Fact("tender", planned=_days(story.tender_starts_on, story.tender_ends_on))
    yield Fact("award", reported=_days(story.awarded_on))
    yield Fact("period", planned=_days(story.starts_on, story.ends_on))
    yield Fact("signed", reported=_days(story.signed_on))
    yield Fact("reported", reported=_reported(story, today), state=story.stage)


def _reported(story: Story, today: date) -> tuple[date, ...]:
    """From signing, or else the first thing reported, to the last; empty when there is only one day."""
    met = [milestone.met_on for milestone in story.milestones]
    paid = [payment.on for payment in story.payments.transactions]
    days = sorted(day for day in (story.signed_on, *met, *paid) if day and day <= today)
    begins = story.signed_on or (days[0] if days else None)
    return (begins, days[-1]) if begins and days and begins < days[-1] else ()


def _of_milestones(story: Story, today: date) -> Iterator[Fact]:
    for one in story.milestones:
        yield Fact(
            "milestone",
            one.title,
            planned=_days(one.due_on),
            reported=_days(one.met_on),
            days=_delay(one, today),
            state=one.state,
        )


def _delay(milestone: Milestone, today: date) -> int | None:
    if not milestone.due_on:
        return None
    if milestone.met_on:
        return (milestone.met_on - milestone.due_on).days
    is_open = milestone.state != "met" and milestone.due_on < today
    return (today - milestone.due_on).days if is_open else None


def _of_changes(story: Story) -> Iterator[Fact]:
    for one in story.amendments:
        yield Fact("amendment", one.description or one.rationale or "", reported=_days(one.on))


def _of_payments(story: Story) -> Iterator[Fact]:
    for one in sorted(story.payments.transactions, key=lambda payment: payment.on or date.max):
        yield Fact("payment", one.payee or "", reported=_days(one.on), amount=one.amount)


def _days(*days: date | None) -> tuple[date, ...]:
    return tuple(day for day in days if day)

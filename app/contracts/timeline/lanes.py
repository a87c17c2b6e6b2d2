"""Lanes, one below the other: what was planned beside what is reported."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.contracts.story import Story
from app.contracts.timeline.axis import Axis
from app.contracts.timeline.payments import payment_lanes
from app.contracts.timeline.shapes import AFTER, BEFORE, Bar, Fact, Lane, Row

FEW_MILESTONES = 8  # to have a lane each
MOST_ROWS = 60

_OPENING = (("tender", ("tender", "award")), ("period", ("period",)), ("reported", ("signed", "reported")))


def lanes_of(facts: Sequence[Fact], axis: Axis, story: Story, today: date) -> Iterator[Lane]:
    for name, kinds in _OPENING:
        yield from _lane(name, _only(facts, *kinds), axis, today)
    milestones = _only(facts, "milestone")
    if len(milestones) <= FEW_MILESTONES:
        for milestone in milestones:
            yield Lane("milestone", (milestone,), (_row(milestone, axis, today),))
    else:
        rows = tuple(_row(milestone, axis, today) for milestone in milestones[:MOST_ROWS])
        yield Lane("milestones", milestones, rows)
    yield from _lane("amendment", _only(facts, "amendment"), axis, today)
    yield from payment_lanes(_only(facts, "payment"), story.contracted, axis, today)


def _only(facts: Sequence[Fact], *kinds: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.kind in kinds)


def _lane(name: str, facts: tuple[Fact, ...], axis: Axis, today: date) -> Iterator[Lane]:
    """One row for all of them; no lane where there is nothing."""
    rows = [_row(fact, axis, today) for fact in facts]
    bars, marks = [bar for row in rows for bar in row.bars], [mark for row in rows for mark in row.marks]
    if facts:
        yield Lane(name, facts, (Row(tuple(bars), tuple(marks)),))


def _row(fact: Fact, axis: Axis, today: date) -> Row:
    if fact.kind == "milestone":
        return _of_milestone(fact, axis, today)
    days = fact.planned or fact.reported
    kind = fact.kind if fact.kind in {"tender", "reported"} else "planned"
    if len(days) == 2 and days[0] < days[1]:
        return Row(bars=(_bar(kind, days[0], days[1], axis),))
    return Row(marks=tuple(axis.mark("planned" if fact.planned else fact.kind, day) for day in days))


def _of_milestone(fact: Fact, axis: Axis, today: date) -> Row:
    """Due, met, and the time between them, or from due until today. Met on no stated day, it is met when due."""
    due = "met" if fact.state == "met" and not fact.reported else "planned"
    marks = [axis.mark(due, day) for day in fact.planned] + [axis.mark("met", day) for day in fact.reported]
    return Row(tuple(_delay(fact, axis, today)), tuple(marks))


def _delay(fact: Fact, axis: Axis, today: date) -> Iterator[Bar]:
    if not fact.days:
        return
    begins, ends = sorted((fact.planned[0], fact.reported[0] if fact.reported else today))
    kind = "open" if not fact.reported else "late" if fact.days > 0 else "early"
    yield _bar(kind, begins, ends, axis)


def _bar(kind: str, begins: date, ends: date, axis: Axis) -> Bar:
    return Bar(kind, axis.at(begins), axis.at(ends), axis.beyond(begins) == BEFORE, axis.beyond(ends) == AFTER)

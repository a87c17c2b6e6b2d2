"""The course of a contract on an axis of time: planned beside reported. Pure.

    timeline = plot(story, today=today)

`contracts/_timeline.html` draws it and puts the same facts into a table.
"""

from datetime import date

from app.contracts.story import Story
from app.contracts.timeline.axis import Axis, axis_over, ticks
from app.contracts.timeline.facts import count_undated, facts_of
from app.contracts.timeline.lanes import lanes_of
from app.contracts.timeline.shapes import Bar, Curve, Fact, Lane, Mark, Row, Tick, Timeline

__all__ = ["Bar", "Curve", "Fact", "Lane", "Mark", "Row", "Tick", "Timeline", "plot"]


def plot(story: Story, *, today: date) -> Timeline:
    """The timeline of a story; without lanes when it has no day."""
    facts = facts_of(story, today)
    if not facts:
        return Timeline(today, today, undated=count_undated(story))
    axis = axis_over((day for fact in facts for day in (*fact.planned, *fact.reported)), today)
    return Timeline(
        starts_on=date.fromordinal(axis.first),
        ends_on=date.fromordinal(axis.last),
        lanes=tuple(lanes_of(facts, axis, story, today)),
        ticks=ticks(axis),
        today=axis.today(today),
        beyond=tuple(fact for fact in facts if _is_beyond(fact, axis)),
        undated=count_undated(story),
    )


def _is_beyond(fact: Fact, axis: Axis) -> bool:
    return any(axis.beyond(day) for day in (*fact.planned, *fact.reported))

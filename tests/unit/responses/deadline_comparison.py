"""The engine's due dates and explanations beside those of the wall calendar."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from app.responses.deadlines import DueDate, Rule, Step, due, extended
from app.responses.reference import TIME_RULES
from app.responses.working_days import Calendar
from tests.unit.responses import wall_calendar
from tests.unit.responses.wall_calendar import Exceptions, Walk

# What coordinators may enter besides: a last day that moves on, a term over the longest closure.
OTHER_RULES: tuple[dict[str, Any], ...] = (
    {"code": "rolls", "term": 30, "days": "calendar", "extension": 14, "last_day_rolls": True},
    {"code": "long", "term": 60, "days": "working", "extension": 30},
)


class Compared(NamedTuple):
    """`number` of due dates, and what differs in words, empty if nothing does."""

    number: int
    differences: list[str]


def compare(seeds: Iterable[int], rules: Sequence[Mapping[str, Any]] = TIME_RULES) -> Compared:
    """Every start day of twenty years, with each rule and the random exceptions of each seed, plain and extended."""
    number, differences = 0, []
    for seed in seeds:
        exceptions = wall_calendar.random_exceptions(seed)
        calendar = Calendar({day: (kind, "Тогтоол", "Decree") for day, kind in exceptions.items()}, version="0")
        for rule in rules:
            for start in wall_calendar.start_days():
                told = _told(rule, start, calendar)
                number += len(told)
                faults = _faults(told, rule, start, exceptions)
                differences += [f"seed {seed}, {rule['code']} from {start}: {fault}" for fault in faults]
    return Compared(number, differences)


def _told(said: Mapping[str, Any], start: datetime.date, calendar: Calendar) -> list[DueDate]:
    """By the engine: the due date, and the one after the extension if there can be one."""
    rule = Rule(said["code"], said["term"], said["days"], said["extension"], said.get("last_day_rolls", False))
    first = due(rule, start, calendar)
    return [first, extended(first, rule, calendar)] if rule.extension else [first]


def _faults(
    told: list[DueDate], rule: Mapping[str, Any], start: datetime.date, exceptions: Exceptions
) -> Iterable[str]:
    after, seen = start, 0
    for number, due_date in zip((rule["term"], rule["extension"]), told, strict=False):
        walked = wall_calendar.walk(rule, number, after, exceptions)
        if due_date.due_on != walked.due_on:
            yield f"due on {due_date.due_on}, walked to {walked.due_on}"
        yield from _explained(due_date.steps[seen:], number, after, walked, rule, exceptions)
        after, seen = walked.due_on, len(due_date.steps)


def _explained(
    steps: Sequence[Step],
    number: int,
    after: datetime.date,
    walked: Walk,
    rule: Mapping[str, Any],
    exceptions: Exceptions,
) -> Iterable[str]:
    """The lines say what the walk met, each day once and in order, and add up to the due date."""
    by_code = {code: [step for step in steps if step.code == code] for code in Counter(step.code for step in steps)}
    for code, expected in (("skipped", walked.passed), ("rolled", walked.rolled)):
        if [(step.day, step.kind) for step in by_code.get(code, [])] != expected:
            yield f"{code} days are wrong"
    if [step.day for step in by_code.get("worked", [])] != walked.worked:
        yield "worked days are wrong"
    counted = [step for step in steps if step.code in ("counted", "span")]
    if [step.number for step in counted] != [number]:
        yield "the lines do not count the whole term"
    elif after + (number + len(walked.passed) + len(walked.rolled)) * wall_calendar.DAY != steps[-1].day:
        yield "the lines do not add up"
    stays = (
        rule["days"] == "calendar" and not rule.get("last_day_rolls") and wall_calendar.free(walked.due_on, exceptions)
    )
    if bool(stays) != ("kept" in by_code):
        yield "a last day that stays is not said, or is said wrongly"

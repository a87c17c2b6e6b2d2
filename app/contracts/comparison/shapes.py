"""What differs between two versions of a contract, and how far it grew."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from app.core.money import Money

Part = str | Money | date
Path = tuple[str | int, ...]


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class AmountGrowth:
    """`by`: after less before, in their one currency. `per_cent` of before, to a tenth; None where it says nothing:
    before was nothing, or so little that it was hardly meant."""

    by: Money
    per_cent: Decimal | None

    @property
    def is_more(self) -> bool:
        return self.by.amount > 0

    @property
    def size(self) -> Money:
        return Money(abs(self.by.amount), self.by.currency)


@dataclass(frozen=True, slots=True)
class DayGrowth:
    """`days` from before to after, below zero when it is earlier now."""

    days: int

    @property
    def is_more(self) -> bool:
        return self.days > 0


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `path`: keys of objects; entries of lists by their id, or by their position (int) where
    the id is missing or repeated. `label`: in the reader's language, "" for a field few people ask about. `subject`:
    which contract, milestone, … it belongs to, as the source names it. `before`, `after`: to be shown one after the
    other, days as written at the source; empty when there was, or is, nothing."""

    path: Path
    kind: Kind
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    label: str = ""
    subject: str = ""
    growth: AmountGrowth | DayGrowth | None = None

    @property
    def pointer(self) -> str:
        """As a JSON pointer, with ids in the place of positions."""
        return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in self.path)


@dataclass(frozen=True, slots=True)
class Step:
    """From version `number`, made at `made_at`, it was `value`; `growth` against the step before, None at the first."""

    number: int
    made_at: datetime
    value: Money | date
    growth: AmountGrowth | DayGrowth | None = None


@dataclass(frozen=True)
class Course:
    """How one amount or day went through the versions: at least one step, and one more each time it differs."""

    steps: tuple[Step, ...]
    growth: AmountGrowth | DayGrowth | None

    @cached_property
    def first(self) -> Step:
        return self.steps[0]

    @cached_property
    def last(self) -> Step:
        return self.steps[-1]


@dataclass(frozen=True)
class Growths:
    """Through all versions: what is contracted, by currency, and the day on which it ends."""

    amounts: tuple[Course, ...] = ()
    end: Course | None = None

    @cached_property
    def grown(self) -> tuple[Course, ...]:
        """Those whose last value differs from their first."""
        every = (*self.amounts, *((self.end,) if self.end else ()))
        return tuple(course for course in every if course.growth)

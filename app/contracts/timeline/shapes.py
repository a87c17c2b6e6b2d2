"""What a timeline shows. Positions are per cent of its width, from 0 to 100; what lies beyond stands at the edge."""

from dataclasses import dataclass
from datetime import date

from app.core.money import Money

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the table, and what is drawn of it.

    `kind`: tender, award, period, signed, reported, milestone, amendment or payment. `planned` and `reported`: a day,
    or the first and the last, as the source gives them. `days`: how much later than planned, below zero when earlier;
    of a milestone that is not reported as met, how long it has been due. `state`: of the milestone, or stage of the
    process.
    """

    kind: str
    title: str = ""
    planned: tuple[date, ...] = ()
    reported: tuple[date, ...] = ()
    days: int | None = None
    amount: Money | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A day. `kind`: planned, met, award, signed, amendment or payment. `radius` in pixels. `beyond`: "before" or
    "after" the axis, or ""."""

    kind: str
    at: float
    on: date
    beyond: str = ""
    radius: float = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A time. `kind`: tender, planned, reported; late, early (from due to met), open (from due until today)."""

    kind: str
    left: float
    right: float
    goes_on_before: bool = False
    goes_on_after: bool = False

    @property
    def width(self) -> float:
        return round(self.right - self.left, 2)


@dataclass(frozen=True, slots=True)
class Row:
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """What was paid, added up: `steps` as points of a line ("x,y x,y", 0 to 1000 from the left, 0 to 100 from the top),
    which ends at `end`; `contracted_at`: height of what is contracted in the same currency, if anything is."""

    steps: str
    end: int
    contracted_at: float | None


@dataclass(frozen=True, slots=True)
class Lane:
    """`kind`: tender, period, reported, milestone, milestones, amendment or payment. `facts`: all it stands for;
    the rows may be fewer. `paid` and `contracted`: of a lane of payments, in their one currency."""

    kind: str
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...] = ()
    curve: Curve | None = None
    paid: Money | None = None
    contracted: Money | None = None

    @property
    def late(self) -> int:
        """How many milestones were met later than planned, or are due and not reported as met."""
        return sum((fact.days or 0) > 0 for fact in self.facts if fact.kind == "milestone")

    @property
    def met(self) -> int:
        return sum(bool(fact.reported) or fact.state == "met" for fact in self.facts if fact.kind == "milestone")


@dataclass(frozen=True, slots=True)
class Tick:
    """`unit`: year, month or day. `is_minor`: left out where there is little room."""

    at: float
    on: date
    unit: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Without lanes there is nothing to draw. `today` is None when it lies beyond the axis. `beyond`: facts with a day
    that does. `undated`: how many milestones, amendments and payments the source gives no day for."""

    starts_on: date
    ends_on: date
    lanes: tuple[Lane, ...] = ()
    ticks: tuple[Tick, ...] = ()
    today: Mark | None = None
    beyond: tuple[Fact, ...] = ()
    undated: int = 0

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for lane in self.lanes for fact in lane.facts)

"""The data files as one sequence of cues in the order of time, so that the audit chain tells a true history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Any

from app.core import clock
from app.demo import contracts
from app.demo.cast import Cast
from app.demo.contracts import Told
from app.demo.reading import list_stories, read

SEED = 7
FIRST_IMPORT, LAST_IMPORT, BETWEEN_IMPORTS = 314, 6, 14  # days before the seeding
OPENS, OFFICE_HOURS = time(9, 10), timedelta(hours=8)
BROKEN = {"id": "demo-broken", "tag": ["tender"]}  # names no process, so that a run has something to refuse
REGISTER = ("works", "goods", "services")

Row = dict[str, Any]


@dataclass(frozen=True)
class Cue:
    """One thing that happens, `ago` days before the seeding: `act` is a key of `acts.ACTS`."""

    ago: int
    act: str
    said: Row


def cues(today: date) -> list[Cue]:
    """Everything that happens, the earliest first; on one day in the order of the files."""
    every = list(_blocks("people", "bodies"))
    every += _imports(today)
    for name in ("plan", "services", *list_stories(), "meetings", "summaries"):
        every += _blocks(name)
    return sorted(every, key=lambda cue: -cue.ago)


def timed(every: Iterable[Cue], cast: Cast) -> Iterator[tuple[datetime, Cue]]:
    """Each cue with its instant: spread over the office hours of its working day."""
    random = Random(SEED)
    for day, together in groupby(every, key=lambda cue: cast.working_day(cue.ago)):
        of_the_day = list(together)
        between = OFFICE_HOURS / (len(of_the_day) + 1)
        opens = datetime.combine(day, OPENS, clock.ULAANBAATAR)
        for place, cue in enumerate(of_the_day):
            yield opens + between * (place + random.random()), cue


def _blocks(*names: str) -> Iterator[Cue]:
    """The blocks of files, contracts apart, each followed by its steps. What stands alone is said by every block."""
    for name in names:
        content = read(name)
        common = {key: value for key, value in content.items() if not isinstance(value, list)}
        for kind, blocks in content.items():
            if kind not in {*common, "contract", "supplier"}:
                for block in blocks:
                    yield from _cues_of(kind, common | block)


def _cues_of(kind: str, block: Row) -> Iterator[Cue]:
    said = {key: value for key, value in block.items() if key != "steps"}
    if "day" in said:
        yield Cue(said["day"], kind, said)
    for step in block.get("steps", ()):
        yield Cue(step["day"], f"{kind}.{step['do']}", said | step)


def _imports(today: date) -> Iterator[Cue]:
    """Every fortnight whatever was published since, as one package."""
    waiting = sorted(releases(today), key=lambda told: -told.ago)
    for ago in range(FIRST_IMPORT, LAST_IMPORT - 1, -BETWEEN_IMPORTS):
        package = [told.release for told in waiting if told.ago >= ago]
        waiting = [told for told in waiting if told.ago < ago]
        package += [BROKEN] if ago == LAST_IMPORT else []
        if package:
            source = f"demo-{today - timedelta(days=ago)}.json (жишээ)"
            yield Cue(ago, "import", {"releases": package, "source": source})


def releases(today: date) -> Iterator[Told]:
    known = read("bodies")
    bodies = {row["key"]: row for row in known["body"]}
    suppliers = {row["key"]: row for row in known["supplier"]}
    for row in (row for name in REGISTER for row in read(name)["contract"]):
        buyer = contracts.party(row["buyer"], bodies[row["buyer"]], "buyer")
        sold_by = [contracts.party(key, suppliers[key], "supplier") for key in row["suppliers"]]
        region = row.get("place") or bodies[row["buyer"]]["region"]
        yield from contracts.releases(row, contracts.Parties(buyer, sold_by, region), today)

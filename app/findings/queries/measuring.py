"""What reviewers did in a span of time, counted in the database by its indexes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from app.core.database import db
from app.core.days import days_between
from app.findings.models import Observation
from app.findings.second_models import SecondReview
from app.findings.terms import SECOND_VERDICTS

Tally = dict[int, int]


@dataclass(frozen=True)
class Reviewed:
    """Tallies, value to number: whole `days` from receipt to the first verdict; `rejected` and `agreed` 1 or 0.

    Of what was first decided in the span: its days, and as what it stands now; `causes` of what stands rejected, None
    where nobody said. Of second looks given in the span: whether they agreed.
    """

    days: Tally
    rejected: Tally
    causes: dict[str | None, int]
    agreed: Tally


def reviewed_between(since: datetime, until: datetime) -> Reviewed:
    """`until` is no part of it."""
    within = (Observation.decided_at >= since, Observation.decided_at < until)
    days = days_between(Observation.received_at, Observation.decided_at)
    took = select(days, func.count()).where(*within, Observation.received_at.is_not(None)).group_by(days)
    kind = (Observation.state, Observation.rejected_for)
    stands = select(*kind, func.count()).where(*within).group_by(*kind)  # told by days alone, the index covers it
    rejected: Counter[int] = Counter()
    causes: dict[str | None, int] = {}
    for state, cause, count in db.session.execute(stands):
        if state not in SECOND_VERDICTS:
            continue
        rejected[int(state == "rejected")] += count
        if state == "rejected":
            causes[cause] = count
    return Reviewed({row[0]: row[1] for row in db.session.execute(took)}, dict(rejected), causes, _agreed(since, until))


def _agreed(since: datetime, until: datetime) -> Tally:
    same = case((SecondReview.verdict == SecondReview.first_verdict, 1), else_=0)
    query = select(same, func.count()).where(SecondReview.decided_at >= since, SecondReview.decided_at < until)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(same))}


def first_decided_at() -> datetime | None:
    """When the network decided about an observation for the first time."""
    return db.session.scalar(select(func.min(Observation.decided_at)))

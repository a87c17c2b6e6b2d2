"""Second looks: the lot after a decision, the blind verdict, and what becomes of a disagreement.

A second verdict never changes the first. The observation is held before its second look, everywhere in this order.
"""

from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.core import audit
from app.core.actors import Actor, System
from app.core.database import db
from app.core.errors import Invalid
from app.findings.lot import is_drawn
from app.findings.models import Observation
from app.findings.queries import find_second_review, list_open_second_reviews, list_originals
from app.findings.second_models import SecondReview
from app.findings.service.holding import hold
from app.findings.states import SECOND_REVIEW
from app.findings.terms import CAUSES


def draw_by_lot(observation: Observation, at: datetime) -> SecondReview | None:
    """Draw the version that was just decided, if the lot falls on it. A version has one lot, however often decided."""
    secret, per_cent = str(current_app.secret_key), current_app.config["SECOND_REVIEWS"]
    if not is_drawn(secret, observation.id, observation.revision, per_cent) or find_second_review(observation):
        return None
    return draw(observation, at)


def draw(observation: Observation, at: datetime) -> SecondReview:
    """Whatever the lot says: the decision as it stands now is looked at again."""
    row = SecondReview(
        observation_id=observation.id,
        revision=observation.revision,
        first_verdict=observation.state,
        first_by_id=observation.reviewed_by_id,
        drawn_at=at,
        state=SECOND_REVIEW.initial,
    )
    db.session.add(row)
    db.session.flush()
    # Nobody's choice, so nobody's act.
    audit.record(
        System(), at, "draw", row, to_state=row.state, observation=observation.id, revision=observation.revision
    )
    return row


def look_again(
    row: SecondReview,
    verdict: str,
    actor: Actor,
    at: datetime,
    reason: str,
    cause: str | None = None,
    duplicate_of: Observation | None = None,
) -> None:
    """Give the second verdict. Raises Missing or Invalid for "verdict", "cause", "duplicate_of" or "reason"."""
    _hold(row)
    verb = "confirm" if verdict == row.first_verdict else "differ"
    facts = {"verdict": verdict, "cause": cause, "duplicate_of": duplicate_of and duplicate_of.id, "reason": reason}
    SECOND_REVIEW.check(row, verb, actor, **facts)
    _refuse_unfit(row, verdict, cause, duplicate_of)
    row.verdict, row.reason = verdict, reason.strip()
    row.cause = cause if verdict == "rejected" else None
    row.duplicate_of = duplicate_of if verdict == "duplicate" else None
    row.decided_by_id, row.decided_at = actor.actor_id, at
    said = {"observation": row.observation_id, "verdict": verdict} | ({"cause": row.cause} if row.cause else {})
    SECOND_REVIEW.take(row, verb, actor, at, details=said, **facts)


def _refuse_unfit(row: SecondReview, verdict: str, cause: str | None, duplicate_of: Observation | None) -> None:
    if verdict == "rejected" and cause not in CAUSES:
        raise Invalid({"cause": _l("Not a valid choice.")})
    if verdict == "duplicate" and duplicate_of not in list_originals(row.observation):
        raise Invalid({"duplicate_of": _l("Not a valid choice.")})


def let_stand(row: SecondReview, actor: Actor, at: datetime, reason: str) -> None:
    """A third person ends a disagreement: the first verdict stands."""
    settle(_hold(row), actor, at, reason)


def settle(row: SecondReview, actor: Actor, at: datetime, reason: str) -> None:
    """`row`, held, is no longer open."""
    SECOND_REVIEW.take(row, "settle", actor, at, details={"observation": row.observation_id}, reason=reason)
    row.settled_at = at
    db.session.flush()


def settle_all(observation: Observation, actor: Actor, at: datetime, reason: str) -> None:
    """The observation, held, is taken into review again."""
    for row in list_open_second_reviews(observation):
        settle(row, actor, at, reason)


def overtake(observation: Observation, actor: Actor, at: datetime) -> None:
    """The observation, held, was changed by its monitor: what was open about its earlier versions is so no longer."""
    for row in list_open_second_reviews(observation):
        verb = "lapse" if row.state == "drawn" else "overtake"
        SECOND_REVIEW.take(row, verb, actor, at, details={"observation": observation.id})
        row.settled_at = at
    db.session.flush()


def _hold(row: SecondReview) -> SecondReview:
    """As it stands now, until the transaction ends."""
    hold(row.observation)
    db.session.refresh(row, ["state", "verdict", "first_verdict"], with_for_update=True)
    return row

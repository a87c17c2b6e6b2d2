"""An observation that a lead makes of what a citizen told."""

from collections.abc import Iterable
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.contracts.models import Contract
from app.contracts.policy import NO_CONFLICT, OWN_SUBNETWORK
from app.contracts.queries import get_newest_version
from app.core import audit
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotPermitted, WrongState
from app.core.files import StoredFile
from app.findings.models import Evidence, Observation
from app.findings.service.observations import keep_revision


def take_from_tip(
    contract: Contract,
    text: str,
    files: Iterable[StoredFile],
    actor: Actor,
    at: datetime,
    *,
    tip_id: int,
    told_on: date,
    stage: str = "implementation",
) -> Observation:
    """An observation that waits for review at once. Its monitor is the lead who takes the tip up, so that by the four
    eyes of the review another one decides about it. Only clean files go along.

    Raises NotPermitted, or WrongState unless the contract is monitored.
    """
    _ensure_may_take(actor, contract)
    if contract.state != "monitored":
        raise WrongState(_l("This contract is not under monitoring."))
    observation = Observation(
        client_key=f"tip-{tip_id}",
        contract=contract,
        contract_version=get_newest_version(contract),
        monitor_id=actor.actor_id,
        stage=stage,
        channel="tip",
        visit="no_visit",
        visited_on=told_on,
        notes=text,
        state="received",
        revision=1,
        created_at=at,
        received_at=at,
        evidence=[Evidence(file=file) for file in files if file.is_clean],
    )
    db.session.add(observation)
    audit.record(actor, at, "create", observation, to_state="received", tip=tip_id)
    keep_revision(observation, at)
    return observation


def _ensure_may_take(actor: Actor, contract: Contract) -> None:
    if actor.actor_id is None or not actor.can("tips.handle"):
        raise NotPermitted(_l("You may not do this."))
    for guard in (OWN_SUBNETWORK, NO_CONFLICT):
        if not guard.holds(actor, contract):
            raise NotPermitted(guard.denial)

"""Reads of tips."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.contracts.models import ConflictOfInterest, Contract
from app.core.actors import Actor
from app.core.database import db
from app.core.errors import NotFound
from app.core.files import StoredFile
from app.core.paging import Page, paginate
from app.partnership.models import Membership
from app.tips import policy
from app.tips.models import Tip, TipFile
from app.tips.terms import TABS, WAITING


def get_tip(tip_id: int, actor: Actor) -> Tip:
    """A tip that this person may read; raises NotFound otherwise."""
    tip = db.session.get(Tip, tip_id)
    if tip is None or not policy.may_read(actor, tip):
        raise NotFound()
    return tip


def get_file(tip: Tip, file_id: int) -> StoredFile:
    """A photo of the tip; raises NotFound."""
    query = select(StoredFile).join(TipFile).where(TipFile.tip_id == tip.id, StoredFile.id == file_id)
    file: StoredFile | None = db.session.scalar(query)
    if file is None:
        raise NotFound()
    return file


def find_by_receipt_hash(receipt_hash: str) -> Tip | None:
    found: Tip | None = db.session.scalar(select(Tip).where(Tip.receipt_hash == receipt_hash))
    return found


def find_by_form_key(form_key: str) -> Tip | None:
    found: Tip | None = db.session.scalar(select(Tip).where(Tip.form_key == form_key))
    return found


def list_queue(reader: Actor, tab: str, page: int) -> Page:
    """A page of the tips that this person may handle: those that wait the oldest first, ended ones the latest first."""
    order = (Tip.ended_at.desc(), Tip.id.desc()) if tab == "ended" else (Tip.received_at, Tip.id)
    query = _readable(reader).where(Tip.state.in_(TABS[tab])).order_by(*order)
    shown = (joinedload(Tip.contract), joinedload(Tip.place), selectinload(Tip.files), selectinload(Tip.words))
    return paginate(query.options(*shown), page)


def count_queue(reader: Actor) -> dict[str, int]:
    """How many tips each tab of the queue holds."""
    numbers = _count_by_state(reader, [state for states in TABS.values() for state in states])
    return {tab: sum(numbers[state] for state in states) for tab, states in TABS.items()}


def count_waiting(reader: Actor) -> int:
    """How many wait for somebody of the network whom this person may be."""
    return _count_by_state(reader, WAITING).total()


def _count_by_state(reader: Actor, states: Sequence[str]) -> Counter[str]:
    rows = _readable(reader).where(Tip.state.in_(states)).with_only_columns(Tip.state, func.count())
    return Counter({row[0]: row[1] for row in db.session.execute(rows.group_by(Tip.state))})


def _readable(reader: Actor) -> Select[Any]:
    """What `policy.may_read` says of one tip, as a query: a test holds the two together."""
    barred = select(ConflictOfInterest.contract_id).where(ConflictOfInterest.user_id == reader.actor_id)
    query = select(Tip).outerjoin(Contract, Tip.contract_id == Contract.id)
    query = query.where(or_(Tip.contract_id.is_(None), Tip.contract_id.not_in(barred)))
    if not reader.can("tips.handle"):
        return query.where(false())
    if reader.can("subnetworks.all"):
        return query
    belongs = exists().where(
        Membership.user_id == reader.actor_id,
        Membership.subnetwork_id == Contract.subnetwork_id,
        Membership.until_on.is_(None),
    )
    return query.where(or_(Contract.subnetwork_id.is_(None), belongs))


def list_to_forget(before: datetime) -> list[Tip]:
    """Ended before this instant, and still holding their text."""
    query = select(Tip).where(Tip.ended_at < before, Tip.forgotten_at.is_(None))
    return list(db.session.scalars(query.order_by(Tip.id)))

"""Published contracts, and the public bodies of what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from app.bodies.models import Place, PublicBody
from app.contracts.models import Contract
from app.contracts.queries import Filters, matching
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.text import fold
from app.partnership.models import PlanLink
from app.summaries.models import PublishedFinding


@dataclass(frozen=True)
class ContractFilters:
    """What the list of contracts is narrowed to; None or "" means all. A place brings its districts."""

    text: str = ""
    place_id: int | None = None
    category: str | None = None
    body_id: int | None = None
    focus_area_id: int | None = None
    action_point_id: int | None = None
    stage: str | None = None


def list_contracts(filters: ContractFilters, page: int = 1) -> Page:
    """Published contracts that match, the newest first. Every word must occur, in any spelling."""
    query = matching(
        Filters(text=filters.text, body_id=filters.body_id, category=filters.category, stage=filters.stage)
    ).where(Contract.published_at.is_not(None))
    if filters.place_id is not None:
        query = query.where(Contract.place_id.in_(_with_districts(filters.place_id)))
    for column, number in (
        (PlanLink.focus_area_id, filters.focus_area_id),
        (PlanLink.action_point_id, filters.action_point_id),
    ):
        query = query.where(Contract.id.in_(_linked(column == number))) if number is not None else query
    return paginate(query, page)


def _with_districts(place_id: int) -> Select[Any]:
    return select(Place.id).where(or_(Place.id == place_id, Place.parent_id == place_id))


def _linked(end: ColumnElement[bool]) -> Select[Any]:
    return select(PlanLink.subject_id).where(PlanLink.subject_kind == "contract", end)


def count_contracts() -> int:
    query = select(func.count()).select_from(Contract).where(Contract.published_at.is_not(None))
    return db.session.scalar(query) or 0


def get_contract(contract_id: int) -> Contract:
    contract = db.session.get(Contract, contract_id)
    if contract is None or contract.published_at is None:
        raise NotFound()
    return contract


def list_places() -> list[Place]:
    """Places of published contracts, and what these places lie in, in alphabetical order."""
    own = select(Contract.place_id).where(Contract.published_at.is_not(None))
    outer = select(Place.parent_id).where(Place.id.in_(own))
    query = select(Place).where(or_(Place.id.in_(own), Place.id.in_(outer)))
    return list(db.session.scalars(query.order_by(Place.sort_key, Place.id)))


def list_buyers() -> list[PublicBody]:
    """Bodies that buy in a published contract."""
    query = select(PublicBody).where(PublicBody.id.in_(_buyer_ids()))
    return list(db.session.scalars(query.order_by(PublicBody.sort_key, PublicBody.id)))


def list_bodies_asked() -> list[PublicBody]:
    """Bodies that are named in a published finding."""
    query = select(PublicBody).where(PublicBody.id.in_(select(PublishedFinding.body_id)))
    return list(db.session.scalars(query.order_by(PublicBody.sort_key, PublicBody.id)))


def count_by_body(body_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many published contracts and published findings each body has."""
    contracts = _count(Contract.buyer_id, Contract.published_at.is_not(None), body_ids)
    findings = _count(PublishedFinding.body_id, true(), body_ids)
    return {number: (contracts.get(number, 0), findings.get(number, 0)) for number in body_ids}


def _count(column: Any, condition: ColumnElement[bool], ids: Sequence[int]) -> dict[int, int]:
    query = select(column, func.count()).where(column.in_(ids), condition).group_by(column)
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_bodies(text: str = "", page: int = 1) -> Page:
    """Bodies that buy in a published contract or are named in a published finding."""
    query = select(PublicBody).where(_is_public_body())
    for word in fold(text).split():
        query = query.where(PublicBody.fold.contains(word, autoescape=True))
    return paginate(query.order_by(PublicBody.sort_key, PublicBody.id), page)


def get_body(body_id: int) -> PublicBody:
    body: PublicBody | None = db.session.scalar(select(PublicBody).where(PublicBody.id == body_id, _is_public_body()))
    if body is None:
        raise NotFound()
    return body


def _is_public_body() -> ColumnElement[bool]:
    named = select(PublishedFinding.body_id)
    return or_(PublicBody.id.in_(_buyer_ids()), PublicBody.id.in_(named))


def _buyer_ids() -> Select[Any]:
    return select(Contract.buyer_id).where(Contract.published_at.is_not(None), Contract.buyer_id.is_not(None))

"""Published findings: each as the newest standing version froze it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.contracts.models import ContractSupplier
from app.core.database import db
from app.core.errors import NotFound
from app.core.paging import PER_PAGE, Page, paginate
from app.summaries.models import PublishedFinding, SummaryVersion


@dataclass(frozen=True)
class FindingFilters:
    """What a list of findings is narrowed to; None means all. Links: its own or those of its replies."""

    severity: int | None = None
    body_id: int | None = None
    contract_id: int | None = None
    supplier_id: int | None = None
    position: str | None = None
    outcome: str | None = None
    focus_area_id: int | None = None
    action_point_id: int | None = None


def list_findings(filters: FindingFilters, page: int = 1, per_page: int = PER_PAGE) -> Page:
    """The newest published first, of one version the gravest first."""
    whole = joinedload(PublishedFinding.version).joinedload(SummaryVersion.summary)
    order = (
        PublishedFinding.version_id.desc(),
        PublishedFinding.severity.desc(),
        PublishedFinding.finding_id,
    )
    return paginate(_matching(filters).options(whole).order_by(*order), page, per_page)


def list_tallies(filters: FindingFilters) -> list[dict[str, Any]]:
    """What `rules.figures` counts, of all that match."""
    query = _matching(filters).order_by(PublishedFinding.finding_id)
    return list(db.session.scalars(query.with_only_columns(PublishedFinding.document["tally"])))


def get_finding(finding_id: int) -> PublishedFinding:
    finding = db.session.get(PublishedFinding, finding_id)
    if finding is None:
        raise NotFound()
    return finding


def list_shown(finding_ids: Iterable[int]) -> set[int]:
    """Those of the findings that are published now."""
    query = select(PublishedFinding.finding_id).where(PublishedFinding.finding_id.in_(list(finding_ids)))
    return set(db.session.scalars(query))


def _matching(filters: FindingFilters) -> Select[Any]:
    document = PublishedFinding.document
    query = select(PublishedFinding)
    for column, value in (
        (PublishedFinding.severity, filters.severity),
        (PublishedFinding.body_id, filters.body_id),
        (PublishedFinding.contract_id, filters.contract_id),
        (document["position"].as_string(), filters.position),
        (document["outcome"].as_string(), filters.outcome),
    ):
        query = query.where(column == value) if value is not None else query
    if filters.supplier_id is not None:
        supplied = select(ContractSupplier.contract_id).where(ContractSupplier.supplier_id == filters.supplier_id)
        query = query.where(PublishedFinding.contract_id.in_(supplied))
    for end, number in (("focus_area", filters.focus_area_id), ("action_point", filters.action_point_id)):
        if number is not None:
            query = query.where(document["links"].as_string().contains(f":{end}:{number}|", autoescape=True))
    return query

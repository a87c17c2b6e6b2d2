"""What the network published about contracts, as OCDS exports carry it beside what the register says.

Only from frozen documents and public links, whoever exports: nothing that is not published gets into a file.
`docs/ocds-extension/` describes every member.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.contracts.models import Contract
from app.core.database import db
from app.partnership.models import ActionPoint, PlanLink
from app.partnership.queries import focus_areas_of_many
from app.summaries.models import PublishedFinding, SummaryVersion
from app.summaries.visibility.plan import is_public_focus_area

FROZEN = (
    *("id", "severity", "confidence", "state", "title_mn", "title_en", "statement_mn", "statement_en", "asks_mn"),
    *("asks_en", "body", "requests", "referrals", "position", "outcome", "verifications", "focus_areas"),
    "action_points",
)
_NOT_TAKEN = {"explanation", "files", "evidence"}  # the arithmetic of a due date, and files: the summary shows them
_WORD_AFTER = re.compile(r"_(?!(?:mn|en)$)([a-z])")


def published(contract_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By contract that the public may see: what is published on it. See `contracts.export.Extend`."""
    public = select(Contract.id).where(Contract.id.in_(contract_ids), Contract.published_at.is_not(None))
    ids = list(db.session.scalars(public))
    if not ids:
        return {}
    findings, areas, points = _findings(ids), focus_areas_of_many("contract", ids), _action_points(ids)
    return {
        number: {"address": _address("contracts", number)}
        | findings.get(number, {})
        | _listed(
            "focusAreas", (_link("focus-areas", area) for area in areas.get(number, []) if is_public_focus_area(area))
        )
        | _listed("actionPoints", (_link("action-points", point) for point in points[number]))
        for number in ids
    }


def _findings(contract_ids: list[int]) -> dict[int, dict[str, Any]]:
    query = select(PublishedFinding).join(PublishedFinding.version).join(SummaryVersion.summary)
    whole = contains_eager(PublishedFinding.version).contains_eager(SummaryVersion.summary)
    query = query.where(PublishedFinding.contract_id.in_(contract_ids)).options(whole)
    rows: dict[int, list[PublishedFinding]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(PublishedFinding.finding_id)):
        rows[row.contract_id].append(row)
    return {
        number: {"findings": list(map(_finding, found)), "updatedAt": max(row.version.published_at for row in found)}
        for number, found in rows.items()
    }


def _finding(row: PublishedFinding) -> dict[str, Any]:
    told: dict[str, Any] = _named({name: row.document[name] for name in FROZEN if name in row.document})
    slug, number = row.version.summary.slug, row.version.number
    summary = {"slug": slug, "version": number, "publishedAt": row.version.published_at}
    summary["address"] = _address("summaries", slug, f"v{number}")
    return told | {"address": _address("findings", row.finding_id), "summary": summary}


def _named(value: Any) -> Any:
    """A frozen part under names as OCDS writes them; what is not known is left out."""
    if isinstance(value, list):
        return [_named(member) for member in value]
    if not isinstance(value, dict):
        return value
    told = {name: member for name, member in value.items() if member is not None and name not in _NOT_TAKEN}
    return {_WORD_AFTER.sub(lambda found: found[1].upper(), name): _named(member) for name, member in told.items()}


def _action_points(contract_ids: list[int]) -> dict[int, list[ActionPoint]]:
    query = select(PlanLink.subject_id, ActionPoint).join(PlanLink.action_point).order_by(ActionPoint.id)
    query = query.where(PlanLink.subject_kind == "contract", PlanLink.subject_id.in_(contract_ids))
    found: dict[int, list[ActionPoint]] = defaultdict(list)
    for number, point in db.session.execute(query.where(ActionPoint.published_at.is_not(None))):
        found[number].append(point)
    return found


def _link(part: str, row: Any) -> dict[str, Any]:
    titles = {"title_mn": row.title_mn, "title_en": row.title_en}
    return {"id": row.id, **_named(titles), "address": _address(part, row.id)}


def _listed(name: str, entries: Iterable[Any]) -> dict[str, Any]:
    return {name: found} if (found := list(entries)) else {}


def _address(*parts: str | int) -> str:
    return "/".join([current_app.config["PUBLIC_URL"], *map(str, parts)])

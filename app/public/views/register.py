"""Contracts, findings, public bodies and suppliers."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from app.contracts.listing.download import send
from app.contracts.listing.feed import ENTRIES, atom
from app.contracts.listing.naming import options_of
from app.contracts.listing.table import Table
from app.contracts.queries import story_of
from app.contracts.search.finding import Order, Search
from app.contracts.timeline import plot
from app.core import clock
from app.public.forms import BodyFilter, ContractFilter, FindingFilter
from app.public.views.blueprint import WHY, blueprint
from app.summaries import visibility
from app.summaries.document import files_of, thaw
from app.summaries.rules import reply_record
from app.summaries.visibility import FindingFilters
from app.ui.forms import page
from app.ui.guards import open_to_all


def file_urls(document: dict[str, Any]) -> Callable[[str], str | None]:
    """The address of each file of a frozen document; None for one that was taken back since."""
    shown = visibility.list_shown_files(files_of(document))
    return lambda sha256: url_for("public.file", sha256=sha256) if sha256 in shown else None


def page_number() -> int:
    return request.args.get("page", 1, type=int)


@blueprint.route("/contracts")
@open_to_all(WHY)
def contracts() -> Any:
    form = ContractFilter(request.args)
    search = form.search()
    surveyed = visibility.survey(search)
    counted = visibility.count_matches(search, surveyed)
    form.offer(options_of(counted.counts, search.chosen, visibility.named_rows))
    found = visibility.list_contracts(search, request.args.get("after"), surveyed=surveyed)
    return page("public/contracts.html", filter=form, found=found, counted=counted)


@blueprint.route("/contracts.<any(csv, xlsx, jsonl):suffix>")
@open_to_all(WHY)
def contracts_file(suffix: str) -> Any:
    search = ContractFilter(request.args).search()
    rows, releases = visibility.every_row(search), visibility.release_lines
    return send(suffix, rows, Table("public.contract", whole=False), releases)


@blueprint.route("/contracts.atom")
@open_to_all(WHY)
def contracts_feed() -> Any:
    form = ContractFilter(request.args)
    newest = visibility.list_contracts(form.search(Order.DATE), per_page=ENTRIES)
    return atom(newest.contracts, form, listed="public.contracts", shown="public.contract")


@blueprint.route("/contracts/<int:contract_id>")
@open_to_all(WHY)
def contract(contract_id: int) -> Any:
    contract = visibility.get_contract(contract_id)
    story = story_of(contract)
    return page(
        "public/contract.html",
        contract=contract,
        told=story,
        course=plot(story, today=clock.today()),
        findings=visibility.list_findings(FindingFilters(contract_id=contract.id)),
        focus_areas=visibility.focus_areas_of(contract),
        action_points=visibility.action_points_of(contract),
        suppliers=visibility.list_suppliers_of(contract),
    )


@blueprint.route("/findings")
@open_to_all(WHY)
def findings() -> Any:
    form = FindingFilter(request.args)
    found = visibility.list_findings(form.filters(), page_number())
    return page("public/findings.html", filter=form, findings=found)


@blueprint.route("/findings/<int:finding_id>")
@open_to_all(WHY)
def finding(finding_id: int) -> Any:
    row = visibility.get_finding(finding_id)
    alone = {"findings": [row.document]}
    return page("public/finding.html", version=row.version, finding=thaw(row.document), file_url=file_urls(alone))


@blueprint.route("/bodies")
@open_to_all(WHY)
def bodies() -> Any:
    form = BodyFilter(request.args)
    found = visibility.list_bodies(form.text.data or "", page_number())
    counts = visibility.count_by_body([body.id for body in found.items])
    return page("public/bodies.html", filter=form, bodies=found, counts=counts)


@blueprint.route("/bodies/<int:body_id>")
@open_to_all(WHY)
def body(body_id: int) -> Any:
    body = visibility.get_body(body_id)
    if body.id != body_id:
        return redirect(url_for("public.body", body_id=body.id))
    points = visibility.list_action_points(body_id=body.id)
    known = _record_of(body, Search(chosen={"body": body.id}), FindingFilters(body_id=body.id))
    return page("public/body.html", body=body, **known, action_points=points, today=clock.today())


@blueprint.route("/suppliers/<int:supplier_id>")
@open_to_all(WHY)
def supplier(supplier_id: int) -> Any:
    supplier = visibility.get_supplier(supplier_id)
    if supplier.id != supplier_id:
        return redirect(url_for("public.supplier", supplier_id=supplier.id))
    filters = FindingFilters(supplier_id=supplier.id)
    known = _record_of(supplier, Search(chosen={"supplier": supplier.id}), filters)
    return page("public/supplier.html", supplier=supplier, **known)


def _record_of(party: Any, contracts: Search, findings: FindingFilters) -> dict[str, Any]:
    """What pages of bodies and of suppliers tell alike."""
    return {
        "years": visibility.years_of(party),
        "concentration": visibility.concentration_of(party),
        "contracts": visibility.list_contracts(contracts),
        "findings": visibility.list_findings(findings, page_number()),
        "record": reply_record(visibility.list_tallies(findings)),
    }

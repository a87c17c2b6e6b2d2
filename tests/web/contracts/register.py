"""Contracts with suppliers, and what the answers of lists say."""

import csv
import io
import re
from xml.etree import ElementTree

import html5lib

from app.contracts.models import Contract, ContractSupplier, Supplier, SupplierName
from app.contracts.search import upkeep
from app.core.text import fold, sort_key
from tests.given import number, stored, work

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def supplier(name: str, identifier: str | None = None) -> Supplier:
    return stored(Supplier(name=name, fold=fold(name), sort_key=sort_key(name), identifier=identifier))


def supplied(row: Contract, *suppliers: Supplier) -> Contract:
    """The contract, with these suppliers, as the index knows it."""
    for one in suppliers:
        spelling = f"{one.fold} {number()}"
        name = stored(SupplierName(supplier=one, spelling=spelling, fold=one.fold, identifier="", name=one.name))
        stored(ContractSupplier(contract_id=row.id, name_id=name.id, supplier_id=one.id))
    upkeep.refresh_terms([row.id])
    return row


def many(count: int, **fields) -> list[Contract]:
    return [work.contract(**fields) for _ in range(count)]


def shown(page, path="/workspace/contracts") -> list[int]:
    """Numbers of the contracts that a page lists, in order."""
    return [int(found) for found in re.findall(rf'<a href="{path}/(\d+)[^"]*">', page.text)]


def options(page, name: str) -> list[str]:
    """What a select offers."""
    (select,) = re.findall(rf'<select[^>]*name="{name}".*?</select>', page.text, re.DOTALL)
    return re.findall(r"<option[^>]*>(.*?)</option>", select)


def link(page, label: str) -> str:
    """Where the link with this text leads."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    (found,) = [a.get("href") for a in tree.iter("a") if label in "".join(a.itertext())]
    return found


def table(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def entries(answer) -> list[str]:
    feed = ElementTree.fromstring(answer.data)
    return [entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)]

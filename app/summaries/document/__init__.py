"""The frozen document of a version: all that its page shows, copied as plain values, field by named field.

Nothing gets in that is not named here: no person of the network, no account number, no file name, no internal
note.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from app.core import clock
from app.summaries.document.findings import freeze_finding
from app.summaries.document.reading import opening, thaw
from app.summaries.models import Summary
from app.summaries.rules import figures

__all__ = ["build", "canonical", "content_hash", "files_of", "opening", "thaw"]

FORMAT = 1


def build(summary: Summary, number: int, kind: str, note: str | None, at: datetime) -> dict[str, Any]:
    """The document of a version that would be published at this instant."""
    today = clock.local_day(at)
    findings = [freeze_finding(finding, summary.cutoff_on, today) for finding in summary.findings]
    return {
        "format": FORMAT,
        "slug": summary.slug,
        "number": number,
        "kind": kind,
        "note": note,
        "published_at": at.isoformat(),
        "published_on": today.isoformat(),
        "cutoff_on": summary.cutoff_on.isoformat(),
        "title_mn": summary.title_mn,
        "title_en": summary.title_en,
        "text_mn": summary.text_mn,
        "text_en": summary.text_en,
        "method_mn": summary.method_mn,
        "method_en": summary.method_en,
        "limits_mn": summary.limits_mn,
        "limits_en": summary.limits_en,
        "findings": findings,
        "figures": figures(findings),
    }


def canonical(document: dict[str, Any]) -> bytes:
    """The one way to write a document as bytes: UTF-8 JSON, keys sorted, no blanks."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(document: dict[str, Any]) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def files_of(document: dict[str, Any]) -> dict[str, str]:
    """Every clean copy that the document shows: its hash and its media type."""
    shown = [file for finding in document["findings"] for file in finding["evidence"]]
    for finding in document["findings"]:
        shown += [file for request in finding["requests"] for reply in request["replies"] for file in reply["files"]]
        shown += [file for look in finding["verifications"] for file in look.get("evidence", ())]
    return {file["sha256"]: file["media_type"] for file in shown}

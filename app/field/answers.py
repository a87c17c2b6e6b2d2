"""What phones are answered, as JSON that can be told from anybody else's."""

from collections.abc import Mapping
from typing import Any

import msgspec
import segno
from flask import Response, current_app, url_for

from app.findings.models import ExpectedFile, Packed, whole
from app.findings.queries import last_reasons
from app.findings.receipts import Receipt, find_receipt
from app.findings.states import DECIDED

PROTOCOL = "field/1"


def answer(facts: Mapping[str, Any], code: int = 200) -> Response:
    """Ours: no captive portal says so."""
    body = msgspec.json.encode({"khyanalt": PROTOCOL, **facts})  # in the order that was given: codes have one
    return Response(body, code, mimetype="application/json")


def refusal(code: int, error: str, message: object = "", **facts: Any) -> Response:
    return answer({"error": error, "message": str(message), **facts}, code)


def state_of(packed: Packed) -> dict[str, Any]:
    """Where an item stands (`docs/field.md`): its state, its files, its receipt once everything is here."""
    observation, receipt = whole(packed), find_receipt(packed)
    return {
        "key": packed.client_key,
        "packet": packed.packet_sha256,
        "state": observation.state,
        "reason": last_reasons([observation]).get(observation.id) if observation.state in DECIDED else None,
        "address": url_for("observations.show", observation_id=observation.id),
        "files": [_file(row) for row in packed.sent_files],
        "receipt": _receipt(receipt) if receipt else None,
    }


def _file(row: ExpectedFile) -> dict[str, Any]:
    return {"sha256": row.sha256, "size": row.size, "have": row.have, "state": row.state}


def _receipt(receipt: Receipt) -> dict[str, Any]:
    # The address as it stands in a code on paper: whole, and without anybody's language.
    address = current_app.config["PUBLIC_URL"] + url_for("field_pages.receipt", code=receipt.code, lang=None)
    facts = {"code": receipt.code, "text": receipt.text, "signature": receipt.signature}
    return {**facts, "address": address, "qr": qr_path(address)}


def qr_path(text: str) -> dict[str, Any]:
    """`size`: modules on a side; `path`: the dark ones as an SVG path, one unit each.

    Any mask can be read; trying all eight for the most even one takes longer than the rest of the answer.
    """
    rows = segno.make(text, error="m", micro=False, mask=2).matrix
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return {"size": len(rows), "path": "".join(dark)}

"""Receipts: what the installation confirms, signed, when a packet and all its files arrived.

The same packet always has the same receipt, so that any answer may be lost.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.core import keys
from app.findings.models import Packed, whole

# Crockford's base 32 without letters that are read wrongly; twelve of them are 60 bits.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12


@dataclass(frozen=True)
class Receipt:
    """`text` is canonical JSON, `signature` Ed25519 over its bytes, `code` the short form that people read."""

    code: str
    text: str
    signature: str


def find_receipt(packed: Packed) -> Receipt | None:
    """None until every file is there or was given up."""
    if packed.acknowledged_at is None:
        return None
    text = _text(packed, packed.acknowledged_at)
    return Receipt(_code(text), text, keys.sign(text))


def code_for(packed: Packed, acknowledged_at: datetime) -> str:
    """The code under which the receipt can be looked up, in groups of four."""
    return _code(_text(packed, acknowledged_at))


def _text(packed: Packed, acknowledged_at: datetime) -> str:
    files = packed.sent_files
    said = {
        "receipt": 1,
        "installation": current_app.config["PUBLIC_URL"],
        "observation": whole(packed).id,
        "key": packed.client_key,
        "packet": packed.packet_sha256,
        "files": sorted(row.sha256 for row in files if row.evidence_id),
        "given_up": sorted(row.sha256 for row in files if row.given_up_reason is not None),
        "received_at": acknowledged_at.isoformat(),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def _code(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()) >> (256 - 5 * LENGTH)
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))

"""What phones send: packets as bytes, files with their hashes."""

import hashlib
import json
import uuid
from typing import Any

from app.contracts.models import Contract
from tests.given import number

SAID: dict[str, Any] = {
    "packet": 1,
    "version": 1,
    "stage": "implementation",
    "visit": "visited",
    "visited_on": "2026-06-01",
    "place_note": "2-р баг",
    "notes": "Дээвэр дутуу.",
    "captured_at": "2026-06-01T06:12:09Z",
}


def packet(contract: Contract | int, /, *files: bytes, **said: Any) -> bytes:
    """A packet that can be taken; each has its own key unless one is given."""
    facts = {"key": str(uuid.uuid4()), "contract": contract if isinstance(contract, int) else contract.id}
    listed = [described(data) for data in files]
    return json.dumps(SAID | facts | {"files": listed} | said, ensure_ascii=False).encode()


def described(data: bytes, **said: Any) -> dict[str, Any]:
    return {"sha256": sha256(data), "size": len(data), "name": f"IMG_{number()}.jpg", "type": "image/jpeg"} | said


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def supplement(asked: dict[str, Any], /, *files: bytes, **said: Any) -> bytes:
    """An answer to one of `work.asked`: what it says already, but for what is said here."""
    seen = asked["contract"]
    facts = {"version": seen["version"], "stage": asked["stage"], "checklist": asked["checklist"]}
    return packet(seen["id"], *files, **facts | asked["draft"] | {"supplements": asked["supplements"]} | said)


def key_of(data: bytes) -> str:
    key: str = json.loads(data)["key"]
    return key

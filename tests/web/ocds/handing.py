"""Files handed in through the page, and the worker that then does its part."""

import io
import json

from app.core import queue
from app.core.database import db

NEW = "/workspace/imports/new"


def releases(count=2, **fields):
    one = {"date": "2026-01-01T00:00:00Z", "tag": ["contract"], "tender": {"title": "Зам"}} | fields
    return "\n".join(json.dumps({"ocid": f"ocds-{n}", "id": "1"} | one) for n in range(count)).encode()


def hand_in(client, content, name="file.jsonl"):
    """The address to which one is sent."""
    return client.post(NEW, {"file": (io.BytesIO(content), name)}).headers["Location"]


def work():
    db.session.remove()  # what this test has read must not stand in the worker's way
    queue.work_off()
    db.session.remove()

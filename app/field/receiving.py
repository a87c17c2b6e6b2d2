"""A file as it comes over a thin line: kept part by part, so that a line that breaks or hangs loses next to nothing."""

import time
from collections.abc import Iterator

from flask import current_app, request
from werkzeug.exceptions import ClientDisconnected

from app.core import clock
from app.core.actors import Actor
from app.core.database import commit, roll_back
from app.findings import queries, service
from app.findings.models import Packed

PART = 16 * 1024
SECONDS_A_PART = 1.0  # on a quick line parts are gathered for so long: fewer transactions


def receive(key: str, sha256: str, start: int, actor: Actor) -> Packed:
    """Keep the body of this request, from `start` on. Raises as `service.take_piece`; what was kept before stays.

    Nothing is locked while the next part is waited for: the line may be slow, or dead.
    """
    packed = queries.get_packed(actor.actor_id, key)
    roll_back()
    for part in _parts():
        packed = queries.get_packed(actor.actor_id, key)
        service.take_piece(packed, sha256, start, part, actor, clock.now())
        commit()
        start += len(part)
    return packed


def _parts() -> Iterator[bytes]:
    gathered, since = b"", time.monotonic()
    for some in _what_comes():
        gathered += some
        if time.monotonic() - since >= SECONDS_A_PART:
            yield gathered
            gathered, since = b"", time.monotonic()
    yield gathered


def _what_comes() -> Iterator[bytes]:
    """Until the body ends or its connection breaks."""
    try:
        while some := request.stream.read(PART):
            yield some
    except (ClientDisconnected, OSError):
        current_app.logger.info("the body of a piece broke off")

"""The lot: which decided observations are looked at again by somebody who does not know the first verdict."""

import hashlib
import hmac

WHOLE = 1 << 64


def is_drawn(secret: str, observation_id: int, revision: int, per_cent: float) -> bool:
    """Whether the lot falls on this version of the observation: on `per_cent` of all, in the long run.

    It hangs on the server's secret and on which version was decided, on nothing else. So nobody foresees it, no verdict
    and no second try moves it, and whoever holds the secret can draw all lots again and compare.
    """
    drawn = hmac.new(secret.encode(), f"second review {observation_id} {revision}".encode(), hashlib.sha256)
    return int.from_bytes(drawn.digest()[:8], "big") * 100 < per_cent * WHOLE

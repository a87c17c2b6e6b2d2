"""What the data files let happen. Each act calls one use case of a feature, as the person and at the time it is told.

An act is found by the kind of its block (`observation`) or by the kind and what is done in a step of it
(`observation.send`). A step knows everything that its block says.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.demo.acts import (
    fieldwork,
    meetings,
    network,
    originals,
    plans,
    register,
    replies,
    requests,
    statements,
    summaries,
    tips,
)
from app.demo.cast import Cast

__all__ = ["ACTS", "Act"]

Act = Callable[[Cast, dict[str, Any], datetime], None]

ACTS: Mapping[str, Act] = {
    **network.ACTS,
    **plans.ACTS,
    **register.ACTS,
    **fieldwork.ACTS,
    **originals.ACTS,
    **statements.ACTS,
    **requests.ACTS,
    **replies.ACTS,
    **meetings.ACTS,
    **summaries.ACTS,
    **tips.ACTS,
}

"""Reading OCDS releases (1.0 and 1.1): the fields the house reads, what was wrong with them, and merging.

    release, faults = decode(raw)
    compiled = merge([raw, raw])

`raw` is a release as decoded from JSON. Nothing in a release can make `decode` or `merge` fail: a field of
the wrong type becomes None (or an empty tuple) and leaves a `Fault` with its JSON pointer.
"""

from collections.abc import Mapping

from app.contracts.release.faults import Fault, FaultCode, describe
from app.contracts.release.fields import Faults, struct
from app.contracts.release.merging import merge, merge_reporting
from app.contracts.release.parts import (
    Address,
    Amendment,
    Award,
    Change,
    Contract,
    Document,
    Implementation,
    Item,
    Milestone,
    Organisation,
    Party,
    Period,
    Planning,
    Release,
    Tender,
    Transaction,
)

__all__ = [
    "Address",
    "Amendment",
    "Award",
    "Change",
    "Contract",
    "Document",
    "Fault",
    "FaultCode",
    "Implementation",
    "Item",
    "Milestone",
    "Organisation",
    "Party",
    "Period",
    "Planning",
    "Release",
    "Tender",
    "Transaction",
    "decode",
    "describe",
    "merge",
    "merge_reporting",
]


def decode(raw: Mapping[str, object]) -> tuple[Release, tuple[Fault, ...]]:
    """The release and what was wrong with it, each fault with its JSON pointer inside the release."""
    faults: Faults = []
    release = struct(Release, raw, "", faults)
    return release, tuple(faults)

"""Releases in: kept once each, merged per process, the register's columns and the index refreshed from what they tell.

    incoming = Preparation(place_names()).prepare(raw)    # pure, wherever it runs
    tally = Intake("a source").keep([incoming, …], at)    # what writes

Kept by content: the same release twice changes nothing, whatever file it came in. All releases stay; a contract gets
a new version only when something arrived.
"""

from app.contracts.intake.facts import Facts, facts_of
from app.contracts.intake.keeping import (
    Intake,
    Tally,
    foresee,
    held_fingerprints,
    move_buyers,
    move_suppliers,
    refresh,
    supplier_directory,
)
from app.contracts.intake.preparing import Incoming, Preparation, canonical_json, digest, fingerprint

__all__ = [
    "Facts",
    "Incoming",
    "Intake",
    "Preparation",
    "Tally",
    "canonical_json",
    "digest",
    "facts_of",
    "fingerprint",
    "foresee",
    "held_fingerprints",
    "move_buyers",
    "move_suppliers",
    "refresh",
    "supplier_directory",
]

"""Contracts out, as OCDS 1.1, each with what the network added under one member of its own.

    for line in lines(contract_ids, published): ...        # compiled releases, one a line
    for piece in package(contract_ids, published, uri=…): ...    # a record package

A record holds all releases as they came, so importing it elsewhere makes the same contract, and importing it here
changes nothing. Its compiled release, and that of a line, is in the form of 1.1 even if the releases were of 1.0.
`docs/ocds-extension/` says what the network adds.
"""

from app.contracts.export.additions import EXTENSION, Extend
from app.contracts.export.files import lines, package, record, records

__all__ = ["EXTENSION", "Extend", "lines", "package", "record", "records"]

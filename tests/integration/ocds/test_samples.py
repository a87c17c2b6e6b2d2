"""Every sample file of the standard's documentation and tools, taken once and again."""

import os
from pathlib import Path

import pytest

from app.contracts.models import Contract, ContractVersion, Release
from app.core import clock
from app.core.database import db
from app.ocds.problems import Unusable
from app.ocds.service import import_file
from tests.given import people

SAMPLES = Path(os.environ.get("OCDS_SAMPLES") or Path(__file__).parents[4] / "shared/data/ocds")
FOLDERS = sorted(path.name for path in SAMPLES.iterdir()) if SAMPLES.exists() else []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_second_import_of_every_sample_changes_nothing(app, folder):
    first = {path.name: take(path) for path in sorted((SAMPLES / folder).iterdir())}
    before = counts()
    second = {path.name: take(path) for path in sorted((SAMPLES / folder).iterdir())}
    assert counts() == before
    for name, outcome in second.items():
        assert (outcome is None) == (first[name] is None), name
        if outcome:
            assert (outcome.tally.added, outcome.tally.changed) == (0, 0), name
            assert outcome.read == outcome.tally.unchanged + outcome.refused, name


def take(path):
    """The outcome, or None for an unusable file, of which nothing may stay."""
    before = counts()
    try:
        with db.session.begin_nested(), path.open("rb") as file:
            return import_file(file, path.name, people.EVERYTHING, clock.now())
    except Unusable as refusal:
        assert str(refusal)
        assert counts() == before
        return None


def counts():
    return [model.query.count() for model in (Contract, Release, ContractVersion)]

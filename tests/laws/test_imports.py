"""One direction of dependencies."""

import os

from importlinter.cli import lint_imports


def test_the_contracts_of_the_house_hold(monkeypatch, tmp_path):
    monkeypatch.chdir(os.path.dirname(os.path.dirname(os.path.dirname(__file__))))
    assert lint_imports(cache_dir=str(tmp_path)) == 0

"""One direction of dependencies."""

from pathlib import Path

from importlinter.cli import lint_imports


def test_the_contracts_of_the_house_hold(monkeypatch, tmp_path):
    monkeypatch.chdir(Path(__file__).parents[2])
    assert lint_imports(cache_dir=str(tmp_path)) == 0

"""Settings come from the environment; a wrong one is named at the start, not found out in the night."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import config


@pytest.mark.parametrize(("said", "days"), [("", 5), ("1", 1), ("60", 60)])
def test_a_number_of_days(tmp_path, said, days):
    assert config.load({"DATA_DIR": str(tmp_path), "REMIND_DAYS_BEFORE": said})["REMIND_DAYS_BEFORE"] == days


@pytest.mark.parametrize("said", ["0", "61", "-5", "five", "2.5"])
def test_what_is_no_number_of_days_is_named(tmp_path, said):
    with pytest.raises(ValueError, match="ESCALATE_EVERY_DAYS must be"):
        config.load({"DATA_DIR": str(tmp_path), "ESCALATE_EVERY_DAYS": said})


def test_processes_that_start_at_once_keep_one_secret(tmp_path):
    for round_ in range(20):
        folder = str(tmp_path / str(round_))
        Path(folder).mkdir()
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _n, folder=folder: config.load({"DATA_DIR": folder})["SECRET_KEY"], range(8)))
        assert len(found) == 1 and len(found.pop()) > 40
        assert (Path(folder) / "secret_key").stat().st_mode & 0o777 == 0o600

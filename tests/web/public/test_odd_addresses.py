"""Arguments that mean something to the framework mean nothing on a page."""

import pytest


@pytest.mark.parametrize("asked", ["endpoint=x", "_scheme=ftp", "_anchor=x", "_method=POST", "_external=1", "lang=xx"])
@pytest.mark.parametrize("path", ["/", "/contracts", "/summaries"])
def test_they_do_no_harm(client, path, asked):
    assert client.get(f"{path}?{asked}").status_code == 200

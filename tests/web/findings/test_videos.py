"""A video among the evidence: played in parts, without its sound, shown to others only as decided."""

import pytest

from tests.given import films
from tests.integration.findings.material import upload


@pytest.fixture
def film(client, cast, logged):
    """(browser of a lead, evidence) of an accepted observation with one video."""
    row = logged("accepted", upload("хашаа.mp4", films.everything()))
    return client.sign_in(cast.lead), row.evidence[0]


def test_it_is_played_where_it_belongs(film):
    browser, evidence = film
    for page in (
        f"/workspace/observations/{evidence.observation_id}",
        f"/workspace/observations/evidence/{evidence.id}",
    ):
        assert (
            f'<video controls playsinline preload="none" src="/workspace/observations/files/{evidence.id}"'
            in browser.get(page).text
        )


def test_a_player_may_ask_for_the_end_first(film):
    browser, evidence = film
    address = f"/workspace/observations/files/{evidence.id}"
    whole = browser.get(address)
    assert (whole.mimetype, whole.headers["Accept-Ranges"]) == ("video/mp4", "bytes")
    part = browser.get(address, headers={"Range": "bytes=-10"}, expect=206)
    assert part.data == whole.data[-10:]
    assert part.headers["Content-Range"] == f"bytes {len(whole.data) - 10}-{len(whole.data) - 1}/{len(whole.data)}"


def test_nobody_covers_a_part_of_it(film):
    browser, evidence = film
    address = f"/workspace/observations/evidence/{evidence.id}"
    assert 'value="cover"' not in browser.get(address).text
    browser.post(address, {"decision": "show", "seen": 0})
    assert "/public/" in browser.get(address).text

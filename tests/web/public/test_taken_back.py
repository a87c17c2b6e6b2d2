"""Evidence that is covered or kept back after it was published is gone at once, and the page says so."""

import pytest

from app.findings.service import show, withhold
from app.summaries import service
from tests import given
from tests.given import people
from tests.integration.summaries import heard

GONE = "This file was taken off the site"


@pytest.fixture
def published(app):
    """(version, evidence, hash of the photo) of a summary with one photo."""
    version = heard.published()
    (evidence,) = version.summary.findings[0].observations[0].evidence
    given.commit()
    return version, evidence, evidence.public_sha256


def keep_back(evidence):
    withhold(evidence, "Царай", people.person("coordinator"), heard.AT, seen=1)
    given.commit()


def test_it_is_no_longer_served(client, published):
    _version, evidence, digest = published
    client.get(f"/files/{digest}")
    keep_back(evidence)
    client.get(f"/files/{digest}", expect=404)


def test_the_page_says_so_where_it_stood(client, published):
    version, evidence, digest = published
    addresses = (f"/summaries/{version.summary.slug}?lang=en", f"/findings/{version.summary.findings[0].id}?lang=en")
    assert all(digest in client.get(address).text for address in addresses)
    keep_back(evidence)
    for address in addresses:
        page = client.get(address).text
        assert GONE in page and digest not in page


def test_what_the_monitor_takes_back_is_gone_as_well(client, published):
    _version, evidence, digest = published
    evidence.withdrawn_at = heard.AT
    given.commit()
    client.get(f"/files/{digest}", expect=404)


def test_the_next_version_shows_what_was_decided_since(client, published):
    version, evidence, digest = published
    keep_back(evidence)
    show(evidence, people.person("coordinator"), heard.AT, seen=2)
    later = service.revise(version.summary, people.person("coordinator"), heard.AT, "зураг")
    given.commit()
    assert later.document["findings"][0]["evidence"][0]["sha256"] == digest
    client.get(f"/files/{digest}")


def test_the_files_of_a_reply_stay_as_the_body_sent_them(client, published):
    version, evidence, _digest = published
    keep_back(evidence)
    reply = version.document["findings"][0]["requests"][0]["replies"][0]
    client.get(f"/files/{reply['files'][0]['sha256']}")

import hashlib
import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
import time_machine

from app.summaries import service
from tests import given
from tests.given import people
from tests.integration.responses import calendars
from tests.integration.summaries import heard

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_a_published_photo_is_served_so_that_it_cannot_act(client):
    digest = heard.published().document["findings"][0]["evidence"][0]["sha256"]
    given.commit()
    answer = client.get(f"/files/{digest}")
    assert hashlib.sha256(answer.data).hexdigest() == digest
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.mimetype == "image/png"


def test_a_published_file_is_asked_for_again(client):
    """It may be covered or kept back; what did not change is not sent twice."""
    digest = heard.published().document["findings"][0]["evidence"][0]["sha256"]
    given.commit()
    answer = client.get(f"/files/{digest}")
    assert answer.headers["Cache-Control"] == "no-cache"
    client.get(f"/files/{digest}", headers={"If-None-Match": answer.headers["ETag"]}, expect=304)


def test_a_document_is_handed_over_without_a_name(client):
    reply = heard.published().document["findings"][0]["requests"][0]["replies"][0]
    given.commit()
    answer = client.get(f"/files/{reply['files'][0]['sha256']}")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=evidence-")


@pytest.mark.parametrize("name", ["0" * 64, "..", "%2e%2e%2fsecret_key", "КАНАРЕЙКА"])
def test_no_other_file_can_be_had(client, name):
    client.get(f"/files/{name}", expect=404)


def test_the_json_of_a_version_has_the_hash_on_its_page(client):
    version = heard.published()
    given.commit()
    slug = version.summary.slug
    data = client.get(f"/summaries/{slug}/v1.json").data
    assert json.loads(data) == version.document
    assert hashlib.sha256(data).hexdigest() in client.get(f"/summaries/{slug}/v1").text


def test_the_feed_has_every_version(client):
    version = heard.published()
    service.revise(version.summary, people.person("coordinator"), heard.AT, "шинэ тоо & бусад")
    given.commit()
    feed = ElementTree.fromstring(client.get("/feed.atom?lang=en").data)
    numbers = [entry.findtext("a:id", "", ATOM)[-2:] for entry in feed.findall("a:entry", ATOM)]
    assert numbers == ["v2", "v1"]
    assert feed.findtext("a:entry/a:summary", "", ATOM) == "шинэ тоо & бусад"


def test_an_empty_feed_is_a_feed(client):
    answer = client.get("/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    ElementTree.fromstring(answer.data)


def test_health_names_each_part(client):
    assert client.get("/healthz").json == {
        "live": True,
        "ready": True,
        "state": "yellow",
        "parts": {"database": "green", "storage": "green", "calendar": "yellow"},
    }


def test_health_is_green_once_the_calendars_are_confirmed(client):
    for year in (2026, 2027):
        calendars.confirm(year)
    given.commit()
    with time_machine.travel(datetime(2026, 9, 30, 12, tzinfo=UTC), tick=False):
        told = client.get("/healthz").json
    assert (told["state"], told["parts"]["calendar"]) == ("green", "green")


def test_a_storage_that_takes_nothing_is_not_ready(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "DATA_DIR", "/nowhere")
    assert client.get("/healthz", expect=503).json == {
        "live": True,
        "ready": False,
        "state": "red",
        "parts": {"database": "green", "storage": "red", "calendar": "yellow"},
    }


def test_robots_stay_out_of_the_workspace(client):
    assert "Disallow: /workspace" in client.get("/robots.txt").text

"""What is not published is not there, at any public address; what is internal never shows."""

import pytest

from app.core import audit, clock
from app.core.database import db
from app.partnership.models import ActionPoint
from app.summaries import service
from tests import given
from tests.given import people, work
from tests.integration.summaries import heard
from tests.web.public.test_pages import LISTS, addresses

SECRET = "НУУЦ-НООРОГ"
MACHINES = ("/feed.atom", "/contracts.atom", "/contracts.csv", "/robots.txt", "/healthz")


def drafts():
    """One of everything that is not published, each with a telling title."""
    finding = heard.whole_finding(title_mn=SECRET, statement_mn=SECRET)
    finding.contract.title = finding.body.name_mn = SECRET
    area = people.focus_area(plan=people.plan(state="draft", title_mn=SECRET), title_mn=SECRET)
    point = people.action_point(title_mn=SECRET)
    summary = work.summary(finding, title_mn=SECRET, text_mn=SECRET)
    work.finding(heard.seen(), title_mn=SECRET, state="drafted")
    return finding, area, point, summary


def closed(finding, area, point, summary):
    slug, digest = summary.slug, finding.observations[0].evidence[0].file.clean_sha256
    return [
        f"/contracts/{finding.contract.id}",
        f"/findings/{finding.id}",
        f"/bodies/{finding.body.id}",
        f"/focus-areas/{area.id}",
        f"/action-points/{point.id}",
        f"/summaries/{slug}",
        f"/summaries/{slug}/v1",
        f"/summaries/{slug}/v1.json",
        f"/files/{digest}",
    ]


def test_the_unpublished_is_not_there(client):
    paths = closed(*drafts())
    given.commit()
    for path in paths:
        assert SECRET not in client.get(path, expect=404).text


def test_the_unpublished_is_in_no_list(client):
    drafts()
    heard.published()
    given.commit()
    for path in (*LISTS, *MACHINES, f"/contracts?text={SECRET}", f"/bodies?text={SECRET}"):
        assert SECRET not in client.get(path).text.replace(f'value="{SECRET}"', "")


@pytest.mark.parametrize("role", [None, "coordinator"])
def test_the_public_site_is_the_same_for_everybody(client, role):
    paths = closed(*drafts())
    given.commit()
    if role:
        client.sign_in(people.person(role))
        given.commit()
    for path in paths:
        client.get(path, expect=404)


def test_nothing_internal_is_on_any_public_page(client):
    version = heard.published()
    service.revise(version.summary, people.person("coordinator"), heard.AT, "шинэ тоо")
    audit.record(people.EVERYTHING, clock.now(), "note", version.summary, reason=f"{heard.CANARY} шалтгаан")
    given.commit()
    pages = [*addresses(version), *LISTS, *MACHINES, f"/summaries/{version.summary.slug}/v1.json"]
    for path in pages:
        assert heard.CANARY not in client.get(path).text, path


def test_a_later_edit_does_not_leak(client):
    version = heard.published()
    finding = version.summary.findings[0]
    finding.statement_mn = finding.title_mn = version.summary.text_mn = version.summary.title_mn = SECRET
    given.commit()
    for path in (
        f"/findings/{finding.id}",
        "/findings",
        f"/summaries/{version.summary.slug}",
        "/",
        "/feed.atom",
    ):
        assert SECRET not in client.get(path).text


def test_a_new_link_to_the_plan_waits_for_the_next_version(client):
    version, area = heard.published(), people.focus_area()
    heard.linked(version.summary.findings[0], area)
    given.commit()
    assert f"/findings/{version.summary.findings[0].id}" not in client.get(f"/focus-areas/{area.id}").text


def test_a_withdrawn_summary_leaves_a_tombstone_at_every_address(client):
    version = heard.published()
    service.withdraw(version.summary, people.person("coordinator"), heard.AT, "Нэр гарсан", "A name slipped in")
    given.commit()
    slug = version.summary.slug
    for path in (f"/summaries/{slug}", f"/summaries/{slug}/v1", f"/summaries/{slug}/v1.json"):
        text = client.get(f"{path}?lang=en", expect=410).text
        assert "A name slipped in" in text and version.document["text_mn"] not in text


def test_what_was_withdrawn_is_not_there(client):
    version = heard.published()
    contract, *gone = addresses(version)
    digest = version.document["findings"][0]["evidence"][0]["sha256"]
    service.withdraw(version.summary, people.person("coordinator"), heard.AT, "Нэр гарсан")
    given.commit()
    finding, _body, _area, point, *_ = gone
    for path in (finding, point, f"/files/{digest}"):
        client.get(path, expect=404)
    client.get(contract)
    assert version.summary.slug not in client.get("/feed.atom").text + client.get("/summaries").text


def test_an_older_version_stays_as_it_was(client):
    version = heard.published()
    version.summary.text_mn = "Шинэ эх"
    service.correct(version.summary, people.person("coordinator"), heard.AT, "тоо буруу байв")
    given.commit()
    slug = version.summary.slug
    assert "Шинэ эх" not in client.get(f"/summaries/{slug}/v1").text
    assert "Шинэ эх" in client.get(f"/summaries/{slug}").text
    assert "тоо буруу байв" in client.get(f"/summaries/{slug}/v1").text


def test_a_hidden_action_point_is_not_counted(client):
    area = people.focus_area()
    db.session.add(people.action_point(focus_area=area, title_mn=SECRET))
    given.commit()
    assert ActionPoint.query.count() == 1
    assert SECRET not in client.get(f"/focus-areas/{area.id}").text

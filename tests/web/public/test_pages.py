import re

import pytest

from app.partnership.models import ActionPoint
from tests import given
from tests.given import people, work
from tests.integration.summaries import heard

LISTS = (
    "/",
    "/contracts",
    "/findings",
    "/bodies",
    "/focus-areas",
    "/action-points",
    "/summaries",
    "/method",
    "/measures",
    "/measures/fix-rate",
    "/measures/first-reply/list",
)


def addresses(version):
    """Every public page that a published version opens."""
    (finding,) = version.summary.findings
    part = version.document["findings"][0]
    slug = version.summary.slug
    return [
        f"/contracts/{finding.contract.id}",
        f"/findings/{finding.id}",
        f"/bodies/{finding.body.id}",
        f"/focus-areas/{part['focus_areas'][0]['id']}",
        f"/action-points/{part['requests'][0]['replies'][0]['action_points'][0]['id']}",
        f"/summaries/{slug}",
        f"/summaries/{slug}/v1",
    ]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_list_stands_empty_and_full(client, path, language):
    client.get(f"{path}?lang={language}")
    heard.published()
    given.commit()
    assert f'<html lang="{language}">' in client.get(f"{path}?lang={language}").text


def test_every_page_of_what_is_published_opens(client):
    version = heard.published()
    given.commit()
    for path in addresses(version):
        for language in ("mn", "en"):
            client.get(f"{path}?lang={language}")


def test_a_page_names_itself_and_its_other_language(client):
    text = client.get("/findings?lang=en&junk=1").text
    assert '<link rel="canonical" href="http://localhost:8000/findings?lang=en">' in text
    assert '<link rel="alternate" hreflang="mn" href="http://localhost:8000/findings?lang=mn">' in text


def test_the_reply_stands_word_for_word(client):
    finding = heard.finding()
    heard.replied(heard.asked(finding), text="Нэгд <b>үгүй</b>.\nХоёрт тийм.")
    heard.published(finding)
    given.commit()
    assert "<p>Нэгд &lt;b&gt;үгүй&lt;/b&gt;.<br>Хоёрт тийм.</p>" in client.get(f"/findings/{finding.id}").text


def test_silence_is_shown_as_such(client):
    finding = heard.finding()
    heard.asked(finding)
    heard.published(finding)
    given.commit()
    assert "The body has not replied to this finding." in client.get(f"/findings/{finding.id}?lang=en").text


def test_the_due_date_prints_its_arithmetic(client):
    version = heard.published()
    given.commit()
    text = client.get(f"/findings/{version.summary.findings[0].id}?lang=en").text
    assert "The reply is due by Jun 3, 2026." in text


def test_contracts_are_found_in_any_spelling(client):
    work.contract(title="Хөвсгөл зам", published_at=heard.AT)
    given.commit()
    assert "Хөвсгөл зам" in client.get("/contracts?text=Khuvsgul").text
    assert "Хөвсгөл зам" not in client.get("/contracts?text=сургууль").text


def test_a_place_brings_its_districts(client):
    city = people.place(level="capital", name_mn="Улаанбаатар")
    contract = heard.published().summary.findings[0].contract
    contract.place = people.place(level="district", parent_id=city.id)
    other = people.place()
    work.contract(place=other, published_at=heard.AT)
    given.commit()
    assert f"/contracts/{contract.id}" in client.get(f"/contracts?place={city.id}").text
    assert f"/contracts/{contract.id}" not in client.get(f"/contracts?place={other.id}").text


def test_findings_are_narrowed_down(client):
    finding = heard.published().summary.findings[0]
    given.commit()
    for query, shown in (
        ("position=accepts", True),
        ("position=contests", False),
        ("severity=3", True),
        ("severity=1", False),
    ):
        assert (f"/findings/{finding.id}" in client.get(f"/findings?{query}").text) == shown


def test_a_nonsense_filter_shows_everything(client):
    finding = heard.published().summary.findings[0]
    given.commit()
    text = client.get("/findings?severity=x&body=9999&outcome=<script>&page=-3").text
    assert f"/findings/{finding.id}" in text


def test_a_focus_area_counts_what_it_lists(client):
    area = people.focus_area()
    first, second = heard.whole_finding(linked_to=[area]), heard.whole_finding(linked_to=[area])
    heard.published(first, second)
    given.commit()
    text = client.get(f"/focus-areas/{area.id}").text
    assert f"/findings/{first.id}" in text and f"/findings/{second.id}" in text
    assert "<strong>2</strong>" in text
    for point in ActionPoint.query:
        assert f"/action-points/{point.id}" in text


def test_an_unknown_page_is_not_there(client):
    for path in (
        "/contracts/999",
        "/findings/999",
        "/bodies/999",
        "/focus-areas/999",
        "/action-points/999",
        "/summaries/x",
        "/summaries/x/v1",
    ):
        client.get(path, expect=404)


def test_a_contract_shows_the_action_points_of_its_published_findings(client):
    finding = heard.whole_finding()
    heard.published(finding)
    (point,) = ActionPoint.query.filter_by(origin="commitment").all()
    given.commit()
    assert f"/action-points/{point.id}" in client.get(f"/contracts/{finding.contract_id}").text


def steps_of(text):
    """What each step of the way says: done, now or todo."""
    return re.findall(r'<li class="step-(\w+)"', text)


def test_a_body_that_replied_is_marked_as_such(client):
    finding = heard.finding()
    heard.replied(heard.asked(finding))
    heard.published(finding)
    given.commit()
    assert steps_of(client.get(f"/findings/{finding.id}").text) == ["done", "done", "done", "done", "now"]


def test_a_look_after_silence_makes_no_reply_of_it(client):
    finding = heard.finding(state="notified")
    heard.asked(finding)
    heard.verified(finding, "not_resolved")
    heard.published(finding)
    given.commit()
    assert steps_of(client.get(f"/findings/{finding.id}").text) == ["done", "done", "done", "now", "done"]

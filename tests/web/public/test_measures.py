import html
import re

import pytest
from sqlalchemy import select

from app.core.database import db
from app.measures.terms import MEASURES, SCOPES, UNLISTED
from app.summaries import service
from app.summaries.models import PublishedFinding, PublishedTally
from tests import given
from tests.given import people
from tests.integration.summaries import heard


def test_every_number_opens_a_list_of_that_many(client):
    heard.published(*[heard.whole_finding() for _ in range(6)])
    given.commit()
    title = db.session.scalars(select(PublishedFinding)).first().document["title_mn"].rsplit(" ", 1)[0]
    tallies = list(db.session.scalars(select(PublishedTally).where(PublishedTally.scope.not_in(UNLISTED))))
    assert {row.measure for row in tallies} >= {"fix-rate", "reply-rate", "first-reply", "substantive-reply"}
    for row in tallies:
        query = f"scope={row.scope}&subject={row.subject}&value={row.value}"
        text = client.get(f"/measures/{row.measure}/list?{query}").text
        assert text.count('<tr><th scope="row"><a') == row.cases
        assert title in text
    text = client.get("/measures?lang=en").text
    assert "(100&nbsp;%)" in text
    assert "16 days" in text


def test_a_long_list_is_turned_page_by_page(client, monkeypatch):
    silent = [heard.finding(), heard.finding()]
    heard.asked(*silent)
    heard.published(*[heard.whole_finding() for _ in range(5)], *silent)
    given.commit()
    monkeypatch.setattr("app.summaries.visibility.measures.PER_PAGE", 3)
    for path in ("/measures/fix-rate/list", "/measures/fix-rate/list?value=1", "/measures/first-reply/list"):
        seen, address = [], path
        while address:
            page = client.get(address)
            seen += re.findall(r'<th scope="row"><a href="([^"]+)"', page.text)
            onward = re.search(r'rel="next" href="([^"]+)"', page.text)
            address = onward and html.unescape(onward[1])
        assert len(seen) == len(set(seen)) == (7 if path.endswith("fix-rate/list") else 5), path


def test_a_page_that_was_never_given_out_is_the_first(client):
    heard.published()
    given.commit()
    first = client.get("/measures/fix-rate/list").text.count("<tr>")
    for after in ("", "0", "x.y.z", "0.99999999999999999999.1", "-1.0.1", "0.1.", "٣.1.1", "0.1.%00"):
        text = client.get(f"/measures/fix-rate/list?after={after}").text
        assert text.count("<tr>") == first


def test_few_cases_give_no_number(client):
    heard.published()
    given.commit()
    text = client.get("/measures/fix-rate?lang=en").text
    assert "of 5 needed)" in text
    assert "&nbsp;%)" not in text


def test_all_parts_open(client):
    heard.published()
    given.commit()
    for scope in SCOPES:
        client.get(f"/measures?by={scope}")
        for code in MEASURES:
            client.get(f"/measures/{code}?by={scope}")


def test_which_subnetwork_follows_a_contract_is_not_told(client):
    version = heard.published(*[heard.whole_finding() for _ in range(6)])
    given.commit()
    network = version.summary.findings[0].contract.subnetwork
    text = client.get("/measures/fix-rate?by=subnetwork&lang=en").text
    assert network.name_mn in text
    assert "scope=subnetwork" not in text and "are not public" in text
    client.get(f"/measures/fix-rate/list?scope=subnetwork&subject={network.id}", expect=404)


@pytest.mark.parametrize("query", ["subject=" + "9" * 30, "value=" + "9" * 30, "after=" + "0" * 11 + "9" * 30 + ".1.x"])
def test_numbers_that_no_database_holds_are_no_fault(client, query):
    heard.published()
    given.commit()
    client.get(f"/measures/fix-rate/list?{query}", expect=200 if "after" in query else 404)


def test_what_is_not_counted_does_not_exist(client):
    for path in ("/measures/none", "/measures?by=person", "/measures/fix-rate/list?scope=body&subject=999"):
        client.get(path, expect=404)


def test_what_was_taken_back_is_no_longer_counted(client):
    version = heard.published()
    body = version.summary.findings[0].body.id
    service.withdraw(version.summary, people.person("coordinator"), heard.AT, "алдаа", "mistake")
    given.commit()
    client.get(f"/measures/fix-rate/list?scope=body&subject={body}", expect=404)

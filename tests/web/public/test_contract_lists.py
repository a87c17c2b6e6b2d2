"""The public search of contracts: nothing unpublished in lists, counts, selects, feeds and files."""

import io
import json

import openpyxl
import pytest

from app.contracts.intake import Intake, Preparation
from app.contracts.models import Contract
from app.core.database import db
from tests.given import commit, people, work
from tests.integration.summaries import heard
from tests.web.contracts.register import entries, link, options, shown, supplied, supplier, table

SECRET = "Нууцхан"
PERSON = "УБ89101213"
FILES = ("/contracts.csv", "/contracts.atom")


@pytest.fixture
def contracts(app):
    """One published, one not: the same place, category and words, other parties."""
    place = people.place()
    shared = {"place": place, "category": "works"}
    open_ = work.contract(buyer=people.body(name_mn="Усны газар"), published_at=heard.AT, **shared)
    closed = work.contract(title=f"{SECRET} засвар", buyer=people.body(name_mn=f"{SECRET} газар"), **shared)
    supplied(open_, supplier("Мөнх Зам ХХК"), supplier(f"{SECRET} иргэн", PERSON))
    supplied(closed, supplier(f"{SECRET} ХХК"))
    heard._link("contract", open_, focus_area=people.focus_area(plan=people.plan(state="draft"), title_mn=SECRET))
    commit(open_, closed)
    return open_, closed


def searches(closed):
    ends = {"body": closed.buyer_id, "supplier": closed.suppliers[0].id, "place": closed.place_id}
    return ["", "?category=works", "?order=amount", "?state=registered", "?faulty=1", "?text=zasvar&lang=en"] + [
        f"?{name}={value}" for name, value in ends.items()
    ]


def words_of_workbook(data):
    rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return " ".join(str(cell) for row in rows for cell in row)


def test_what_is_unpublished_shows_nowhere(client, contracts):
    for query in searches(contracts[1]):
        page = client.get(f"/contracts{query}")
        assert SECRET not in page.text, query
        assert shown(page, "/contracts") in ([contracts[0].id], []), query
        for path in FILES:
            assert SECRET not in client.get(f"{path}{query}").get_data(as_text=True), (path, query)
        assert SECRET not in words_of_workbook(client.get(f"/contracts.xlsx{query}").data)


def test_counts_are_of_what_is_published(client, contracts):
    page = client.get("/contracts?text=zasvar&lang=en")
    assert "1 contract found." in page.text
    assert options(page, "place") == ["All", "Khuvsgul aimag (1)"]
    assert options(page, "body") == ["All", "Усны газар (1)"]
    assert options(page, "supplier") == ["All", "Мөнх Зам ХХК (1)"]
    assert 'name="focus_area"' not in page.text and 'name="state"' not in page.text


def test_an_unpublished_name_cannot_be_asked_for_by_its_number(client, contracts):
    _open, closed = contracts
    page = client.get(f"/contracts?body={closed.buyer_id}&supplier={closed.suppliers[0].id}&lang=en")
    assert SECRET not in page.text
    assert options(page, "body") == ["All", "Not known"]


def test_an_index_that_lies_does_not_publish(client, contracts):
    """The index and the column must both say so."""
    db.session.execute(Contract.__table__.update().values(published_at=None).where(Contract.id == contracts[0].id))
    commit()
    for path in ("/contracts", *FILES):
        assert "засвар" not in client.get(f"{path}?category=works").get_data(as_text=True)


def test_persons_are_left_out_of_files(client, contracts):
    (row,) = table(client.get("/contracts.csv?lang=en"))
    assert row["Who supplies"] == "Мөнх Зам ХХК"
    assert PERSON not in client.get("/contracts.csv").get_data(as_text=True)
    assert "Monitoring" not in row and "Problems in the data" not in row


def imported(number, *parties):
    raw = {
        "ocid": f"ocds-{number}",
        "id": "1",
        "date": "2026-01-01T00:00:00Z",
        "tag": ["award"],
        "parties": list(parties),
        "tender": {"id": "t", "title": "Зам"},
        "awards": [{"id": "a", "suppliers": [{"id": party["id"], "name": party["name"]} for party in parties]}],
    }
    Intake("test", heard.AT).keep([Preparation(()).prepare(raw, released_at=heard.AT)])
    return Contract.query.filter_by(ocid=raw["ocid"]).one()


def test_a_file_of_releases_holds_what_is_published_and_no_person(client, app):
    company = {"id": "8", "name": "Мөнх Зам ХХК", "identifier": {"id": "2001234"}}
    person = {"id": "9", "name": f"{SECRET} иргэн", "identifier": {"id": PERSON}}
    imported(1, company, person).published_at = heard.AT
    imported(2, company)
    commit()
    answer = client.get("/contracts.jsonl")
    assert answer.mimetype == "application/jsonl"
    (release,) = map(json.loads, answer.data.splitlines())
    assert (release["ocid"], release["parties"]) == ("ocds-1", [company])
    assert SECRET not in answer.text and PERSON not in answer.text


def test_the_feed_of_a_search(client, contracts):
    assert entries(client.get("/contracts.atom?text=zasvar")) == [contracts[0].title]
    assert entries(client.get("/contracts.atom?text=гүүр")) == []
    page = client.get("/contracts?text=zasvar&lang=en")
    assert link(page, "Subscribe") == "/contracts.atom?text=zasvar&lang=en"
    assert (
        '<link rel="alternate" type="application/atom+xml" href="/contracts.atom?text=zasvar&amp;lang=en"' in page.text
    )


def test_the_feed_has_ids_that_stay(client, contracts):
    feed = client.get("/contracts.atom?text=zasvar&lang=en").text
    assert f"<id>http://localhost:8000/contracts/{contracts[0].id}</id>" in feed
    assert "<id>http://localhost:8000/contracts?text=zasvar</id>" in feed

"""The page of a search: filters with counts, chips, pages by key, rubbish in the address."""

from datetime import date

import pytest

from app.contracts.search import facets
from tests.given import commit, people, work
from tests.web.contracts.register import link, many, options, shown, supplied, supplier

PATH = "/workspace/contracts"


@pytest.fixture
def reader(app, client):
    person = people.person("observer")
    commit(person)
    client.sign_in(person)
    return person


def test_each_filter_says_how_many_it_finds(client, reader):
    place, body = people.place(), people.body(name_mn="Усны газар")
    supplied(work.contract(place=place, buyer=body, category="works"), supplier("Мөнх Зам ХХК"))
    work.contract(place=place, category="goods", signed_on=date(2025, 1, 1), state="monitored")
    commit()
    page = client.get(f"{PATH}?text=zasvar&lang=en")
    assert "2 contracts found." in page.text
    assert options(page, "place") == ["All", "Khuvsgul aimag (2)"]
    assert options(page, "body") == ["All", "Усны газар (1)"]
    assert options(page, "supplier") == ["All", "Мөнх Зам ХХК (1)"]
    assert sorted(options(page, "category")) == ["All", "Goods (1)", "Works (1)"]
    assert options(page, "year") == ["All", "2025 (1)"]
    assert "Under monitoring (1)" in options(page, "state")


def test_filters_hold_together_and_each_can_be_taken_out(client, reader):
    contract = work.contract(category="works", stage="tender")
    work.contract(category="works", stage="award")
    commit(contract)
    page = client.get(f"{PATH}?category=works&stage=tender&lang=en")
    assert shown(page) == [contract.id]
    address = link(page, "Stage: Tender")
    assert "category=works" in address and "stage" not in address and "lang=en" in address
    assert len(shown(client.get(address))) == 2


def test_what_is_chosen_stays_in_its_select_when_nothing_has_it(client, reader):
    work.contract(category="goods")
    body = people.body(name_mn="Хоосон газар")
    commit(body)
    page = client.get(f"{PATH}?body={body.id}&category=works&lang=en")
    assert "No contract matches." in page.text
    assert options(page, "body") == ["All", "Хоосон газар"]
    assert options(page, "category") == ["All", "Works"]


def test_an_empty_list_says_what_to_try(client, reader):
    contract = work.contract(title="Гүүр", category="works")
    commit(contract)
    page = client.get(f"{PATH}?text=гүүр+байхгүй&category=works&lang=en")
    assert shown(client.get(link(page, "Look for fewer words: гүүр"))) == [contract.id]
    assert "category" not in link(page, "Without the filter Category: Works")


def test_pages_go_on_behind_a_key_and_none_is_shown_twice(client, reader):
    rows = many(60, newest_on=date(2026, 3, 1))
    commit(*rows)
    first = client.get(f"{PATH}?text=zasvar&lang=en")
    second = client.get(link(first, "Next page"))
    third = client.get(link(second, "Next page"))
    assert "Next page" not in third.text and "First page" not in first.text
    assert sorted(shown(first) + shown(second) + shown(third)) == sorted(row.id for row in rows)
    assert shown(client.get(link(third, "First page"))) == shown(first)


@pytest.mark.parametrize("order", ["relevance", "date", "amount"])
@pytest.mark.parametrize(
    "key", ["x", "1", "9.9.9", "1.x", "-5.-5", "1." + "9" * 40, "9" * 40 + ".1", "' OR 1", "٣.٣", "%00"]
)
def test_a_broken_key_does_no_harm(client, reader, key, order):
    many(3)
    commit()
    client.get(f"{PATH}?text=zasvar&order={order}&after={key}")


NUMBERS = ("place", "year", "band", "body", "supplier", "focus_area", "faulty")
RUBBISH = ("x", "-1", "²", "٣", "9" * 50, "1.5", "%00", "%F0%9F%98%80", "'\"<>&", "0", "a" * 5000)


@pytest.mark.parametrize("value", RUBBISH)
def test_rubbish_in_the_address_never_fails(client, reader, value):
    work.contract()
    commit()
    for name in (*NUMBERS, "category", "method", "stage", "state", "order", "text", "lang"):
        client.get(f"{PATH}?{name}={value}")
        client.get(f"/contracts?{name}={value}")


@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_no_number_is_ignored_and_an_unknown_one_finds_nothing(client, reader, name):
    contract = work.contract()
    commit(contract)
    assert shown(client.get(f"{PATH}?{name}=x")) == [contract.id]
    assert shown(client.get(f"{PATH}?{name}=99999")) == []


def test_orders(client, reader):
    dear = work.contract(title="Зам", newest_on=date(2026, 1, 1), size=900)
    new = work.contract(title="Зам засвар", newest_on=date(2026, 3, 1), size=100)
    commit(dear, new)
    assert shown(client.get(f"{PATH}?text=зам&order=amount")) == [dear.id, new.id]
    assert shown(client.get(f"{PATH}?text=зам&order=date")) == [new.id, dear.id]


def test_above_a_thousand_it_says_so(client, reader, monkeypatch):
    monkeypatch.setattr(facets, "COUNTED", 2)
    many(3)
    commit()
    page = client.get(f"{PATH}?text=zasvar&lang=en")
    assert "More than 1,000 contracts found." in page.text
    assert "of the 1,000 best matches" in page.text


def test_only_those_with_problems(client, reader):
    faulty = work.contract(faults=2)
    work.contract()
    commit(faulty)
    assert shown(client.get(f"{PATH}?faulty=1")) == [faulty.id]

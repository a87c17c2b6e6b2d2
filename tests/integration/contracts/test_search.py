"""Three tiers, filters as terms, keyset pages, counts; the index follows every change in the house."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from app.contracts import service
from app.contracts.intake import Intake, Preparation
from app.contracts.models import Contract
from app.contracts.search import facets, finding, index
from app.contracts.search.finding import Order, Search, find, matches
from app.core import clock
from app.core.database import db
from app.core.text import ALPHABET
from tests.given import people, work

AT = datetime(2026, 3, 1, tzinfo=UTC)


def release(number, title="Сургуулийн засвар", **fields):
    raw = {
        "ocid": f"ocds-{number}",
        "id": f"{number}",
        "date": f"2026-01-{number % 28 + 1:02d}T00:00:00Z",
        "tag": ["contract"],
        "buyer": {"name": "Булган аймгийн ЗДТГ"},
        "tender": {"id": f"T/{number}", "title": title, "mainProcurementCategory": "works"},
        "contracts": [{"id": "c", "value": {"amount": 1_000_000 * number, "currency": "MNT"}}],
    }
    return Preparation(()).prepare(raw | fields, released_at=datetime.fromisoformat(raw["date"]))


def register(*titles, **fields):
    Intake("test", AT).keep([release(n, title, **fields) for n, title in enumerate(titles, 1)])


def titles(text="", **options):
    return [contract.title for contract in find(Search(text, **options)).contracts]


@pytest.mark.parametrize(
    "asked",
    ["Хөвсгөл", "хөвсгөл зам", "замын", "зам", "khuvsgul", "Hövsgöl zam", "хєвсгєл", "хөвсгел"[:5], "всгөл", "T/1"],
)
def test_any_spelling_and_any_part_finds_it(app, asked):
    register("Хөвсгөл аймгийн замын засвар", "Төв аймгийн сургууль")
    assert "Хөвсгөл аймгийн замын засвар" in titles(asked)


def test_what_is_written_so_comes_before_what_sounds_so_and_parts_come_last(app):
    register("Автозам", "Zam тавих", "Үс засах", "Зам тавих", "Замын тэмдэг", "Ус татах")
    assert titles("зам") == ["Замын тэмдэг", "Зам тавих", "Zam тавих", "Автозам"]
    assert titles("ус") == ["Ус татах", "Үс засах"]


def test_every_word_must_occur(app):
    register("Сургуулийн засвар", "Замын засвар")
    assert titles("засвар зам") == ["Замын засвар"]
    assert titles("зам байхгүй") == []


def test_signs_and_operators_are_only_text(app):
    register("Зам")
    for asked in ('"зам"', "зам*", "зам OR", "NOT зам", "(зам", "зам)", "'зам'", "зам:*", "_public_1", "\0зам", "!зам"):
        find(Search(asked))
    assert titles('"зам"*') == ["Зам"]


@given(st.text(max_size=30))
def test_any_text_can_be_searched_for(app, text):
    register("Зам")
    find(Search(text))
    find(Search(text, order=Order.AMOUNT))
    db.session.rollback()


@given(st.text(alphabet=ALPHABET, min_size=1, max_size=12))
def test_a_title_is_found_by_each_of_its_words(app, word):
    register(f"{word} засвар")
    assert titles(word) == titles(word.upper()) == [f"{word} засвар"]
    db.session.rollback()


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("asked", ["", "засвар"])
def test_pages_hold_each_once_in_one_order(app, order, asked):
    register(*["Замын засвар"] * 30, *["Zasvar"] * 30, *["Өрөөний Бусзасвар"] * 7)
    search, seen, after = Search(asked, order=order), [], None
    while True:
        page = find(search, after, per_page=8)
        seen += page.contracts
        if (after := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 67
    if order is Order.AMOUNT:
        assert [c.amount for c in seen] == sorted((c.amount for c in seen), reverse=True)
    elif order is Order.DATE or not asked:
        assert [c.position for c in seen] == sorted((c.position for c in seen), reverse=True)


def test_a_broken_key_gives_the_first_page(app):
    register("Зам")
    for key in ("x", "1.", ".", "1.2.3", "9" * 40 + "." + "9" * 40):
        find(Search("зам"), key)
    assert len(find(Search("зам"), "x").contracts) == 1


def test_many_matches_walk_down_the_amounts(app, monkeypatch):
    register(*["Замын засвар"] * 30)
    monkeypatch.setattr(finding, "COUNTED", 5)
    monkeypatch.setattr(index, "_entries", lambda: 1)
    found = find(Search("замын зас", order=Order.AMOUNT), per_page=3)
    assert [int(c.amount) for c in found.contracts] == [30_000_000, 29_000_000, 28_000_000]
    assert [c.id for c in find(Search("зам"), per_page=3).contracts] == [27, 26, 25]


def test_filters_are_counted_beside_the_results(app):
    register("Замын засвар", "Замын засвар", "Сургууль")
    counted = facets.count(Search("зам"))
    assert (counted.total, counted.is_partial) == (2, False)
    assert counted.counts["category"] == [("works", 2)]
    assert counted.counts["year"] == [(2026, 2)]


def test_more_than_a_thousand_are_not_counted(app):
    register(*["Зам"] * 1002)
    counted = facets.count(Search("зам"))
    assert (counted.total, counted.is_partial) == (None, True)
    assert sum(number for _, number in counted.counts["year"]) == 1000


def test_the_whole_register_is_counted_after_imports(app):
    register("Зам", "Сургууль")
    facets.recount()
    counted = facets.count(Search())
    assert (counted.total, counted.counts["category"], counted.counts["year"]) == (2, [("works", 2)], [(2026, 2)])


def test_each_filter_narrows(app):
    register("Зам")
    contract = Contract.query.one()
    values = {"body": contract.buyer_id, "category": "works", "year": 2026, "band": 7, "state": "registered"}
    for name, value in values.items():
        assert titles(chosen={name: value}) == ["Зам"], name
        assert titles(chosen={name: "other" if isinstance(value, str) else value + 1}) == [], name


def test_the_index_follows_what_is_done_in_the_house(app):
    area = people.focus_area()
    contract = work.contract(title="Зам")
    assert titles("зам", chosen={"state": "monitored"}) == []
    service.take_up(contract, people.subnetwork(), [area.id], people.EVERYTHING, clock.now())
    db.session.flush()
    assert titles("зам", chosen={"state": "monitored", "focus_area": area.id}) == ["Зам"]
    assert titles("зам", public_only=True) == []
    service.publish_contract(contract, people.EVERYTHING, clock.now())
    db.session.flush()
    assert titles("зам", public_only=True) == ["Зам"]


def test_a_newer_release_moves_the_contract_and_its_words(app):
    register("Зам")
    later = release(1, "Гүүр", date="2026-05-01T00:00:00Z")
    Intake("test", clock.now()).keep([later])
    assert titles("зам") == [] and titles("гүүр") == ["Гүүр"]
    assert len(matches(Search())) == 1
    assert len(index.tokens(matches(Search()))) == 1


@pytest.mark.parametrize("share", [1, 2, 400])
def test_words_that_come_together_by_chance_or_never_are_found_all_the_same(app, share):
    """Few or many, where the planner guesses well and where it does not: newest first, and those before a position."""
    index.put({number: "ба" if number % 2 else f"ба{' га' * (number % share == 0)}" for number in range(1, 801)})
    index.put(dict.fromkeys(range(801, 1201), "га"))
    index.tidy()
    both = index.Expression(tuple(index.Group((word,), (f" {word}",)) for word in ("ба", "га")))
    expected = [number for number in range(800, 0, -1) if number % 2 == 0 and number % share == 0]
    for limit, before in ((2, None), (500, None), (3, 401)):
        behind = [number for number in expected if before is None or number < before]
        assert index.newest(both, limit, before) == behind[:limit]

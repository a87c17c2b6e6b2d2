import copy
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, get_template_attribute
from flask_babel import force_locale
from hypothesis import given, strategies as st

from app.contracts.comparison import AmountGrowth, Change, DayGrowth, Growths, Kind, compare, growth_over
from app.contracts.story import tell
from app.core.money import Money
from tests.unit.contracts.making import ANYTHING, LEAVES, RELEASES, compiled, money

OPPOSITE = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
OBJECTS = RELEASES | st.dictionaries(st.text(max_size=5), ANYTHING, max_size=4)
KEYS = st.sampled_from(["contracts", "items", "x", "y"])
# Lists hold entries with ids that differ, so that each leaf has one address of its own.
ADDRESSABLE = st.recursive(
    LEAVES,
    lambda inner: (
        st.dictionaries(KEYS, inner, max_size=3)
        | st.dictionaries(st.sampled_from("abc"), st.dictionaries(KEYS, inner, max_size=2), max_size=3).map(
            lambda entries: [{"id": key, **entry} for key, entry in entries.items()]
        )
    ),
    max_leaves=12,
)


def mnt(amount: str) -> Money:
    return Money(Decimal(amount), "MNT")


def contract(**fields: Any) -> dict[str, Any]:
    return compiled(contracts=[{"id": "c", **fields}])


def only(before: dict[str, Any], after: dict[str, Any]) -> Change:
    (change,) = compare(before, after)
    return change


def addressed(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each leaf with its address; lists by id."""
    if isinstance(value, list):
        value = {entry["id"]: entry for entry in value}
    if isinstance(value, dict):
        for key, member in value.items():
            yield from addressed(member, (*path, key))
    elif value is not None:
        yield path, repr(value == value and (isinstance(value, bool), value))


@given(OBJECTS)
def test_nothing_differs_from_itself(release: dict[str, Any]) -> None:
    assert compare(release, copy.deepcopy(release)) == ()


@given(OBJECTS, OBJECTS)
def test_any_two_objects_can_be_compared_and_backwards_alike(before: dict[str, Any], after: dict[str, Any]) -> None:
    there = {change.path: change for change in compare(before, after)}
    back = {change.path: change for change in compare(after, before)}
    assert there.keys() == back.keys()
    for path, change in there.items():
        assert back[path].kind == OPPOSITE[change.kind]
        assert (back[path].before, back[path].after) == (change.after, change.before)
        assert bool(change.before) == (change.kind != Kind.ADDED)


@given(st.dictionaries(KEYS, ADDRESSABLE, max_size=3), st.dictionaries(KEYS, ADDRESSABLE, max_size=3))
def test_each_leaf_that_differs_is_told_exactly_once(before: dict[str, Any], after: dict[str, Any]) -> None:
    told = [change.path for change in compare(before, after)]
    differing = {path for path, _ in set(addressed(before)) ^ set(addressed(after))}
    for path in differing:
        assert sum(path[: len(one)] == one for one in told) == 1
    for one in told:
        assert any(path[: len(one)] == one for path in differing)


def test_depth_is_no_danger() -> None:
    deep: Any = "end"
    for _ in range(5000):
        deep = [{"id": 1, "x": deep}]
    assert compare({"a": deep}, {"a": deep}) == ()
    assert only({"a": deep}, {"a": "flat"}).before == (*("1",) * 8, "…")


def test_true_is_not_one_and_nothing_has_many_forms() -> None:
    assert only({"a": True}, {"a": 1}).kind == Kind.CHANGED
    assert compare({"a": 1, "b": None, "c": {}, "d": []}, {"a": 1.0}) == ()


def test_the_releases_themselves_do_not_count() -> None:
    assert compare(compiled(), compiled(id="2", date="2026-05-05", tag=["x"])) == ()


def test_an_amount_that_grew() -> None:
    change = only(contract(value=money(1000)), contract(value=money(1180.5)))
    assert (change.pointer, change.label, change.kind) == ("/contracts/c/value", "Contracted value", Kind.CHANGED)
    assert (change.before, change.after) == ((mnt("1000"),), (mnt("1180.5"),))
    assert change.growth == AmountGrowth(mnt("180.5"), Decimal("18.0"))
    assert change.growth.is_more


@pytest.mark.parametrize(
    ("before", "after", "growth"),
    [
        (money(200), money(150), AmountGrowth(mnt("-50"), Decimal("-25"))),
        (money(0), money(150), AmountGrowth(mnt("150"), None)),
        (money(0.001), money(150), AmountGrowth(mnt("149.999"), None)),
        (money(200), money(300, "USD"), None),
        (money(200, ""), money(300, ""), None),
        (money(200), {"amount": "many", "currency": "MNT"}, None),
    ],
)
def test_amounts_grow_only_in_one_currency(before: Any, after: Any, growth: AmountGrowth | None) -> None:
    assert only(contract(value=before), contract(value=after)).growth == growth


def test_an_end_date_that_moved() -> None:
    before, after = ({"startDate": "2026-01-01", "endDate": day} for day in ("2026-03-31T00:00:00Z", "2026-05-30"))
    change = only(contract(period=before), contract(period=after))
    assert (change.label, change.growth) == ("End date", DayGrowth(60))
    assert (change.before, change.after) == ((date(2026, 3, 31),), (date(2026, 5, 30),))


def test_only_the_hour_differs() -> None:
    before, after = ({"endDate": f"2026-03-31T{hour}:00:00Z"} for hour in ("00", "23"))
    change = only(contract(period=before), contract(period=after))
    assert (change.growth, change.before) == (None, ("2026-03-31T00:00:00Z",))


def test_entries_are_matched_by_id_wherever_they_stand() -> None:
    milestones = [{"id": n, "title": f"M{n}", "status": "scheduled"} for n in range(3)]
    moved = [{"id": 9, "title": "New", "dueDate": "2026-07-01"}, milestones[2], {**milestones[0], "status": "met"}]
    found = compare(contract(milestones=milestones), contract(milestones=moved))
    changes = {change.pointer: change for change in found}
    added, met, gone = (changes[f"/contracts/c/milestones/{end}"] for end in ("9", "0/status", "1"))
    assert len(changes) == 3
    assert (added.kind, added.after) == (Kind.ADDED, ("New", date(2026, 7, 1)))
    assert (met.subject, [str(*part) for part in (met.before, met.after)]) == ("M0", ["Scheduled", "Met"])
    assert (gone.kind, gone.before, gone.label) == (Kind.REMOVED, ("M1",), "Milestone")


def test_entries_without_ids_are_matched_by_name_or_place() -> None:
    before = {"awards": [{"value": money(5), "suppliers": [{"name": "A"}, {"name": "B"}]}]}
    after = {"awards": [{"value": money(6), "suppliers": [{"name": "B"}]}]}
    assert [(change.pointer, change.label) for change in compare(before, after)] == [
        ("/awards/0/suppliers/A", "Supplier"),
        ("/awards/0/value", "Awarded value"),
    ]


def test_a_new_contract_is_told_field_by_field_and_by_name() -> None:
    old, new = {"id": "1", "title": "Road"}, {"id": "a/b", "title": "Bridge", "value": money(7)}
    changes = compare({"contracts": [old]}, {"contracts": [old, new]})
    assert [(change.pointer, change.label, change.subject) for change in changes] == [
        ("/contracts/a~1b/value", "Contracted value", "Bridge"),
        ("/contracts/a~1b/id", "Contract", "Bridge"),
        ("/contracts/a~1b/title", "Title of the contract", "Bridge"),
    ]


def test_what_people_ask_about_comes_first() -> None:
    after = compiled(x=1, tender={"title": "T", "extension": [1, 2]}, contracts=[{"id": "c", "value": money(5)}])
    labels = [str(change.label) for change in compare(compiled(), after)]
    assert labels == ["Contracted value", "Contract", "Title", "", ""]


def versions(*contracts: dict[str, Any]) -> Growths:
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    return growth_over((number, made_at, tell(contract(**one))) for number, one in enumerate(contracts, 1))


def test_growth_through_all_versions() -> None:
    days = ({"endDate": day} for day in ("2026-03-31", "2026-03-31", "2026-05-30"))
    values = (money(1000), money(1000), money(1180))
    growths = versions(*({"value": value, "period": day} for value, day in zip(values, days, strict=True)))
    (amount,) = growths.amounts
    assert (amount.first.number, amount.last.number) == (1, 3)
    assert amount.growth == amount.last.growth == AmountGrowth(mnt("180"), Decimal(18))
    assert growths.end and growths.end.growth == DayGrowth(60)
    assert growths.grown == (amount, growths.end)


def test_a_detour_is_kept_in_the_steps_and_no_growth_in_all() -> None:
    (amount,) = versions({"value": money(10)}, {"value": money(5)}, {}, {"value": money(10)}).amounts
    assert [(step.number, step.value) for step in amount.steps] == [(1, mnt("10")), (2, mnt("5")), (4, mnt("10"))]
    assert amount.growth is None


def test_each_currency_goes_its_own_way() -> None:
    growths = versions({"value": money(10)}, {"value": money(5, "USD")})
    assert [(course.first.value, course.growth) for course in growths.amounts] == [
        (mnt("10"), None),
        (Money(Decimal(5), "USD"), None),
    ]
    assert (growths.grown, growth_over([])) == ((), Growths())


def test_an_award_is_no_contract_that_grew() -> None:
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    awarded = compiled(awards=[{"id": 1, "value": money(900)}])
    growths = growth_over([(1, made_at, tell(awarded)), (2, made_at, tell(contract(value=money(1000))))])
    assert [course.first.number for course in growths.amounts] == [2]


def rendered(app: Flask, macro: str, *arguments: Any) -> str:
    with app.test_request_context(), force_locale("en"):
        return " ".join(get_template_attribute("contracts/_changes.html", macro)(*arguments).split())


def test_changes_are_readable_without_colours(app: Flask) -> None:
    page = rendered(app, "changes", compare(contract(value=money(1000)), contract(value=money(1180), note="<b>")))
    for said in ("Contracted value", "before:", "now:", "₮ 1,180", "more by ₮ 180 (18%)", "1 other field"):
        assert said in page
    assert "/contracts/c/note" in page and "&lt;b&gt;" in page and "<b>" not in page


def test_nothing_changed_is_said(app: Flask) -> None:
    assert "Nothing" in rendered(app, "changes", ())


def test_how_a_version_came_about(app: Flask) -> None:
    releases = [{"id": "r-1", "date": date(2026, 1, 2), "tags": ["contractAmendment", "x"], "source": "Registry"}]
    page = rendered(app, "version_heading", 3, datetime(2026, 1, 2, tzinfo=UTC), releases)
    for said in ("Version 3", "r-1", "Contract amended", "x", "Registry"):
        assert said in page


def test_growth_since_the_first_version_is_said(app: Flask) -> None:
    grown = versions(
        {"value": money(1000), "period": {"endDate": "2026-03-31"}},
        {"value": money(1180), "period": {"endDate": "2026-04-01"}},
    )
    page = rendered(app, "growth_callout", grown)
    assert "grew by 18% since version 1" in page
    assert "1 day later than in version 1" in page
    assert rendered(app, "growth_callout", versions({"value": money(1000)})) == ""

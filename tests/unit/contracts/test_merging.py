import contextlib
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from app.contracts.release import FaultCode, merge, merge_reporting
from tests.unit.contracts.making import RELEASES
from tests.unit.ocds.samples import SAMPLES, needs_samples

# Their compiled releases were edited by hand and differ from what their own releases say.
EDITED = {"merging_embedded_releases.json", "amendments_contract.json"}


def release(date: str, **fields: Any) -> dict[str, Any]:
    return {"ocid": "a", "id": date, "date": date, "tag": ["tender"], **fields}


def fault_codes(*releases: dict[str, Any]) -> list[str]:
    return [fault.code for fault in merge_reporting(releases)[1]]


def test_later_values_win_whatever_the_order_of_arrival() -> None:
    releases = [
        release("2024-01-01T00:00:00Z", title="first", kept=1),
        release("2024-01-02T00:00:00Z", title="second"),
        release("2024-01-03T00:00:00Z", title="third", removed=None),
    ]
    for order in itertools.permutations(releases):
        merged = merge(list(order))
        assert (merged["title"], merged["kept"]) == ("third", 1)
        assert (merged["id"], merged["date"]) == ("a-2024-01-03T00:00:00Z", "2024-01-03T00:00:00Z")
        assert merged["tag"] == ["compiled"]


def test_order_is_by_instant_not_by_text() -> None:
    early, late = release("2024-01-01T23:00:00+08:00", x=1), release("2024-01-01T20:00:00Z", x=2)
    assert merge([late, early])["x"] == 2


def test_null_removes() -> None:
    merged = merge(
        [release("2024-01-01", tender={"id": 1, "title": "x"}), release("2024-01-02", tender={"title": None})]
    )
    assert merged["tender"] == {"id": 1}


def test_undated_releases_are_oldest_and_told() -> None:
    undated, absurd, dated = release(""), release("5377-01-01", x="absurd"), release("2024-01-01", x="dated")
    assert merge([dated, absurd, undated])["x"] == "dated"
    assert fault_codes(dated, absurd, undated) == [FaultCode.UNDATED] * 2


def test_lists_without_ids_are_replaced_whole() -> None:
    suppliers = [[{"name": "A"}], [{"name": "A"}, {"name": "B"}]]
    merged = merge(
        [release(f"2024-01-0{n}", awards=[{"id": 1, "suppliers": some}]) for n, some in enumerate(suppliers, 1)]
    )
    assert merged["awards"] == [{"id": 1, "suppliers": suppliers[1]}]


def test_lists_with_ids_are_merged() -> None:
    merged = merge(
        [
            release("2024-01-01", contracts=[{"id": 1, "items": [{"id": 1, "quantity": 1}]}]),
            release("2024-01-02", contracts=[{"id": 1, "items": [{"id": 2}]}, {"id": 2}]),
        ]
    )
    assert merged["contracts"] == [{"id": 1, "items": [{"id": 1, "quantity": 1}, {"id": 2}]}, {"id": 2}]


def test_additional_identifiers_are_replaced_whole_though_they_have_ids() -> None:
    old, new = [{"id": "1", "additionalIdentifiers": [{"id": i}]} for i in "ab"]
    assert merge([release("2024-01-01", parties=[old]), release("2024-01-02", parties=[new])])["parties"] == [new]


def test_entries_that_share_an_id_are_told() -> None:
    item = {"id": 7}
    _, faults = merge_reporting([release("2024-01-01", tender={"items": [item, item, item]})])
    assert [(fault.code, fault.path, fault.detail) for fault in faults] == [
        (FaultCode.SAME_ID_TWICE, "/tender/items", "7")
    ]


def test_a_release_that_contradicts_newer_ones_in_form_is_left_out_and_told() -> None:
    odd, old, new = (
        release("2024-01-01", tender="odd", lost=1),
        release("2024-01-02", tender={"id": 1}, kept=1),
        release("2024-01-03", tender={"id": 1, "title": "x"}),
    )
    merged, faults = merge_reporting([odd, old, new])
    assert merged["tender"] == {"id": 1, "title": "x"}
    assert ("kept" in merged, "lost" in merged) == (True, False)
    assert [(fault.code, fault.detail) for fault in faults] == [(FaultCode.LEFT_OUT, "2024-01-01")]


def test_the_newest_release_stands_even_against_all_others() -> None:
    others = [release(f"2024-01-0{number}", tender="odd") for number in (1, 2)]
    assert merge([*others, release("2024-01-03", tender={"id": 1})])["tender"] == {"id": 1}


@pytest.mark.parametrize("releases", [[], [{"ocid": "a"}, {"ocid": "b"}]])
def test_only_releases_of_one_process_merge(releases: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="one contracting process"):
        merge(releases)


def test_the_releases_stay_as_they_were() -> None:
    releases = [release("2024-01-02", tender={"id": 1}), release("2024-01-01", tender={"x": None})]
    before = json.dumps(releases)
    merge(releases)["tender"]["id"] = 2
    assert json.dumps(releases) == before


@given(st.lists(RELEASES, min_size=1, max_size=3))
def test_any_releases_merge(releases: list[dict[str, Any]]) -> None:
    merged, _ = merge_reporting(releases)
    assert (merged["ocid"], merged["tag"]) == ("ocds-1-1", ["compiled"])
    assert json.dumps(merged)


def records() -> list[Any]:
    """Records of the samples with releases, and the compiled release expected of them."""
    return [
        pytest.param(record["releases"], record["compiledRelease"], id=f"{path.name} {record['ocid']}")
        for path in sorted(SAMPLES.glob("*/*.json"))
        if path.name not in EDITED
        for record in records_in(path)
        if "compiledRelease" in record and any("ocid" in release for release in record.get("releases", []))
    ]


def records_in(path: Path) -> list[Any]:
    with contextlib.suppress(ValueError):
        package = json.loads(path.read_text())
        return package.get("records", []) if isinstance(package, dict) else []
    return []


def comparable(value: Any) -> Any:
    """Without empty objects, which the library drops."""
    if isinstance(value, dict):
        return {key: comparable(member) for key, member in value.items() if member != {}}
    return [comparable(entry) for entry in value] if isinstance(value, list) else value


@needs_samples
@pytest.mark.parametrize(("releases", "expected"), records())
def test_records_merge_as_their_publishers_did(releases: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    merged = merge(list(reversed(releases)))
    assert comparable(merged) == comparable(expected) | {"id": merged["id"]}  # older tools made other ids


@needs_samples
def test_the_standards_example_of_updates() -> None:
    folder = SAMPLES / "standard-examples"
    names = ("award2", "tender1", "award1", "tender3", "tender2")
    packages = [json.loads((folder / f"merging_updates_{name}.json").read_text()) for name in names]
    merged = merge([one for package in packages for one in package["releases"]])
    record = json.loads((folder / "merging_updates_merged.json").read_text())["records"][0]
    assert comparable(merged) == comparable(record["compiledRelease"]) | {"id": merged["id"]}

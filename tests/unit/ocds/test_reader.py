"""What is found in packages, records and releases, and what is said of it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.contracts.release import FaultCode
from app.ocds.problems import Problem, ProblemCode, Unusable
from app.ocds.reader import Found, fingerprint, read_path
from tests.unit.ocds.making import events, found, problems, release
from tests.unit.ocds.samples import SAMPLES, needs_samples, sample_files


def as_file(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def first(value: Any) -> Found:
    return next(event for event in events(as_file(value)) if isinstance(event, Found))


def codes(value: Any) -> list[str]:
    return [code for code, _ in problems(as_file(value))]


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in release().items() if key != name}


def test_a_release_tells_what_its_package_says() -> None:
    package = {
        "uri": "https://example.org/1",
        "version": "1.1",
        "license": "CC-BY",
        "publisher": {"name": "Publisher"},
        "publishedDate": "2024-07-01T00:00:00Z",
        "releases": [release()],
    }
    one = first(package)
    assert (one.ocid, one.release_id, one.tags, one.version) == ("ocds-1-1", "1", ("contract",), "1.1")
    assert (one.publisher, one.licence, one.package_uri) == ("Publisher", "CC-BY", "https://example.org/1")
    assert one.date == datetime(2024, 5, 5, 23, 8, 9, tzinfo=UTC)
    assert one.published_at == datetime(2024, 7, 1, tzinfo=UTC)


def test_a_package_may_say_nothing_or_nonsense_of_itself() -> None:
    assert first({"releases": [release()]}).version == "1.0"
    assert first({"releases": [release(parties=[])]}).version == "1.1"
    assert first({"publisher": [1], "version": {}, "uri": None, "releases": [release()]}).publisher is None


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (without("ocid"), ProblemCode.MISSING_OCID),
        (release(ocid=" "), ProblemCode.MISSING_OCID),
        (release(ocid=None), ProblemCode.MISSING_OCID),
        (release(ocid=7), ProblemCode.OCID_NOT_TEXT),
        (release(ocid={}), ProblemCode.OCID_NOT_TEXT),
        (7, ProblemCode.NOT_A_RELEASE),
        (None, ProblemCode.NOT_A_RELEASE),
        ([], ProblemCode.NOT_A_RELEASE),
    ],
)
def test_a_bad_release_is_left_out_and_loses_no_other(bad: object, code: ProblemCode) -> None:
    content = as_file({"releases": [release("a"), bad, release("b")]})
    assert [raw["ocid"] for raw in found(content)] == ["a", "b"]
    assert problems(content) == [(code, "/releases/1")]


def test_a_release_without_id_is_named_by_its_content() -> None:
    one = first(without("id"))
    assert one.release_id == f"sha256-{fingerprint(one.raw)[:16]}"
    assert codes(without("id")) == [ProblemCode.MISSING_ID]


@pytest.mark.parametrize("date", [None, "", "soon", "5377-01-01T00:00:00Z", 20240506])
def test_a_release_without_readable_date_takes_that_of_its_package(date: object) -> None:
    package = {"publishedDate": "2024-07-01T00:00:00Z", "releases": [release(date=date)]}
    assert first(package).date == datetime(2024, 7, 1, tzinfo=UTC)
    assert ProblemCode.MISSING_DATE in codes(package)
    assert first(release(date=date)).date is None


def test_a_release_without_tag_is_taken() -> None:
    assert first(without("tag")).tags == ()
    assert codes(without("tag")) == [ProblemCode.MISSING_TAG]
    assert first(release(tag="tender")).tags == ("tender",)
    assert codes(release(tag="tender")) == [FaultCode.NOT_A_LIST]


def test_faults_inside_are_told_and_nothing_is_mended() -> None:
    faulty = release(
        planning={"budget": {"amount": {"amount": "1'250'000", "currency": "MNT"}}},
        tender={"tenderPeriod": {"endDate": "5377-01-01"}},
    )
    content = as_file({"releases": [faulty]})
    assert found(content) == [faulty]
    assert problems(content) == [
        (FaultCode.NUMBER_AS_TEXT, "/releases/0/planning/budget/amount/amount"),
        (FaultCode.DATE_ABSURD, "/releases/0/tender/tenderPeriod/endDate"),
    ]
    assert {event.ocid for event in events(content)} == {"ocds-1-1"}


def test_of_a_record_the_releases_are_taken() -> None:
    record = {"ocid": "a", "releases": [release("a")], "compiledRelease": release("a", id="c")}
    for content in (record, [record], {"records": [record]}):
        assert found(as_file(content)) == [release("a")]


def test_of_a_record_of_links_the_compiled_release_is_taken() -> None:
    link = {"url": "https://example.org/1", "date": "2024-01-01", "tag": ["tender"]}
    record = {"ocid": "a", "releases": [link], "compiledRelease": without("tag") | {"ocid": "a"}}
    assert first(record).tags == ("compiled",)
    assert (ProblemCode.LINKED_RELEASES_NOT_FOLLOWED, "/") in problems(as_file(record))
    assert codes({"ocid": "a", "releases": [link]}) == [ProblemCode.LINKED_RELEASES_NOT_FOLLOWED]


def test_when_all_releases_of_a_record_are_bad_the_compiled_one_is_taken() -> None:
    record = {"ocid": "a", "releases": [without("ocid")], "compiledRelease": release("a", tag=["compiled"])}
    assert first({"records": [record]}).where == "/records/0/compiledRelease"


def versions(*values: object) -> list[dict[str, object]]:
    return [
        {"releaseID": str(number), "releaseDate": f"2024-0{number}-01T00:00:00Z", "value": value}
        for number, value in enumerate(values, 1)
    ]


def test_a_versioned_release_is_the_last_resort() -> None:
    tender = {"id": "t", "title": versions("old", "new"), "status": versions("planned", None)}
    versioned = {"ocid": "a", "tender": tender}
    for content in ({"ocid": "a", "versionedRelease": versioned}, versioned):
        one = first(content)
        assert one.raw["tender"] == {"id": "t", "title": "new"}
        assert (one.date, one.tags) == (datetime(2024, 2, 1, tzinfo=UTC), ("compiled",))
        assert codes(content) == [ProblemCode.VERSIONED_RELEASE_USED]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"releases": []}, ProblemCode.EMPTY_PACKAGE),
        ({"records": []}, ProblemCode.EMPTY_PACKAGE),
        ({"records": [{"ocid": "a"}]}, ProblemCode.EMPTY_RECORD),
        ({"records": [5]}, ProblemCode.NOT_A_RELEASE),
        ({"ocid": "a", "releases": []}, ProblemCode.EMPTY_RECORD),
    ],
)
def test_packages_and_records_of_nothing(value: object, code: ProblemCode) -> None:
    assert codes(value) == [code]


def test_a_value_that_is_not_ocds_among_others_is_told() -> None:
    assert problems(as_file([release(), {"a": 1}, 5])) == [
        (ProblemCode.NOT_OCDS, "/1"),
        (ProblemCode.NOT_OCDS, "/2"),
    ]


def test_of_two_equal_keys_the_last_counts() -> None:
    assert first_raw(b'{"ocid": "a", "ocid": "b", "tag": ["x"]}')["ocid"] == "b"


def first_raw(content: bytes) -> dict[str, Any]:
    return found(content)[0]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (b"NaN", None),
        (b"-Infinity", None),
        (rb'"\ud800"', "?"),
        (rb'"a\udc00b"', "a?b"),
        (b'"a\x01b"', "a\x01b"),
    ],
)
def test_what_is_nearly_json_is_read_and_told(written: bytes, read_as: object) -> None:
    content = b'{"ocid": "a", "tag": ["x"], "odd": ' + written + b"}"
    assert first_raw(content)["odd"] == read_as
    assert (ProblemCode.LOOSE_JSON, "/") in problems(content)


@pytest.mark.parametrize("number", [b"1e400", b"1" * 5000])
def test_a_number_no_library_holds_costs_its_release(number: bytes) -> None:
    content = b'[{"ocid": "a", "tag": ["x"], "odd": ' + number + b"}," + as_file(release("b")) + b"]"
    assert [raw["ocid"] for raw in found(content)] == ["b"]
    assert (ProblemCode.RELEASE_UNREADABLE, "/0") in problems(content)


@pytest.mark.parametrize("depth", [70, 900, 5_000])
def test_a_release_nested_too_deep_is_left_out(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    content = b'{"ocid": "a", "tag": ["x"], "odd": ' + deep + b"}\n" + as_file(release("b"))
    assert [raw["ocid"] for raw in found(content)] == ["b"]
    assert problems(content) == [(ProblemCode.NESTED_TOO_DEEP, "line 1")]


def test_an_encoding_that_is_not_utf_8_is_guessed_and_told_once() -> None:
    text = "\n".join(json.dumps(release(title="Peñón"), ensure_ascii=False) for _ in range(3))
    content = text.encode("iso-8859-1")
    assert {raw["title"] for raw in found(content)} == {"Peñón"}
    assert problems(content) == [(ProblemCode.ENCODING_GUESSED, "line 1")]


def test_the_fingerprint_is_of_the_content() -> None:
    one, other = release(a=1, b=[2.5, "ө"]), dict(reversed(release(a=1, b=[2.5, "ө"]).items()))
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(one | {"a": 2})


def sample(name: str) -> list[Found | Problem]:
    return list(read_path(SAMPLES / name))


@needs_samples
@pytest.mark.parametrize("path", list(sample_files()), ids=lambda path: path.name)
def test_every_sample_gives_releases_or_reasons(path: Any) -> None:
    try:
        assert list(read_path(path))
    except Unusable as refusal:
        assert str(refusal)


@needs_samples
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ocdskit/ocds-sample-data.json.gz", 6),
        ("ocdskit/release-packages.jsonl", 4),
        ("ocdskit/realdata_release-package_split.json", 4),
        ("ocdskit/realdata_record-package_split.json", 4),
        ("ocdskit/realdata_record-package_linked-releases.json", 2),
        ("ocdskit/realdata_release-package_encoding-iso-8859-1.json", 3),
        ("standard-examples/change_history_records_contractAmendment.json", 6),
        ("sample-data/fictional-example_1.1_ocds-213czf-000-00001.json", 6),
    ],
)
def test_releases_of_samples(name: str, count: int) -> None:
    assert sum(isinstance(event, Found) for event in sample(name)) == count


@needs_samples
def test_both_encodings_of_one_file_say_the_same() -> None:
    package = "ocdskit/realdata_release-package_encoding-{}.json"
    latin, utf = (
        [event.raw["tender"]["title"] for event in sample(package.format(name)) if isinstance(event, Found)]
        for name in ("iso-8859-1", "utf-8")
    )
    assert latin == utf


def test_problems_after_a_release_are_its_own() -> None:
    content = as_file([release("a", tag=[]), release("b", date="soon")])
    assert [event.ocid for event in events(content) if isinstance(event, Problem)] == ["a", "b", "b"]


def test_a_large_value_in_utf_8_is_not_taken_for_another_encoding() -> None:
    content = as_file(release(title="ө" * 1_500_000))
    assert problems(content) == []
    assert problems(content.replace("ө".encode(), b"\xf6", 1)) == [(ProblemCode.ENCODING_GUESSED, "/")]

"""Values larger than the limit are read part by part, and say the same as when they are read whole."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from app.ocds.problems import ProblemCode, Unusable
from app.ocds.reader import Found, fingerprint
from tests.unit.ocds.making import RELEASES, events, found, problems, release

LIMIT = 400  # bytes; a release made here has about 90
SEVERAL = [release(f"ocds-1-{number}") for number in range(12)]
HEAD = {"publisher": {"name": "Publisher"}, "publishedDate": "2024-07-01T00:00:00Z"}

SHAPES: dict[str, Any] = {
    "package": lambda values: {**HEAD, "releases": values, "uri": "u", "extensions": ["x" * 50] * 20},
    "records": lambda values: {**HEAD, "records": [{"ocid": v["ocid"], "releases": [v]} for v in values]},
    "array": lambda values: values,
    "array of packages": lambda values: [{**HEAD, "releases": values[:1]}, {"releases": values[1:]}],
    "array of arrays": lambda values: [[], [values]],
}
LAYOUTS: dict[str, Any] = {
    "compact": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(),
    "pretty": lambda value: json.dumps(value, indent=1).encode(),
    "of Windows": lambda value: json.dumps(value, indent=0).replace("\n", "\r\n").encode(),
    "BOM": lambda value: b"\xef\xbb\xbf" + json.dumps(value).encode(),
}


def some(content: bytes, limit: int = LIMIT) -> list[dict[str, Any]]:
    return [event.raw for event in events(content, max_value_bytes=limit) if isinstance(event, Found)]


def told(content: bytes) -> list[tuple[str, str]]:
    return problems(content, max_value_bytes=LIMIT)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_large_value_says_what_it_says_whole(shape: str, layout: str) -> None:
    content = LAYOUTS[layout](SHAPES[shape](SEVERAL))
    assert len(content) > 2 * LIMIT
    expected = [(event.where, event.raw) for event in events(content) if isinstance(event, Found)]
    large = [event for event in events(content, max_value_bytes=LIMIT) if isinstance(event, Found)]
    assert [(event.where, event.raw) for event in large] == expected
    assert found(content) == SEVERAL


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("layout", LAYOUTS)
@given(values=st.lists(RELEASES, min_size=2, max_size=4))
def test_a_release_has_one_fingerprint(shape: str, layout: str, values: list[dict[str, Any]]) -> None:
    content = LAYOUTS[layout](SHAPES[shape](values))
    limit = max(len(json.dumps(part, indent=1)) for part in [*SHAPES["records"](values)["records"], HEAD]) * 2
    taken = some(content + b" " * limit, limit)
    assert [fingerprint(raw) for raw in taken] == [fingerprint(raw) for raw in values]


def test_numbers_and_letters_come_out_the_same() -> None:
    odd = release(numbers=[1.0, 1, 1e22, 0.1, -0.0, 2**63, 1e-7, 123456789.123456789], letters="ө\u2028😀\x7f")
    for content in map(LAYOUTS["pretty"], ({"releases": [odd] * 9}, [odd] * 9)):
        assert {repr(raw) for raw in some(content, 800)} == {repr(odd)}


def test_what_stands_before_the_releases_is_used_and_what_stands_behind_is_not() -> None:
    one = next(iter(events(LAYOUTS["compact"](SHAPES["package"](SEVERAL)), max_value_bytes=LIMIT)))
    assert isinstance(one, Found)
    assert (one.publisher, one.package_uri) == ("Publisher", None)
    assert one.published_at == datetime(2024, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_before_a_cut_all_is_taken(layout: str) -> None:
    content = LAYOUTS[layout](SHAPES["package"](SEVERAL))
    content = content[: content.index(b"ocds-1-9")]
    assert some(content) == SEVERAL[:9]
    last = events(content, max_value_bytes=LIMIT)[-1]
    assert (last.code, last.where, last.fatal) == (ProblemCode.REST_MISSING, "/releases/9", True)


def test_a_broken_release_costs_only_itself() -> None:
    content = LAYOUTS["compact"]({"releases": SEVERAL}).replace(b'"ocds-1-5",', b'"ocds-1-5"', 1)
    assert some(content) == SEVERAL[:5] + SEVERAL[6:]
    assert told(content) == [(ProblemCode.SYNTAX_ERROR, "/releases/5")]


def test_a_release_that_is_nearly_json_is_mended_by_itself() -> None:
    content = LAYOUTS["pretty"]([*SEVERAL, release(odd=float("nan"))])
    assert some(content) == [*SEVERAL, release(odd=None)]
    assert told(content) == [(ProblemCode.LOOSE_JSON, "/12")]


def test_a_release_that_is_too_large_costs_only_itself() -> None:
    large = release(items=[{"id": number} for number in range(100)])
    for content in map(LAYOUTS["compact"], ({"releases": [ONE, large, ONE]}, [ONE, large, ONE])):
        assert some(content) == [ONE, ONE]
        assert [code for code, _ in told(content)] == [ProblemCode.VALUE_TOO_LARGE]


ONE = SEVERAL[0]


@pytest.mark.parametrize("rubbish", [b";", b"}", b'" "', b"x"])
def test_what_cannot_be_read_on_is_told(rubbish: bytes) -> None:
    content = LAYOUTS["compact"](SEVERAL[:8])[:-1] + rubbish + LAYOUTS["compact"](SEVERAL[8:])[1:]
    assert some(content) == SEVERAL[:8]
    assert [code for code, _ in told(content)] == [ProblemCode.REST_UNREADABLE]


def test_values_after_a_large_one_are_read() -> None:
    content = LAYOUTS["pretty"]({"releases": SEVERAL}) + LAYOUTS["compact"](ONE) + b"\n" + LAYOUTS["compact"](ONE)
    assert some(content) == [*SEVERAL, ONE, ONE]
    last = [event.where for event in events(content, max_value_bytes=LIMIT)][-2:]
    assert last == [f"line {content.count(10)}, value 2", f"line {content.count(10) + 1}"]


def test_large_values_on_lines() -> None:
    content = LAYOUTS["compact"](ONE) + b"\n" + LAYOUTS["compact"]({"releases": SEVERAL}) + b"\n"
    assert some(content * 2) == [ONE, *SEVERAL] * 2
    places = [event.where for event in events(content * 2, max_value_bytes=LIMIT)]
    assert places[1] == "line 2, /releases/0"
    assert places[-1] == "line 4, /releases/11"


def test_another_encoding_is_recognised() -> None:
    content = json.dumps([release(title="Peñón")] * 9, ensure_ascii=False).encode("iso-8859-1")
    assert {raw["title"] for raw in some(content)} == {"Peñón"}
    assert told(content) == [(ProblemCode.ENCODING_GUESSED, "/0")]


@pytest.mark.parametrize("value", [{"features": [1] * 999}, ["x" * 999], [[1] * 999]])
def test_large_but_not_ocds(value: object) -> None:
    with pytest.raises(Unusable) as refusal:
        some(LAYOUTS["compact"](value))
    assert refusal.value.why_code in (ProblemCode.VALUE_TOO_LARGE, ProblemCode.NOT_OCDS)


MEASURE = """
import resource, sys
from app.ocds.reader import pieces
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as stream:
    count = sum(1 for piece in pieces(stream, max_value_bytes=1 << 20))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    many = [release(title="ө" * 700)] * 20_000
    path.write_text(json.dumps({"releases": many}, ensure_ascii=False))
    command = [sys.executable, "-c", MEASURE, path]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    count, kilobytes = map(int, ran.stdout.split())
    assert path.stat().st_size > 30_000_000
    assert count == len(many)
    assert kilobytes < 10_000

"""Files of many values: what is broken costs only itself."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest

from app.ocds.problems import ProblemCode, Unusable
from app.ocds.reader import Found, read
from tests.unit.ocds.making import events, found, jsonl, problems, release

ONE, TWO, THREE = (release(f"ocds-1-{number}") for number in (1, 2, 3))
LINES = [jsonl([value]) for value in (ONE, TWO, THREE)]


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def places(content: bytes) -> list[str]:
    return [event.where for event in events(content) if isinstance(event, Found)]


def why(content: bytes) -> tuple[str, str]:
    with pytest.raises(Unusable) as refusal:
        events(content)
    return refusal.value.why_code, refusal.value.where


@pytest.mark.parametrize("broken", [b'{""ocid": 1}', b"{", b"}", b'{"ocid": "ocds-1-2", "ten', b"no json", b"[1,"])
def test_a_broken_line_costs_only_itself(broken: bytes) -> None:
    content = LINES[0] + broken + b"\n" + LINES[1] + LINES[2]
    assert found(content) == [ONE, TWO, THREE]
    assert [where for _, where in problems(content)] == ["line 2"]


@pytest.mark.parametrize("end", [b"[", b",", b":", b" "])
def test_a_cut_line_does_not_swallow_the_next(end: bytes) -> None:
    content = b'{"ocid": "a", "tender": {"x"' + end + b"\n" + LINES[0] + LINES[1] + LINES[2]
    assert found(content) == [ONE, TWO, THREE]
    assert len(problems(content)) == 1


def test_the_first_line_may_be_the_broken_one() -> None:
    assert found(b"{\n" + LINES[0]) == [ONE]


def test_a_last_line_cut_off() -> None:
    content = LINES[0] + LINES[1][:40]
    assert found(content) == [ONE]
    assert problems(content) == [(ProblemCode.TRUNCATED, "line 2")]


def test_a_broken_value_of_many_lines_costs_only_itself() -> None:
    broken = json.dumps(TWO, indent=2).replace('"id"', "id").encode()
    content = LINES[0] + broken + b"\n" + json.dumps(THREE, indent=2).encode()
    assert found(content) == [ONE, THREE]
    assert problems(content) == [(ProblemCode.SYNTAX_ERROR, "line 4")]


def test_a_value_of_many_lines_without_end_costs_only_itself() -> None:
    broken = json.dumps(TWO, indent=2).rstrip("}").encode()
    content = json.dumps(ONE, indent=2).encode() + b"\n" + broken + json.dumps(THREE, indent=2).encode()
    assert found(content) == [ONE, THREE]
    assert len(problems(content)) == 1


def test_places_name_the_line_and_the_value_on_it() -> None:
    content = LINES[0].strip() + LINES[1] + LINES[2]
    assert places(content) == ["line 1", "line 1, value 2", "line 2"]


def test_a_place_in_a_file_of_one_value_needs_no_line() -> None:
    content = json.dumps({"releases": [ONE, TWO]}, indent=1).encode()
    assert [event.where for event in events(content) if isinstance(event, Found)] == [
        "/releases/0",
        "/releases/1",
    ]


def test_a_syntax_error_is_told_at_its_line() -> None:
    content = json.dumps({"releases": [ONE]}, indent=1).replace('"date"', "date").encode()
    assert why(content) == (ProblemCode.SYNTAX_ERROR, "line 6")


@pytest.mark.parametrize("content", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", packed(b"")])
def test_nothing(content: bytes) -> None:
    assert why(content) == (ProblemCode.EMPTY_FILE, "/")


@pytest.mark.parametrize("content", [b"a,b\n1,2", b"<html>", b"%PDF-1.7", "{}".encode("utf-16")])
def test_not_json(content: bytes) -> None:
    assert why(content)[0] == ProblemCode.NOT_JSON


@pytest.mark.parametrize("content", [b"1", b'"x"', b"null", b"[]", b"{}", b'{"a": 1}', b'[[{"ocid": "a"}]]'])
def test_json_but_not_ocds(content: bytes) -> None:
    assert why(content)[0] == ProblemCode.NOT_OCDS


def test_a_package_cut_off_is_unusable() -> None:
    assert why(json.dumps({"releases": [ONE, TWO]}).encode()[:-30])[0] == ProblemCode.TRUNCATED


def test_a_gzip_cut_off_keeps_what_came_before() -> None:
    lines = jsonl([release(f"ocds-{number}", number=number**7) for number in range(3000)])
    content = packed(lines)[:-2000]
    assert len(found(content)) > 1000
    last = events(content)[-1]
    assert (last.code, last.fatal) == (ProblemCode.TRUNCATED_GZIP, True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed(LINES[0])[:20], ProblemCode.TRUNCATED_GZIP),
        (b"\x1f\x8bnot really", ProblemCode.DAMAGED_GZIP),
        (packed(LINES[0])[:-8] + b"12345678", ProblemCode.DAMAGED_GZIP),
    ],
)
def test_a_gzip_of_which_nothing_is_left(content: bytes, code: ProblemCode) -> None:
    assert code in {str(problem) for problem, _ in problems_or_reason(content)}


def problems_or_reason(content: bytes) -> list[tuple[str, str]]:
    try:
        return problems(content)
    except Unusable as refusal:
        return [(refusal.why_code, refusal.where)]


def test_a_value_may_not_be_larger_than_the_limit() -> None:
    spread = json.dumps(release(title="x" * 500), indent=1).encode()
    for large in (spread, jsonl([release(title="x" * 500)])):
        with pytest.raises(Unusable) as refusal:
            events(large, max_value_bytes=300)
        assert refusal.value.why_code is ProblemCode.VALUE_TOO_LARGE
        assert "300" in str(refusal.value)


def test_the_limit_is_for_a_value_not_for_the_file() -> None:
    assert len(events(jsonl([ONE] * 100), max_value_bytes=300)) == 100


def test_reading_is_lazy_and_memory_does_not_grow() -> None:
    class Endless:
        def read(self, size: int, /) -> bytes:
            return (LINES[0] * (1 + size // len(LINES[0])))[:size]

    tracemalloc.start()
    stream: Iterator[object] = read(Endless())
    assert all(next(stream) for _ in range(20_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_the_source_is_left_open() -> None:
    source = io.BytesIO(LINES[0])
    assert list(read(source))
    assert not source.closed

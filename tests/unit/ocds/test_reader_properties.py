"""Whatever the bytes: releases, problems or Unusable, and the same releases whichever way they are framed."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from app.ocds.problems import Problem, Unusable, message
from app.ocds.reader import Found
from tests.unit.ocds.making import FRAMINGS, JSON_VALUES, RELEASES, events, found, jsonl, release

RELEASE = b'{"ocid":"a","tag":["x"]}'
PIECES = st.sampled_from(
    [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\n", b" ", b"\\", b"\xff", b"\\ud800", b"NaN", RELEASE]
)


def is_utf8(content: bytes) -> bool:
    with contextlib.suppress(UnicodeDecodeError):
        return bool(content.decode())
    return False


def survives(content: bytes) -> list[Found | Problem]:
    """What is found, with every problem's message; Unusable is fine and nothing else is."""
    with contextlib.suppress(Unusable):
        seen = events(content)
        assert all(message(event) for event in seen if isinstance(event, Problem))
        return seen
    return []


@pytest.mark.parametrize("framing", FRAMINGS)
@given(values=st.lists(RELEASES, min_size=1, max_size=4))
def test_the_framing_does_not_matter(framing: str, values: list[dict[str, Any]]) -> None:
    assert found(FRAMINGS[framing](values)) == values


@pytest.mark.parametrize("framing", FRAMINGS)
@given(values=st.lists(RELEASES, min_size=1, max_size=4), data=st.data())
def test_a_cut_file_gives_some_of_its_releases_or_none(
    framing: str, values: list[dict[str, Any]], data: st.DataObject
) -> None:
    content = FRAMINGS[framing](values)
    cut = survives(content[: data.draw(st.integers(0, len(content)))])
    taken = [event.raw for event in cut if isinstance(event, Found)]
    assert taken == values[: len(taken)]


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    survives(content)


@given(st.lists(PIECES, max_size=30))
def test_any_pieces_of_json(pieces: list[bytes]) -> None:
    survives(b"".join(pieces))


@given(st.lists(JSON_VALUES, max_size=4))
def test_any_values(values: list[Any]) -> None:
    survives(jsonl(values))
    survives(json.dumps(values, indent=2).encode())


@given(st.lists(JSON_VALUES, max_size=4), st.sampled_from(["releases", "records", "compiledRelease"]))
def test_any_values_in_a_package(values: list[Any], name: str) -> None:
    survives(json.dumps({"publisher": values, name: values}).encode())
    survives(json.dumps({"ocid": "a", name: values}).encode())


@given(RELEASES, st.lists(PIECES, max_size=6), RELEASES)
def test_rubbish_on_a_line_of_its_own_costs_no_release(
    before: dict[str, Any], pieces: list[bytes], after: dict[str, Any]
) -> None:
    rubbish = b"".join(pieces).replace(b"\n", b"").rstrip(b",:[ ")
    content = jsonl([before]) + rubbish + b"\n" + jsonl([after, after])
    taken = [event.raw for event in survives(content) if isinstance(event, Found)]
    assert taken[0] == before
    assert taken[-1] == after


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\0"), min_size=1))
def test_latin_1_is_read_like_utf_8(title: str) -> None:
    content = json.dumps(release(language=f"é{title}"), ensure_ascii=False).encode("iso-8859-1")
    assume(not is_utf8(content))
    assert found(content)[0]["language"] == f"é{title}"

"""Whatever the bytes: releases, problems or Unusable, and the same releases whichever way they are framed."""

import contextlib
import gzip
import io
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from app.ocds.problems import Problem, Unusable, message
from app.ocds.reader import Found, Piece, examine, pieces
from app.ocds.reader.opening import facts_of
from tests.unit.ocds.making import FRAMINGS, JSON_VALUES, RELEASES, events, found, jsonl, release
from tests.unit.ocds.samples import needs_samples, sample_files

RELEASE = b'{"ocid":"a","tag":["x"]}'
LIMITS = st.integers(1, 300)
PIECES = st.sampled_from(
    [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\n", b" ", b"\\", b"\xff", b"\\ud800", b"NaN", RELEASE]
)


def is_utf8(content: bytes) -> bool:
    with contextlib.suppress(UnicodeDecodeError):
        return bool(content.decode())
    return False


def survives(content: bytes, **options: Any) -> list[Found | Problem]:
    """What is found, with every problem's message; Unusable is fine and nothing else is."""
    with contextlib.suppress(Unusable):
        seen = events(content, **options)
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


@given(st.binary(max_size=200), LIMITS)
def test_any_bytes(content: bytes, limit: int) -> None:
    survives(content)
    survives(content, max_value_bytes=limit)
    survives(gzip.compress(content)[:-1])
    survives(b"\x1f\x8b\x08\0" + content)
    survives(b"PK\x03\x04" + content)
    survives(zipped(content, content))


def zipped(*contents: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for number, content in enumerate(contents):
            writer.writestr(f"{number}.json", content)
    return archive.getvalue()


@given(st.lists(PIECES, max_size=30), LIMITS)
def test_any_pieces_of_json(parts: list[bytes], limit: int) -> None:
    survives(b"".join(parts))
    survives(b"".join(parts), max_value_bytes=limit)
    survives(b'{"releases":[' + b"".join(parts), max_value_bytes=limit)


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes changed, deleted, doubled."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 40))
        change = draw(st.binary(max_size=4) | st.just(content[start:end] * 2))
        content = content[:start] + change + content[end:]
    return content


@needs_samples
@given(st.deferred(lambda: st.sampled_from(list(sample_files()))), st.data())
def test_any_change_of_a_sample(path: Path, data: st.DataObject) -> None:
    content = data.draw(mutated(path.read_bytes()[:20_000]))
    survives(content)
    survives(content, max_value_bytes=data.draw(st.integers(1, 5_000)))


@given(st.lists(RELEASES, max_size=3), st.data())
def test_any_change_of_an_archive(values: list[Any], data: st.DataObject) -> None:
    survives(data.draw(mutated(zipped(jsonl(values), gzip.compress(jsonl(values))))))


@given(st.lists(RELEASES, min_size=1, max_size=5), st.lists(st.integers(1, 50), min_size=1))
def test_how_a_source_hands_out_its_bytes_does_not_matter(values: list[dict[str, Any]], sizes: list[int]) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            sizes.append(sizes.pop(0))
            return super().read(min(size or 1, sizes[-1]))

    content = json.dumps({"releases": values}, indent=1).encode()
    for padding in (b"", b" " * 2 * len(content)):
        padded = content[:1] + padding + content[1:]
        taken = [event for event in pieces(Slow(padded), max_value_bytes=len(content)) if isinstance(event, Piece)]
        assert [json.loads(piece.text) for piece in taken] == values


@given(st.dictionaries(st.sampled_from(["ocid", "id", "date", "tag", "tender"]), JSON_VALUES))
def test_both_stages_agree_on_what_can_be_used(value: dict[str, Any]) -> None:
    record = {"ocid": "a", "releases": [value], "compiledRelease": release("compiled")}
    cut = [event for event in pieces(io.BytesIO(json.dumps(record).encode())) if isinstance(event, Piece)]
    examined = [event for piece in pickle.loads(pickle.dumps(cut)) for event in examine(piece)]
    taken = [event for event in examined if isinstance(event, Found)]
    assert facts_of(cut[0].text).is_usable == (taken[0].ocid != "compiled")
    assert len(taken) == 1


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

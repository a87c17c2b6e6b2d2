"""Zip archives: each file is read as one of its own, and a bad one loses no other."""

import gzip
import io
import zipfile
from typing import Any

import pytest

from app.ocds.problems import Problem, ProblemCode, Unusable, message
from app.ocds.reader import Found, read
from tests.unit.ocds.making import events, found, jsonl, problems, release

ONE, TWO, THREE = (release(f"ocds-1-{number}") for number in (1, 2, 3))


def zipped(files: dict[str, bytes], **options: Any) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, **options) as writer:
        for name, content in files.items():
            writer.writestr(name, content)
    return archive.getvalue()


class Pipe:
    """A source that cannot be read in any other order."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int, /) -> bytes:
        return self._content.read(min(size, 7))


def test_the_files_are_read_by_name_and_places_name_them() -> None:
    content = zipped({"b.jsonl": jsonl([TWO, THREE]), "a/a.json": jsonl([ONE])})
    assert found(content) == [ONE, TWO, THREE]
    places = [event.where for event in events(content)]
    assert places == ["a/a.json", "b.jsonl: line 1", "b.jsonl: line 2"]


def test_a_pipe_is_read_too() -> None:
    content = zipped({"a": jsonl([ONE]), "b": gzip.compress(jsonl([TWO]))})
    assert [event.raw for event in read(Pipe(content)) if isinstance(event, Found)] == [ONE, TWO]


def test_what_is_not_data_is_skipped_or_told() -> None:
    content = zipped({"__MACOSX/a.json": b"x", "folder/": b"", "README.txt": b"Read me", "z.json": jsonl([ONE])})
    assert found(content) == [ONE]
    assert problems(content) == [(ProblemCode.NOT_JSON, "README.txt: line 1")]
    assert not any(event.fatal for event in events(content) if isinstance(event, Problem))


def test_a_damaged_file_loses_no_other() -> None:
    content = zipped({"a": jsonl([ONE]), "b": jsonl([TWO] * 50), "c": jsonl([THREE])})
    inside = zipfile.ZipFile(io.BytesIO(content)).getinfo("b").header_offset + 50
    damaged = content[:inside] + bytes(8) + content[inside + 8 :]
    taken = found(damaged)
    assert (taken[0], taken[-1]) == (ONE, THREE)
    assert (ProblemCode.DAMAGED_ZIP, True) in {
        (event.code, event.fatal) for event in events(damaged) if isinstance(event, Problem)
    }


def test_an_encrypted_file_loses_no_other() -> None:
    content = bytearray(zipped({"a": jsonl([ONE]), "b": jsonl([TWO])}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert found(bytes(content)) == [TWO]
    assert problems(bytes(content)) == [(ProblemCode.ENCRYPTED, "a")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", ProblemCode.DAMAGED_ZIP),
        (zipped({"a": jsonl([ONE])})[:-30], ProblemCode.DAMAGED_ZIP),
        (zipped({}), ProblemCode.EMPTY_FILE),
        (zipped({"a": b"", "b": b"hello"}), ProblemCode.NOT_JSON),
    ],
)
def test_an_archive_of_no_use(content: bytes, code: ProblemCode) -> None:
    with pytest.raises(Unusable) as refusal:
        events(content)
    assert refusal.value.why_code is code


@pytest.mark.parametrize("pack", [lambda content: zipped({"a": content}), gzip.compress])
def test_a_bomb_is_stopped(pack: Any) -> None:
    bomb = pack(jsonl([ONE]) + b" " * 100_000_000)
    assert found(bomb) == [ONE]
    assert [code for code, _ in problems(bomb)] == [ProblemCode.UNPACKS_TOO_LARGE]


def test_the_place_is_said_in_the_readers_language() -> None:
    assert message(Problem(ProblemCode.NOT_OCDS, "a: b.json: line 3, /1")).startswith("a: b.json: line 3, /1: This")

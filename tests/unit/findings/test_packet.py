"""Packets from phones are read strictly, and anything else is refused without a crash."""

import contextlib
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from app.findings.packet import MAX_BYTES, Unreadable, read_packet
from tests.given import phones

PHOTO = phones.described(b"photo")


def test_what_it_says():
    read = read_packet(
        phones.packet(
            12,
            answers={"41": ["no", "хагарсан"], "42": ["yes", ""]},
            position=[47.9, 106.9, 12],
            clock_ahead=60,
            documents=[["Ажлын журнал", "refused"]],
            goods=[["Ширээ", "40", "38.5", "ширхэг", "", None]],
        )
    )
    content = read.content()
    assert content.answers[41].answer == "no" and content.answers[42].note is None
    assert content.notes == "Дээвэр дутуу."
    assert content.documents[0].outcome == "refused" and content.goods[0].received == Decimal("38.5")
    assert read.happened_at() == datetime(2026, 6, 1, 6, 11, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        {"packet": 2},
        {"key": "../../etc/passwd"},
        {"contract": "12"},
        {"captured_at": "2026-06-01T06:12:09"},
        {"clock_ahead": 10**12},
        {"position": [91, 0, 1]},
        {"answers": {"x": ["no", ""]}},
        {"answers": {"1": ["no"]}},
        {"files": [PHOTO, PHOTO]},
        {"files": [PHOTO | {"size": 0}]},
        {"files": [PHOTO | {"sha256": "A" * 64}]},
        {"files": [phones.described(bytes([n])) for n in range(13)]},
        {"notes": "а" * 20_001},
        {"unknown": 1},
    ],
    ids=lambda said: str(said)[:40],
)
def test_what_is_refused(said):
    with pytest.raises(Unreadable):
        read_packet(phones.packet(12, **said))


def test_the_size_is_bounded():
    with pytest.raises(Unreadable):
        read_packet(b" " * (MAX_BYTES + 1))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


@given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_rubbish_is_refused(data):
    with pytest.raises(Unreadable):
        read_packet(data)


@given(st.sampled_from(sorted(json.loads(phones.packet(1)))), json_values)
def test_one_wrong_value_never_crashes(name, value):
    with contextlib.suppress(Unreadable):
        read_packet(phones.packet(12, **{name: value}))

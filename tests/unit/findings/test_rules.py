"""When an observation can be judged, which files are taken, which words accuse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from app.findings.rules import (
    MAX_FILES,
    MAX_QUANTITY,
    MAX_ROWS,
    MAX_WORDS,
    NEAR_DAYS,
    Answered,
    Change,
    Content,
    DocumentAsked,
    Files,
    GoodsLine,
    Upload,
    accusing_words,
    fingerprint,
    is_near,
    sort_uploads,
    tables_of,
    what_cannot_be_kept,
    what_is_missing,
    what_refuses,
)
from app.findings.terms import ANSWERS, DOCUMENT_OUTCOMES, VISITS

TODAY = date(2026, 7, 1)
WHOLE = {"visit": "visited", "visited_on": TODAY, "place_note": "2-р баг", "notes": "Дээвэр дутуу."}

answered = st.builds(Answered, st.sampled_from(list(ANSWERS)), st.sampled_from([None, "", "  ", "дутуу"]))
quantities = st.none() | st.decimals(-5, 2 * MAX_QUANTITY, allow_nan=False, places=3)
documents = st.builds(DocumentAsked, st.sampled_from(["", "Акт"]), st.sampled_from(["", *DOCUMENT_OUTCOMES]))
goods = st.builds(
    GoodsLine,
    st.sampled_from(["", "Ширээ", "ш" * (MAX_WORDS + 1)]),
    quantities,
    quantities,
    on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
contents = st.builds(
    Content,
    visit=st.sampled_from([None, *VISITS]),
    visited_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    place_note=st.sampled_from([None, "", "2-р баг"]),
    notes=st.sampled_from(["", " ", "Дээвэр дутуу."]),
    answers=st.dictionaries(st.integers(1, 5), answered, max_size=5),
    documents=st.lists(documents, max_size=3).map(tuple),
    goods=st.lists(goods, max_size=3).map(tuple),
)
some_files = st.builds(Files, st.integers(0, 12), st.integers(0, 2))


def with_answers(*answers, **fields):
    return Content(**(WHOLE | fields), answers=dict(enumerate(answers, 1)))


def test_a_whole_observation_is_refused_for_nothing_and_misses_nothing():
    content = with_answers(Answered("no", "нурсан"), Answered("yes"))
    assert what_refuses(content, Files(), TODAY) == {}
    assert what_is_missing(content, Files()) == []


@pytest.mark.parametrize("answer", ["no", "partly"])
def test_a_bare_adverse_answer_is_refused_until_something_shows_it(answer):
    content = with_answers(Answered(answer))
    assert set(what_refuses(content, Files(), TODAY)) == {"note_1"}
    assert set(what_refuses(content, Files(quarantined=1), TODAY)) == {"note_1"}
    assert what_refuses(content, Files(clean=1), TODAY) == {}


@pytest.mark.parametrize("answer", sorted(set(ANSWERS) - {"no", "partly"}))
def test_other_answers_need_no_evidence(answer):
    assert what_refuses(with_answers(Answered(answer)), Files(), TODAY) == {}


def test_each_adverse_answer_wants_a_source_of_its_own():
    content = with_answers(Answered("no"), Answered("partly"))
    assert len(what_is_missing(content, Files(clean=1))) == 1
    assert what_is_missing(content, Files(clean=2)) == []


def test_a_day_in_the_future_is_refused():
    tomorrow = with_answers(visited_on=TODAY + timedelta(days=1))
    assert set(what_refuses(tomorrow, Files(), TODAY)) == {"visited_on"}


def test_an_empty_form_says_everything_it_wants():
    assert set(what_refuses(Content(), Files(), TODAY)) == {"visit", "visited_on", ""}


def test_a_text_without_end_is_refused():
    assert "notes" in what_refuses(with_answers(notes="а" * 20_001), Files(), TODAY)


@pytest.mark.parametrize(
    ("fields", "files"),
    [({"place_note": " "}, Files()), ({"visited_on": None}, Files()), ({}, Files(quarantined=1))],
)
def test_each_gap_is_said_once(fields, files):
    assert len(what_is_missing(with_answers(**fields), files)) == 1


def test_reading_documents_needs_no_place():
    assert what_is_missing(with_answers(visit="no_visit", place_note=None), Files()) == []


@given(contents, some_files)
def test_more_files_never_make_it_worse(content, files):
    more = Files(files.clean + 1, files.quarantined)
    assert what_refuses(content, more, TODAY).keys() <= what_refuses(content, files, TODAY).keys()
    fewer_gaps = what_is_missing(content, more)
    assert len(fewer_gaps) <= len(what_is_missing(content, files))


@given(contents, some_files)
def test_what_may_be_sent_has_a_day_a_way_and_something_to_say(content, files):
    if not what_refuses(content, files, TODAY):
        assert content.visit and content.visited_on <= TODAY
        assert content.answers or content.notes.strip() or files.clean or content.documents or content.goods
        assert all(row.name and row.outcome in DOCUMENT_OUTCOMES for row in content.documents)
        assert all(line.item and not (line.on and line.on > TODAY) for line in content.goods)
        assert all((q or 0) >= 0 for line in content.goods for q in (line.allocated, line.received))


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"documents": (DocumentAsked("Акт", "refused"),), "goods": (GoodsLine("Ширээ", Decimal(3)),)}, set()),
        ({"documents": (DocumentAsked("Акт"),)}, {"documents_0_outcome"}),
        ({"documents": (DocumentAsked("Акт", "late"), DocumentAsked(" ", "late"))}, {"documents_1_name"}),
        ({"goods": (GoodsLine("", Decimal(3)),)}, {"goods_0_item"}),
        ({"goods": (GoodsLine("Ширээ", Decimal(-1), Decimal("-0.5")),)}, {"goods_0_allocated", "goods_0_received"}),
        ({"goods": (GoodsLine("Ширээ", on=TODAY + timedelta(days=1)),)}, {"goods_0_on"}),
    ],
)
def test_documents_and_goods_that_cannot_be(fields, names):
    assert set(what_refuses(with_answers(**fields), Files(), TODAY)) == names


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"goods": (GoodsLine("Ширээ", MAX_QUANTITY - Decimal("0.001"), Decimal(-1)),)}, set()),
        ({"goods": (GoodsLine("Ширээ", MAX_QUANTITY, Decimal("0.0001")),)}, {"goods_0_allocated", "goods_0_received"}),
        (
            {"goods": (GoodsLine("Ширээ", Decimal("NaN"), Decimal("-Infinity")),)},
            {"goods_0_allocated", "goods_0_received"},
        ),
        ({"goods": (GoodsLine("Ширээ", unit="ш" * 201, condition="ш" * 201),)}, {"goods_0_unit", "goods_0_condition"}),
        ({"documents": (DocumentAsked("а" * 201, "late"),)}, {"documents_0_name"}),
        ({"documents": (DocumentAsked("Акт"),) * (MAX_ROWS + 1)}, {"documents"}),
        ({"goods": (GoodsLine("Ширээ"),) * (MAX_ROWS + 1)}, {"goods"}),
    ],
)
def test_what_not_even_a_draft_holds(fields, names):
    assert set(what_cannot_be_kept(with_answers(**fields))) == names


def test_tables_are_plain_json():
    line = GoodsLine("Ширээ", Decimal("10.000"), Decimal("0.50"), "ш", None, TODAY)
    assert tables_of(Content(goods=(GoodsLine("", Decimal("-0.00")),)))["goods"][0]["allocated"] == "0"
    plain = {"item": "Ширээ", "allocated": "10", "received": "0.5", "unit": "ш", "condition": None, "on": "2026-07-01"}
    assert tables_of(Content(goods=(line,))) == {"documents": [], "goods": [plain]}


@given(st.lists(st.integers(0, 40), max_size=20), st.integers(0, MAX_FILES))
def test_every_file_is_taken_or_refused_and_never_too_many(sizes, room):
    uploads = [Upload(f"{n}.jpg", b"x" * size) for n, size in enumerate(sizes)]
    taken, refused = sort_uploads(uploads, room, max_bytes=20)
    assert len(taken) + len(refused) == len(uploads)
    assert len(taken) <= room and all(0 < len(upload.data) <= 20 for upload in taken)


@given(contents, contents)
def test_only_the_same_content_has_the_same_fingerprint(one, other):
    same = fingerprint(1, "plan", Change(one)) == fingerprint(1, "plan", Change(other))
    assert same == (_said(one) == _said(other))


def _said(content):
    """A blank and nothing are the same to a reader."""
    answers = {key: (row.answer, row.note or "") for key, row in content.answers.items()}
    tables = content.documents, content.goods
    return content.visit, content.visited_on, content.place_note or "", content.notes, answers, tables


def test_files_are_part_of_the_fingerprint_in_any_order():
    a, b = Upload("a", b"1"), Upload("b", b"2")
    prints = [fingerprint(1, "plan", Change(Content(), files)) for files in ((a, b), (b, a), (a,))]
    assert prints[0] == prints[1] != prints[2]


@given(st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.dates(date(2026, 1, 1), date(2026, 3, 1)))
def test_near_works_both_ways_and_ends_after_a_fortnight(one, other):
    assert is_near(one, other) == is_near(other, one) == (abs((one - other).days) <= NEAR_DAYS)


@pytest.mark.parametrize(
    "text",
    [
        "Захирал авлига авсан",
        "ХУЛГАЙ",
        "гэмт хэргийн шинжтэй",
        "луйвардсан",
        "This is Corruption.",
        "they stole",
    ],
)
def test_words_that_accuse_are_found(text):
    assert accusing_words(None, text)


@pytest.mark.parametrize(
    "text", ["Дээврийн гэмтэл", "гэмтсэн хоолой", "завшаан", "incorruptible", "Дутуу хийсэн", "", "bestowed"]
)
def test_plain_words_do_not_accuse(text):
    assert accusing_words(text) == []


def test_each_word_is_named_once_as_it_stands():
    assert accusing_words("Fraud, хулгайлсан", "Fraud") == ["Fraud", "хулгайлсан"]

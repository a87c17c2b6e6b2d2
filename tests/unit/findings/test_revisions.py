"""Two versions of an observation: each field that differs, and nothing that is the same."""

from hypothesis import given, strategies as st

from app.findings.revisions import differences, marked

TEXTS = st.text(alphabet="аб \n.", max_size=60)
DOCUMENT = {
    "visit": "visited",
    "visited_on": "2026-06-01",
    "place_note": None,
    "notes": "Дээвэр дутуу байна.",
    "answers": [{"code": "roof", "answer": "no", "note": "ус"}, {"code": "sign", "answer": "yes", "note": None}],
    "documents": [{"name": "Акт", "outcome": "refused"}],
    "files": ["a" * 64],
}


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_marks(before, after):
    pieces = marked(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


@given(TEXTS)
def test_what_is_the_same_is_not_marked(text):
    assert {piece.kind for piece in marked(text, text)} <= {"kept"}


def test_a_long_text_is_compared_line_by_line():
    before = "\n".join(f"мөр {n}" for n in range(2000))
    pieces = marked(before, before.replace("мөр 7\n", "өөр\n"))
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "kept"] == [
        ("gone", "мөр 7\n"),
        ("new", "өөр\n"),
    ]


def test_the_parts_that_differ_are_named(app):
    answers = [{"code": "roof", "answer": "partly", "note": "ус"}, DOCUMENT["answers"][1]]
    after = DOCUMENT | {"notes": "Дээвэр бүрэн байна.", "answers": answers, "files": ["a" * 64, "b" * 64]}
    found = differences(DOCUMENT, after, {"a" * 64: "дээвэр.jpg"})
    assert [(one.field, one.question) for one in found] == [("answer:roof", "roof"), ("notes", None), ("files", None)]
    assert [(piece.kind, piece.text) for piece in found[1].pieces] == [
        ("kept", "Дээвэр"),
        ("gone", " дутуу"),
        ("new", " бүрэн"),
        ("kept", " байна."),
    ]
    assert differences(DOCUMENT, DOCUMENT, {}) == []

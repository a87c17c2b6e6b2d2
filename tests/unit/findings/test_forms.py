"""Rows of a form are numbered anew before anything reads them."""

from hypothesis import given, strategies as st
from werkzeug.datastructures import MultiDict

from app.findings.forms import COLUMNS, LISTED, in_order, without_empty_rows
from app.findings.rules import MAX_ROWS

cells = st.sampled_from(["", " ", "Акт", "3", "2026-01-01"])
tables = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS["goods"], cells)), max_size=8)
words = st.sampled_from(["", "  ", "Мөн үү?", "Is it?"])
questions = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["", "a"]),
            "position": st.sampled_from(["", "1", "2", "07", "x", "²", "-1", "9" * 5000]),
        }
        | {"text_mn": words, "text_en": words, "drop": st.sampled_from(["", "y"])}
    ),
    max_size=8,
)


@given(tables)
def test_no_row_that_says_something_is_lost_or_moved_past_another(rows):
    sent = {f"goods_{n}_{name}": cell for n, row in enumerate(rows) for name, cell in row.items()}
    kept = without_empty_rows(MultiDict({**sent, "notes": "Дээвэр"}))
    now = [{name: kept.get(f"goods_{n}_{name}", "") for name in COLUMNS["goods"]} for n in range(MAX_ROWS)]
    says = [row for row in rows if any(cell.strip() for cell in row.values())]
    assert now[: len(says)] == says and not any(cell for row in now[len(says) :] for cell in row.values())
    assert kept["notes"] == "Дээвэр"


def said(row):
    return row["code"], row["text_mn"].strip(), row["text_en"].strip(), row["drop"]


@given(questions)
def test_questions_stand_in_the_order_of_their_numbers_and_none_is_lost(rows):
    kept = in_order(MultiDict({f"{name}_{n}": cell for n, row in enumerate(rows) for name, cell in row.items()}))
    now = [{name: kept[f"{name}_{n}"] for name in LISTED} for n in range(len(rows))]
    before, after = ([said(row) for row in some if said(row)[1:3] != ("", "")] for some in (rows, now))
    assert sorted(before) == sorted(after)
    asked = [row for row in now if row["text_mn"].strip() + row["text_en"].strip() and not row["drop"]]
    assert now[: len(asked)] == asked

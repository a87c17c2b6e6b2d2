"""Every figure of a summary, counted again by hand from the frozen records."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from app.responses.rules import is_in_time
from app.summaries import rules

CUTOFF = date(2026, 6, 30)
OUTCOMES = ("resolved", "partly", "not_resolved", "no_mechanism")
FIXES = ("resolved",)

days = st.integers(-40, 40).map(lambda n: CUTOFF + timedelta(n))
verifications = st.lists(
    st.fixed_dictionaries(
        {
            "voice": st.sampled_from(["monitor", "recheck"]),
            "outcome": st.sampled_from(OUTCOMES),
            "looked_on": days.map(date.isoformat),
        }
    ),
    max_size=3,
).map(lambda rows: sorted(rows, key=lambda row: row["looked_on"]))


@st.composite
def requests(draw):
    last_day, answered_on = draw(days), draw(st.none() | days)
    return {
        "number": f"2026/{draw(st.integers(1, 6))}",
        "answered_on": answered_on and answered_on.isoformat(),
        "is_due": rules.is_due(last_day, answered_on, CUTOFF),
        "is_in_time": is_in_time(last_day, answered_on),
        "last_day": last_day,
        "replies": [],
    }


def one_truth(rows):
    """A request number stands for one request: every finding tells the same of it."""
    told = {}
    for row in rows:
        row["requests"] = [told.setdefault(request["number"], request) for request in row["requests"]]
    return [row | {"id": number} for number, row in enumerate(rows, 1)]


findings = st.lists(
    st.fixed_dictionaries(
        {
            "severity": st.integers(0, 4),
            "requests": st.lists(requests(), max_size=2),
            "verifications": verifications,
        }
    ),
    max_size=9,
).map(one_truth)


@given(findings)
def test_findings_and_severities(rows):
    figures = rules.figures(rows)
    assert figures["findings"]["ids"] == [row["id"] for row in rows]
    for part in figures["by_severity"]:
        assert part["ids"] == [row["id"] for row in rows if row["severity"] == part["severity"]]
    assert [part["severity"] for part in figures["by_severity"]] == [4, 3, 2, 1, 0]


@given(findings)
def test_the_reply_record(rows):
    record = rules.reply_record(rows)
    every = {request["number"]: request for row in rows for request in row["requests"]}
    due = {n: r for n, r in every.items() if r["answered_on"] or r["last_day"] <= CUTOFF}
    in_time = {n for n, r in due.items() if r["answered_on"] and r["answered_on"] <= r["last_day"].isoformat()}
    silent = {n for n, r in due.items() if not r["answered_on"]}
    assert set(record["due"]["numbers"]) == set(due)
    assert set(record["in_time"]["numbers"]) == in_time
    assert set(record["none"]["numbers"]) == silent
    assert set(record["late"]["numbers"]) == set(due) - in_time - silent


@given(findings)
def test_only_verified_fixes_count(rows):
    figures = rules.figures(rows)
    problems = [row["id"] for row in rows if row["severity"]]
    seen = {row["id"] for row in rows if any(v["voice"] == "monitor" for v in row["verifications"])}
    assert figures["problems"]["ids"] == problems
    assert set(figures["verified"]["ids"]) == seen & set(problems)
    assert set(figures["fixed"]["ids"]) <= set(figures["verified"]["ids"])
    assert set(figures["fixed"]["ids"]) == {row["id"] for row in rows if row["severity"] and is_fixed(row)}


def is_fixed(row):
    monitor = [v for v in row["verifications"] if v["voice"] == "monitor"][-1:]
    later = [v for v in row["verifications"] if v["voice"] == "recheck"][-1:]
    later = [v for v in later if monitor and v["looked_on"] >= monitor[0]["looked_on"]]
    return bool(monitor) and all(v["outcome"] in FIXES for v in (*monitor, *later))


@given(findings)
def test_a_rate_has_a_denominator_and_a_minimum(rows):
    figures = rules.figures(rows)
    problems, fixed = len(figures["problems"]["ids"]), len(figures["fixed"]["ids"])
    assert figures["fix_rate"] == ({"fixed": fixed, "of": problems} if problems >= 5 else None)


def test_an_answer_once_seen_stays():
    request = {"number": "1", "answered_on": None, "is_due": True, "is_in_time": False}
    answered = request | {"answered_on": "2026-06-01", "is_in_time": True}
    for order in ([request, answered], [answered, request]):
        record = rules.reply_record([{"requests": [row]} for row in order])
        assert (record["in_time"]["numbers"], record["none"]["numbers"]) == (["1"], [])


def plan_end(number):
    return [{"id": number, "due_on": "2026-09-01"}]


def test_links_are_searchable_text():
    reply = {"id": 12, "focus_areas": plan_end(3), "action_points": plan_end(9)}
    finding = {"id": 7, "focus_areas": plan_end(3), "action_points": [], "requests": [{"replies": [reply]}]}
    assert rules.links_of(finding) == "|finding:7:focus_area:3|reply:12:focus_area:3|reply:12:action_point:9|"
    assert rules.action_point_ids([finding]) == {9}
    assert rules.replies_linked_to([finding, finding], "focus_areas", 3) == [(reply, finding)]
    assert rules.replies_linked_to([finding], "focus_areas", 4) == []

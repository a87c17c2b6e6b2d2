"""Pages of the workspace over very many findings and requests, against the same pages over a thousand."""

from collections.abc import Iterator
from contextlib import ExitStack

from bench.databases import empty
from bench.measure import alone
from bench.measuring import BODIES, FEW, MANY, Times, fill, pages, sequence
from bench.stage import Stage
from bench.table import Reach, Row

PAGES = (
    "/workspace/",
    "/workspace/measures",
    "/workspace/measures?by=body",
    "/workspace/measures/fix-rate",
    "/workspace/measures/fix-rate?value=1",
    "/workspace/measures/fix-rate?scope=body&subject=7",
    "/workspace/measures/fix-rate?after=0.{middle}",
    "/workspace/findings",
    "/workspace/requests",
)
DAY, NO = "2026-01-01", "FALSE"
SHARE = "CASE WHEN i % 3 = 0 THEN 1 ELSE 0 END"
VALUES = dict.fromkeys(("reply-rate", "in-time", "fix-rate", "reported-fix-rate", "commitments-kept"), SHARE)
VALUES |= dict.fromkeys(("rejected-share", "agreement-rate"), SHARE)
VALUES |= dict.fromkeys(("first-reply", "substantive-reply", "review-time"), "i % 90")


def rows(stage: Stage) -> Iterator[Row]:
    """As `measuring.rows`: put in by the database itself; a tenth of the findings has a request of its own."""
    with ExitStack() as stack:
        urls = {number: stack.enter_context(empty(stage.kind, f"present_{number}")) for number in (FEW, MANY)}
        times: Times = alone(_pages, urls).result
    for path in PAGES:
        ours, theirs = (1000 * times[path, number] for number in (MANY, FEW))
        label = f"{MANY:,} findings on {stage.kind}"
        yield Row(f"GET {path}, p95", label, "ms", ours, f"the same over {FEW:,}", theirs, Reach(most=3))


def _pages(urls: dict[int, str]) -> Times:
    return pages(urls, PAGES, _fill, _coordinator)


def _coordinator() -> str:
    """Whose session to open."""
    from tests.given import people

    return str(people.person("coordinator").get_id())


def _fill(url: str, number: int) -> None:
    """Findings of which one in a hundred waits for something, contracts of ten findings each, and what is counted."""
    few, body, contract = max(1, number // 10), f"(i % {BODIES}) + 1", f"(i % {max(1, number // 10)}) + 1"
    state = "CASE i % 100 WHEN 0 THEN 'drafted' WHEN 1 THEN 'checked' ELSE 'closed' END"
    asked = "CASE i % 100 WHEN 0 THEN 'sent' WHEN 1 THEN 'delivered' ELSE 'answered' END"
    day = f"{DAY} 00:00:00"
    commands = [
        "INSERT INTO contract (id, ocid, origin, title, buyer_id, place_is_inferred, place_is_corrected, version, "
        "faults, size, is_demo, state, created_at) "
        f"{sequence(url, few)} SELECT i, 'b-' || i, 'hand', 'Сургуулийн засвар', {body}, {NO}, {NO}, 1, 0, -1, {NO}, "
        f"'monitored', '{day}' FROM n",
        "INSERT INTO finding (id, contract_id, body_id, title_mn, statement_mn, severity, confidence, state, "
        "author_id, stated_at) "
        f"{sequence(url, number)} SELECT i, {contract}, {body}, 'Дээвэр дутуу', 'Дээвэр дутуу', 2, 'seen', {state}, "
        f"1, '{day}' FROM n",
        "INSERT INTO request (id, number, body_id, rule_id, subject_mn, text_mn, state, author_id, created_at, "
        "received_on, due_on, link_epoch) "
        f"{sequence(url, few)} SELECT i, 'X-' || i, {body}, 1, 'Хүсэлт', 'Хүсэлт', {asked}, 1, '{day}', '{DAY}', "
        f"'{DAY}', 0 FROM n",
        f"INSERT INTO present_count (id, entries, counted_at, whole_on) VALUES (1, 0, '{day}', '{DAY}')",
    ]
    for code, value in VALUES.items():
        for scope, subject in (("whole", "0"), ("body", body)):
            if code == "fix-rate":  # whose lists are opened
                commands.append(
                    "INSERT INTO present_case (measure, scope, subject, value, unit, contract_id, finding_id) "
                    f"{sequence(url, number)} SELECT '{code}', '{scope}', {subject}, {value}, i, {contract}, i FROM n"
                )
            commands.append(
                "INSERT INTO present_tally (measure, scope, subject, value, cases) "
                f"{sequence(url, number)} SELECT '{code}', '{scope}', {subject}, {value}, count(*) FROM n GROUP BY 3, 4"
            )
    fill(url, commands)

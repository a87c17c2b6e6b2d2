"""Measures: the whole and its parts with their denominators, each definition, and the list behind each number."""

from typing import Any

from flask import request

from app.core.errors import NotFound
from app.findings.terms import CAUSE_UNSAID, CAUSES
from app.measures.rules import read
from app.measures.terms import MEASURES, NETWORK, SCOPES, UNITS, UNLISTED, Measure
from app.public.views.blueprint import WHY, blueprint
from app.public.views.register import page_number
from app.summaries import visibility
from app.ui.addresses import small_number
from app.ui.forms import page
from app.ui.guards import open_to_all

WHOLE = "whole"


@blueprint.route("/measures")
@open_to_all(WHY)
def measures() -> Any:
    return page(
        "public/measures.html",
        measures=list(MEASURES.values()),
        network=list(NETWORK.values()),
        own=visibility.own_work(),
        cutoff=visibility.cutoff(),
        **_numbers(),
    )


@blueprint.route("/measures/<code>")
@open_to_all(WHY)
def measure(code: str) -> Any:
    if code in NETWORK:
        return _own_measure(NETWORK[code])
    return page("public/measure.html", measure=_measure(code), units=UNITS, **_numbers())


def _own_measure(measure: Measure) -> Any:
    """Of the network's own work: where others open a list, the counts of each half-year."""
    return page(
        "public/own_measure.html",
        measure=measure,
        units=UNITS,
        own=visibility.own_work(),
        halves=visibility.own_work_by_half(),
        cutoff=visibility.cutoff(),
        causes=CAUSES,
        unsaid=CAUSE_UNSAID,
    )


@blueprint.route("/measures/<code>/list")
@open_to_all(WHY)
def measure_cases(code: str) -> Any:
    scope, subject, value = request.args.get("scope", WHOLE), small_number("subject") or 0, small_number("value")
    if scope in UNLISTED:
        raise NotFound()
    arguments = {"code": code, "scope": scope, "subject": subject, "value": value}
    return page(
        "public/measure_cases.html",
        measure=_measure(code),
        scope=scope,
        scopes=SCOPES,
        subject=visibility.measured_subject(scope, subject),
        value=value,
        arguments=arguments,
        cases=visibility.list_cases(code, scope, subject, value, request.args.get("after")),
    )


def _measure(code: str) -> Measure:
    if code not in MEASURES:
        raise NotFound()
    return MEASURES[code]


def _numbers() -> dict[str, Any]:
    """The whole, and a page of the parts that the address asks for."""
    by = request.args.get("by", "body")
    if by not in SCOPES:
        raise NotFound()
    subjects = visibility.list_measured(by, page_number())
    keys = [row if isinstance(row, int) else row.id for row in subjects.items]
    parts, whole = visibility.tallies_of(by, keys), visibility.tallies_of(WHOLE, [0])
    readings = {key: _readings(parts[key]) for key in keys}
    return {
        "by": by,
        "listed": by not in UNLISTED,
        "scopes": SCOPES,
        "subjects": subjects,
        "readings": readings,
        "whole": _readings(whole[0]),
    }


def _readings(tallies: dict[str, dict[int, int]]) -> dict[str, Any]:
    return {code: read(row, tallies.get(code, {})) for code, row in MEASURES.items()}

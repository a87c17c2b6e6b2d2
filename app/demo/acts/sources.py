"""A source, and a table that waits for somebody to match its columns."""

import io
from datetime import datetime

from app.contracts.search import facets
from app.demo.cast import Cast
from app.ocds import runs
from app.ocds.sheets import as_csv
from app.ocds.terms import OPENTENDER

COORDINATOR = "nara"


def show_sources(cast: Cast, at: datetime) -> None:
    """What a coordinator finds on the page of imports; then the register is counted, as after every import."""
    actor = cast.people[COORDINATOR]
    runs.add_source({"name": "Тендерийн урилга (жишээ)", "kind": OPENTENDER}, actor, at)
    runs.hand_in(io.BytesIO(as_csv("mn")), "Хүснэгт (жишээ).csv", actor, at, wants_columns=True)
    facets.recount()

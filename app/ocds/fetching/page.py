"""What a paged source gives, a piece at a time."""

import json
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.web import MEGABYTE, Body, Unfetched

MOST_BYTES = 32 * MEGABYTE  # of one page, which is held in memory

Cursor = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One package as JSON text, empty if the page told nothing new.

    `cursor`: plain JSON, what is needed to go on behind this page. `number`: from 1. `address`: asked for it.
    """

    content: bytes
    cursor: Cursor
    number: int
    address: str


def opened(body: Body) -> Any:
    """The JSON value of an answer. Raises Unfetched, which may pass: servers in trouble answer with a web page."""
    for encoding in ("utf-8-sig", "iso-8859-1"):
        try:
            return json.loads(body.content.decode(encoding))
        except UnicodeDecodeError:
            continue
        except (ValueError, RecursionError):
            break
    raise Unfetched(_l("The answer is not JSON."), may_pass=True)

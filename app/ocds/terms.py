"""Kinds of sources and their labels."""

from flask_babel import lazy_gettext as _l

FILE, PAGED, OPENTENDER = "file", "paged", "opentender"

SOURCE_KINDS = {
    FILE: _l("A file at an address (OCDS)"),
    PAGED: _l("A paged service (OCDS, links to the next page)"),
    OPENTENDER: _l("Mongolia's open-data service of tender notices"),
}

"""Reads of learning."""

from app.partnership.learning.queries.framework import (
    find_framework,
    get_competency,
    get_item,
    get_version,
    list_versions,
    names_of_levels,
    newest_number,
    wordings_of,
    words_in,
    words_of,
)

__all__ = [
    "find_framework",
    "get_competency",
    "get_item",
    "get_version",
    "list_versions",
    "names_of_levels",
    "newest_number",
    "wordings_of",
    "words_in",
    "words_of",
]

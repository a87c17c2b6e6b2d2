"""How alike two observations are, by a measure that can be said in one line. Pure."""

from app.core.text import fold

SIMILAR = 30  # per cent: below it two texts are hardly about the same


def likeness(one: str, other: str) -> int | None:
    """Per cent of the different words of both texts that stand in both, spellings of a word being one word.

    None when neither holds a word, so that nothing can be said.
    """
    mine, theirs = (set(fold(text).split()) for text in (one, other))
    every = mine | theirs
    return round(100 * len(mine & theirs) / len(every)) if every else None


def is_similar(per_cent: int | None) -> bool:
    """Two that only tick boxes may well be the same: nothing tells them apart."""
    return per_cent is None or per_cent >= SIMILAR

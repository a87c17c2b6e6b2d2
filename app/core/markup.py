"""Markdown that people write, made into HTML that is safe to show.

Allowed: paragraphs, headings, lists, quotes, rules, emphasis, code and links. Raw HTML is shown as the text
it is; a picture becomes its description, because evidence is shown from cleaned files only. What the parser
makes is sanitised all the same: two locks on one door.
"""

from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

LOWEST_HEADING = 6
REL = "nofollow noopener noreferrer"
TAGS = {"p", "br", "hr", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre", "a"} | {
    f"h{level}" for level in range(2, LOWEST_HEADING + 1)
}
SCHEMES = {"http", "https", "mailto"}


def render(text: str | None, *, heading: int = 2) -> Markup:
    """HTML of a Markdown text; its highest heading becomes `heading` (2 to 6) and the lower ones follow."""
    tokens = _parser.parse(text or "")
    _shift_headings(tokens, heading)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(_cleaner.clean(html).strip())  # noqa: S704 - sanitised in this very line


def plain(text: str | None) -> str:
    """The words alone, on one line: for descriptions and feeds."""
    inline = (token for token in _parser.parse(text or "") if token.type in {"inline", "fence", "code_block"})
    return " ".join(" ".join(_words(token) for token in inline).split())


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    breaks = {"softbreak", "hardbreak"}
    return "".join(" " if child.type in breaks else child.content for child in token.children)


def _shift_headings(tokens: Sequence[Token], heading: int) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = heading - min(levels, default=1)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + shift, LOWEST_HEADING)}"


def _description_only(_self: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return nh3.clean_text(tokens[index].content)


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.add_render_rule("image", _description_only)
    return parser


_parser = _make_parser()
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel=REL,
)

"""Releases that a record only links to: fetched by whoever reads, if at all, and picked out of what comes."""

from collections.abc import Callable
from urllib.parse import unquote, urldefrag

from msgspec import Raw

from app.ocds.reader.encoding import Encoding
from app.ocds.reader.opening import array_in, described, facts_of, opened
from app.ocds.reader.releases import Package

Follow = Callable[[str], bytes | None]

_MOST_REMEMBERED = 16 * 1024 * 1024  # bytes
_BOM = b"\xef\xbb\xbf"


class Links:
    """`follow`: the JSON text at an address (a package or a release), None when it cannot be had.

    An address is asked for once, as long as what it gave is not pushed out by others.
    """

    def __init__(self, follow: Follow | None = None) -> None:
        self._follow = follow
        self._texts: dict[str, bytes | None] = {}

    @property
    def are_followed(self) -> bool:
        return self._follow is not None

    def releases(self, url: str, ocid: str) -> tuple[list[bytes], Package]:
        """The releases of this process that a link leads to (with `#id`, that one) and their package."""
        address, fragment = urldefrag(url)
        candidates, package = _taken_apart(self._text(address) or b"")
        picked = [release for release in candidates if _is_meant(release, ocid, unquote(fragment))]
        return picked, package

    def _text(self, address: str) -> bytes | None:
        if address not in self._texts and self._follow:
            self._texts[address] = self._follow(address)
            self._forget()
        return self._texts[address]

    def _forget(self) -> None:
        """The oldest first; a failure counts as a little too, as there may be many."""
        while len(self._texts) > 1 and sum(len(text or b"") + 1024 for text in self._texts.values()) > _MOST_REMEMBERED:
            del self._texts[next(iter(self._texts))]


def _taken_apart(text: bytes) -> tuple[list[bytes], Package]:
    text, _ = Encoding().utf8(text.removeprefix(_BOM), "")
    value = opened(text)
    if isinstance(value, list):
        return [bytes(entry) for entry in value], Package()
    if value is None:
        return [], Package()
    releases = array_in(value, "releases")
    return ([text], Package()) if releases is None else ([bytes(raw) for raw in releases], described(value))


def _is_meant(release: bytes | Raw, ocid: str, fragment: str) -> bool:
    facts = facts_of(release)
    return facts.is_usable and facts.ocid == ocid and fragment in ("", str(facts.id))

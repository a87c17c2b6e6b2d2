"""Why bytes are not JSON, and what can be read of them all the same."""

import json
import re
from dataclasses import dataclass
from typing import Final

import msgspec

from app.ocds.problems import ProblemCode

# A string of JSON cannot contain a line break; one that does not end on its line takes the rest of it.
STRING: Final = re.compile(rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*(?:"|\\?(?=\n|\Z))')
TOKEN: Final = re.compile(STRING.pattern + rb"|[{}\[\]]")
_CUT_OFF = "Input data was truncated"  # as msgspec says it
_FOLLOWED = "trailing characters"
_MESSAGE = re.compile(r"(?:JSON is malformed: )?(?P<what>.*?)(?: \(byte (?P<byte>\d+)\))?")
_any_value = msgspec.json.Decoder(msgspec.Raw)


@dataclass(frozen=True, slots=True)
class Flaw:
    """`byte`: where; of a value that something else follows (`is_followed`), where that begins."""

    code: ProblemCode
    detail: str = ""
    byte: int = 0

    @property
    def is_followed(self) -> bool:
        return self.detail == _FOLLOWED


def flaw_of(text: bytes | memoryview) -> Flaw | None:
    """Why the text is not one JSON value; None when it is."""
    try:
        _any_value.decode(text)
    except RecursionError:
        return Flaw(ProblemCode.NESTED_TOO_DEEP)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        match = _MESSAGE.fullmatch(str(error))
        what, byte = (match["what"], int(match["byte"] or 0)) if match else (str(error), 0)
        byte -= what == _FOLLOWED  # which is told from behind the first such character
        return Flaw(ProblemCode.TRUNCATED if what == _CUT_OFF else ProblemCode.SYNTAX_ERROR, what, byte)
    return None


def loosely(text: bytes) -> bytes | None:
    """Strict JSON from what only NaN, control characters or halves of characters keep from being it."""
    try:
        read = json.loads(text, parse_constant=lambda _: None, strict=False)
        return json.dumps(read, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return None

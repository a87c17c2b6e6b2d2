"""What can be wrong with a file of procurement data, and how to say it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString, gettext as _, lazy_gettext as _l

from app.contracts.release import Fault, FaultCode, describe
from app.core.errors import Refused


class ProblemCode(StrEnum):
    """Problems of files, packages and releases; what is wrong inside a release has a `FaultCode`."""

    # the file
    EMPTY_FILE = "empty_file"
    NOT_JSON = "not_json"
    NOT_OCDS = "not_ocds"
    SYNTAX_ERROR = "syntax_error"
    TRUNCATED = "truncated"
    TRUNCATED_GZIP = "truncated_gzip"
    DAMAGED_GZIP = "damaged_gzip"
    DAMAGED_ZIP = "damaged_zip"
    ENCRYPTED = "encrypted"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    REST_MISSING = "rest_missing"
    REST_UNREADABLE = "rest_unreadable"
    VALUE_TOO_LARGE = "value_too_large"
    NESTED_TOO_DEEP = "nested_too_deep"
    LOOSE_JSON = "loose_json"
    ENCODING_GUESSED = "encoding_guessed"
    # packages and records
    EMPTY_PACKAGE = "empty_package"
    EMPTY_RECORD = "empty_record"
    LINKED_RELEASES_NOT_FOLLOWED = "linked_releases_not_followed"
    LINK_NOT_READ = "link_not_read"
    VERSIONED_RELEASE_USED = "versioned_release_used"
    # releases
    NOT_A_RELEASE = "not_a_release"
    RELEASE_UNREADABLE = "release_unreadable"
    MISSING_OCID = "missing_ocid"
    OCID_NOT_TEXT = "ocid_not_text"
    MISSING_ID = "missing_id"
    MISSING_DATE = "missing_date"
    MISSING_TAG = "missing_tag"
    NOT_STORABLE = "not_storable"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at `where`: "line 12", "/releases/3" (a JSON pointer) or "line 12, /releases/3".

    In a file of an archive: "2024.json", "2024.json: line 12" and so on.

    `code`: a ProblemCode, a FaultCode, or a SheetCode (see `sheets`). `ocid`: of the release it is in, where that is
    known. `fatal`: the file was not read beyond this place.
    """

    code: StrEnum
    where: str
    detail: str = ""
    ocid: str = ""
    fatal: bool = False


class Unusable(Refused):
    """Nothing in the file can be used; `why_code` says why, and the message says it to a person."""

    def __init__(self, where: str, why_code: ProblemCode, detail: str = "", name: str = "") -> None:
        self.where, self.why_code, self.detail, self.name = where, why_code, detail, name
        super().__init__(LazyString(message, Problem(why_code, where, detail, fatal=True)))


_SENTENCES: dict[StrEnum, LazyString] = {
    ProblemCode.EMPTY_FILE: _l("The file is empty."),
    ProblemCode.NOT_JSON: _l("This is not JSON."),
    ProblemCode.NOT_OCDS: _l("This is JSON, but not a release, a record or a package of OCDS."),
    ProblemCode.SYNTAX_ERROR: _l("This is not valid JSON and was left out (%(detail)s)."),
    ProblemCode.TRUNCATED: _l("What begins here is cut off before its end and was left out."),
    ProblemCode.TRUNCATED_GZIP: _l("The compressed file is cut off; the rest is missing."),
    ProblemCode.DAMAGED_GZIP: _l("The compressed file is damaged; the rest cannot be read."),
    ProblemCode.DAMAGED_ZIP: _l("The zip archive is damaged; what stands here cannot be read."),
    ProblemCode.ENCRYPTED: _l("This file of the archive is protected by a password; it was left out."),
    ProblemCode.UNPACKS_TOO_LARGE: _l("This unpacks to far more than real data does; the rest was not read."),
    ProblemCode.REST_MISSING: _l("The file is cut off here; the rest is missing."),
    ProblemCode.REST_UNREADABLE: _l("This is not valid JSON, and nothing behind it can be read (%(detail)s)."),
    ProblemCode.VALUE_TOO_LARGE: _l("One value is larger than %(detail)s bytes; send it in parts."),
    ProblemCode.NESTED_TOO_DEEP: _l("Objects are nested too deep; this was left out."),
    ProblemCode.LOOSE_JSON: _l("This is not strict JSON (NaN or broken characters); it was read leniently."),
    ProblemCode.ENCODING_GUESSED: _l("This is not UTF-8. It was read as %(detail)s; letters may be wrong."),
    ProblemCode.EMPTY_PACKAGE: _l("The package is empty."),
    ProblemCode.EMPTY_RECORD: _l("The record holds no release."),
    ProblemCode.LINKED_RELEASES_NOT_FOLLOWED: _l("The record links to releases; they were not fetched."),
    ProblemCode.LINK_NOT_READ: _l("No release of this process could be read at %(detail)s."),
    ProblemCode.VERSIONED_RELEASE_USED: _l("Only a versioned release is here; its newest values were taken."),
    ProblemCode.NOT_A_RELEASE: _l("An object is expected here; it was left out."),
    ProblemCode.RELEASE_UNREADABLE: _l("This cannot be read and was left out (%(detail)s)."),
    ProblemCode.MISSING_OCID: _l("The release has no ocid; it was left out."),
    ProblemCode.OCID_NOT_TEXT: _l("The ocid is not text; the release was left out."),
    ProblemCode.MISSING_ID: _l("The release has no id; one was made from its content: %(detail)s."),
    ProblemCode.MISSING_DATE: _l("The release has no readable date; that of its package stands in."),
    ProblemCode.MISSING_TAG: _l("The release does not say of which kind it is (tag)."),
    ProblemCode.NOT_STORABLE: _l("The release could not be stored and was left out (%(detail)s)."),
}
_LINE = re.compile(r"(?P<file>(?!/).*?: )?line (?P<line>\d+)(?:, value (?P<value>\d+))?(?:, (?P<path>/.*))?", re.DOTALL)


def code_of(stored: str) -> ProblemCode | FaultCode:
    """A code from its stored text. ValueError when there is none."""
    return ProblemCode(stored) if stored in set(ProblemCode) else FaultCode(stored)


def message(problem: Problem) -> str:
    """The problem in the reader's language, with its place."""
    place = localise(problem.where)
    if isinstance(problem.code, FaultCode):
        sentence = describe(Fault(problem.code, problem.where, problem.detail))
    else:
        sentence = str(_SENTENCES[problem.code]) % {"detail": problem.detail}
    return _("%(place)s: %(sentence)s", place=place, sentence=sentence) if place else sentence


def localise(where: str) -> str:
    """A place in the reader's language; a JSON pointer stays as it is."""
    match = _LINE.fullmatch(where)
    if not match:
        return "" if where == "/" else where
    line = _("line %(number)s", number=match["line"])
    if match["value"]:
        line = _("%(line)s, value %(number)s", line=line, number=match["value"])
    place = f"{line}, {match['path']}" if match["path"] else line
    return f"{match['file']}{place}" if match["file"] else place

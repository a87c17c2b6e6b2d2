"""A tender notice of Mongolia's open-data service as an OCDS 1.1 release.

A contracting process is one invitation: a tender that failed and is announced again is a new process, and the public
page belongs to the invitation as well. So the ocid is made of `invitationId`; of `tenderId` or a hash of the notice
where that is missing. The prefix is our own, not a registered one.

The notice stays beside it as it came, in `x_opentender`, without two things: `positionName`, for it names a person,
and natural persons never appear by name; and a citizen's registration number where a body's belongs. What is not kept
cannot leak. Dates and amounts that cannot be read go into the release as they are: the reader records the problem.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core import clock

OCID_PREFIX = "khyanalt-mn"
SCHEME = "MN-REG"  # the state registration number of a legal body; no register of schemes lists one for Mongolia
PUBLIC_PAGE = "https://www.tender.gov.mn/mn/invitation/detail/{}"
CATEGORIES = {"PRODUCT": "goods", "JOB": "works", "SERVICE": "services"}

# Beginnings of words in what the service calls the method and the state; what else it says is kept as it says it.
_METHODS = {"нээлттэй": "open", "хязгаарлагдмал": "limited", "шууд": "direct"}
_STATES = {"хүчингүй": "cancelled", "цуцл": "cancelled", "амжилтгүй": "unsuccessful", "зарла": "active"}

_PERSON = "positionName"
_NUMBER = "registrationNumber"
_CITIZENS_NUMBER = re.compile(r"[а-яёөү]{2}[0-9]{8}", re.IGNORECASE)
_USABLE_ID = re.compile(r"[\w.:-]{1,80}")


def as_release(notice: Mapping[str, Any]) -> dict[str, Any]:
    """The release. Nothing in a notice can make this fail; equal notices give equal releases."""
    kept: dict[str, Any] = _without_persons(dict(notice))
    mark = hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()[:16]
    key = _key(kept) or mark
    body = _body(kept)
    told = {
        "ocid": f"{OCID_PREFIX}-{key}",
        "id": f"{key}-{mark}",
        "date": _instant(kept.get("publishDate")),
        "tag": ["tender"],
        "initiationType": "tender",
        "language": "mn",
        "parties": [{**body, "roles": ["buyer", "procuringEntity"]}] if body else None,
        "buyer": _reference(body),
        "planning": {"budget": {"description": _text(kept.get("fundName"))}},
        "tender": _tender(kept, key, body),
    }
    return {**_present(told), "x_opentender": kept}


def _tender(notice: dict[str, Any], key: str, body: dict[str, Any]) -> dict[str, Any]:
    published, due = _instant(notice.get("publishDate")), _instant(notice.get("receiveDate"))
    return {
        "id": _text(notice.get("tenderCode")) or key,
        "title": _text(notice.get("tenderName")),
        "status": _meant(_STATES, notice.get("docStatusName")),
        "statusDetails": _text(notice.get("docStatusName")) or _text(notice.get("docStatusCode")),
        "procuringEntity": _reference(body),
        "value": _value(notice.get("totalBudget")),
        "procurementMethod": _meant(_METHODS, notice.get("ruleName")),
        "procurementMethodDetails": _text(notice.get("ruleName")),
        "mainProcurementCategory": CATEGORIES.get((_text(notice.get("tenderTypeCode")) or "").upper()),
        "tenderPeriod": {"startDate": published, "endDate": due},
        "bidOpening": {"date": _instant(notice.get("openDate"))},
        "documents": _documents(notice),
    }


def _without_persons(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_persons(member) for member in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_persons(member) for name, member in value.items() if not _is_personal(name, member)}


def _is_personal(name: Any, value: Any) -> bool:
    is_citizen = name == _NUMBER and isinstance(value, str) and _CITIZENS_NUMBER.search("".join(value.split()))
    return name == _PERSON or bool(is_citizen)


def _key(notice: dict[str, Any]) -> str | None:
    for name, before in (("invitationId", ""), ("tenderId", "tender-")):
        number = _text(notice.get(name))
        if number and _USABLE_ID.fullmatch(number):
            return before + number
    return None


def _body(notice: dict[str, Any]) -> dict[str, Any]:
    """The body that buys; empty if the notice does not name it."""
    name, number = _text(notice.get("budgetEntityName")), _text(notice.get(_NUMBER))
    if not number:
        return {"id": name, "name": name} if name else {}
    identifier = _present({"scheme": SCHEME, "id": number, "legalName": name})
    return _present({"id": f"{SCHEME}-{number}", "name": name, "identifier": identifier})


def _reference(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("id", "name") if name in body}


def _documents(notice: dict[str, Any]) -> list[dict[str, Any]]:
    number = _text(notice.get("invitationId")) or ""
    if not number.isascii() or not number.isdigit():
        return []
    url = PUBLIC_PAGE.format(number)
    published = _instant(notice.get("publishDate"))
    notice_page = {"id": "notice", "documentType": "tenderNotice", "url": url, "datePublished": published}
    return [_present({**notice_page, "format": "text/html", "language": "mn"})]


def _value(amount: Any) -> dict[str, Any]:
    given = amount if isinstance(amount, int | float) and not isinstance(amount, bool) else _text(amount)
    return {} if given is None else {"amount": given, "currency": "MNT"}


def _instant(value: Any) -> str | None:
    """Ulaanbaatar time as the standard writes it; text that is no date stays as it is."""
    written = _text(value)
    try:
        read = datetime.fromisoformat(written or "")
        return (read if read.tzinfo else read.replace(tzinfo=clock.ULAANBAATAR)).isoformat()
    except (ValueError, OverflowError):
        return written


def _meant(codes: dict[str, str], value: Any) -> str | None:
    words = (_text(value) or "").casefold().split()
    return next((code for stem, code in codes.items() for word in words if word.startswith(stem)), None)


def _text(value: Any) -> str | None:
    """Text without surrounding blanks; a number as text, since ids come as both."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return (value.strip() or None) if isinstance(value, str) else None


def _present(value: dict[str, Any]) -> dict[str, Any]:
    """Without members that say nothing, on every level."""
    deep = {name: _present(member) if isinstance(member, dict) else member for name, member in value.items()}
    return {name: member for name, member in deep.items() if member not in (None, {}, [])}

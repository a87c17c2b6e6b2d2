"""What can go wrong when something is fetched, told for the person who gave the address."""

from urllib.parse import urlsplit

import requests
from flask_babel import LazyString, lazy_gettext as _l
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from app.core.errors import Refused

_PASSING_CODES = frozenset({408, 425, 429, 500, 502, 503, 504})


class Unfetched(Refused):
    """Nothing came. `code`: of the HTTP answer, if there was one. `may_pass`: trying again later may help;
    `retry_after`: in so many seconds, as the server says."""

    def __init__(
        self, message: object, *, code: int | None = None, may_pass: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.may_pass, self.retry_after = code, may_pass, retry_after


class Forbidden(Unfetched):
    """The address is none that may be asked."""


class TooLarge(Unfetched):
    """More came than was allowed for."""


def explained(fault: Exception, url: str) -> Unfetched:
    host = host_of(url)
    if isinstance(fault, requests.TooManyRedirects):
        return Unfetched(_l("%(host)s leads on from address to address without end.", host=host))
    if isinstance(fault, requests.exceptions.SSLError):
        return Unfetched(_l("%(host)s cannot prove that it is what it says (its certificate is not valid).", host=host))
    if isinstance(fault, requests.Timeout):
        return Unfetched(_l("%(host)s does not answer in time.", host=host), may_pass=True)
    if isinstance(fault, ValueError):  # so are those of `requests` about addresses
        return Forbidden(_l("This is no address that can be fetched."))
    return Unfetched(_l("%(host)s cannot be reached.", host=host), may_pass=True)


def refusal(answer: requests.Response) -> Unfetched:
    code = answer.status_code
    return Unfetched(
        LazyString(_said, code, host_of(answer.url)),
        code=code,
        may_pass=code in _PASSING_CODES,
        retry_after=_retry_after(answer),
    )


_REFUSALS = {
    401: _l("%(host)s wants to know who asks (error %(code)s)."),
    403: _l("%(host)s does not let us in (error %(code)s)."),
    404: _l("There is nothing at this address of %(host)s (error %(code)s)."),
    410: _l("What was at this address of %(host)s has gone (error %(code)s)."),
    429: _l("%(host)s has had too many requests (error %(code)s)."),
}
_ANY_REFUSAL = _l("%(host)s answers with the error %(code)s.")


def _said(code: int, host: str) -> str:
    return str(_REFUSALS.get(code, _ANY_REFUSAL)) % {"host": host, "code": code}


def _retry_after(answer: requests.Response) -> float | None:
    """Seconds, from a number or a date; None when it says nothing that can be read."""
    try:
        return Retry().parse_retry_after(answer.headers["Retry-After"])
    except (KeyError, HTTPError, ValueError, OverflowError):
        return None


def host_of(url: str | bytes | None) -> str:
    try:
        return urlsplit(str(url)).hostname or "?"
    except ValueError:
        return "?"

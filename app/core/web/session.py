"""A session of `requests` that keeps the rules of the house."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from flask_babel import lazy_gettext as _l
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.exceptions import HTTPError

from app.core.web.faults import Forbidden, TooLarge, Unfetched, explained, host_of, refusal
from app.core.web.network import PublicPool, PublicTlsPool

T = TypeVar("T")

NAME = "Khyanalt (citizen monitoring of public contracts)"
MEGABYTE = 1024 * 1024
_PART = 64 * 1024


@dataclass(frozen=True)
class Manners:
    """Times in seconds. `pause`: between two requests to one host. `backoff`: after the first fault, doubled each time.
    `longest_wait`: whatever a server demands. `timeouts`: to connect, and between two packets. `patience`: for a whole
    answer, so that one that drips cannot last for ever."""

    pause: float = 1.0
    attempts: int = 5
    backoff: float = 2.0
    longest_wait: float = 120.0
    timeouts: tuple[float, float] = (10.0, 60.0)
    patience: float = 6 * 3600.0
    most_redirects: int = 5


MANNERS = Manners()


@dataclass(frozen=True)
class Body:
    """A whole answer; `address`: where it came from after redirections."""

    content: bytes
    address: str


class Session(requests.Session):
    """Of `requests`, within the rules above. Answers come without their body: read it by `parts`, or take `read`.

    A server's credentials are given with the request; none are read from the machine, and none follow to another host.
    """

    def __init__(self, manners: Manners, agent: str, allow_private: bool) -> None:
        super().__init__()
        self.manners = manners
        self.trust_env = False  # neither proxies nor .netrc
        self.stream = True
        self.max_redirects = manners.most_redirects
        self.headers["User-Agent"] = agent
        adapter = _Adapter(manners, allow_private)
        for scheme in ("http://", "https://"):
            self.mount(scheme, adapter)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """Raises Unfetched; the fault behind it is dropped, for it holds the request with its credentials."""
        try:
            return super().request(method, url, *args, **kwargs)
        except (requests.RequestException, HTTPError, ValueError) as fault:
            problem = explained(fault, str(url))
        raise problem

    def get_adapter(self, url: str) -> BaseAdapter:
        """Every request passes here, each redirection too."""
        parts = urlsplit(url)
        if parts.scheme.lower() not in {"http", "https"}:
            raise Forbidden(_l("Only http and https addresses can be fetched."))
        if "@" in parts.netloc:
            raise Forbidden(_l("An address with a user's name or password in it cannot be fetched."))
        return super().get_adapter(url)

    def ask(self, method: str, url: str, **request: Any) -> requests.Response:
        """One attempt: the answer, to be closed, if its code is below 400."""
        answer = self.request(method, url, **request)
        if answer.status_code < 400:
            return answer
        answer.close()
        raise refusal(answer)

    def parts(self, answer: requests.Response, most: int) -> Iterator[bytes]:
        """The decoded body as it comes. Raises TooLarge beyond `most` bytes."""
        started, size = time.monotonic(), 0
        while part := self._part(answer):
            size += len(part)
            if size > most:
                raise TooLarge(
                    _l("More than %(most)s MB came from %(host)s.", most=most // MEGABYTE, host=host_of(answer.url))
                )
            if time.monotonic() - started > self.manners.patience:
                raise Unfetched(_l("%(host)s is too slow.", host=host_of(answer.url)))
            yield part

    def read(self, method: str, url: str, *, most: int, **request: Any) -> Body:
        """One attempt: a whole answer of at most `most` bytes."""
        with self.ask(method, url, **request) as answer:
            return Body(b"".join(self.parts(answer, most)), str(answer.url))

    def persist(self, action: Callable[[], T]) -> T:
        """What the action gives, tried again, with growing pauses, after faults that may pass."""
        for attempt in range(1, self.manners.attempts):
            try:
                return action()
            except Unfetched as fault:
                if not fault.may_pass:
                    raise
                self._rest(fault, attempt)
        return action()

    def _rest(self, fault: Unfetched, attempt: int) -> None:
        wanted = self.manners.backoff * 2 ** (attempt - 1) if fault.retry_after is None else fault.retry_after
        time.sleep(min(wanted, self.manners.longest_wait))

    def _part(self, answer: requests.Response) -> bytes:
        """What is there, without waiting for more."""
        try:
            return bytes(answer.raw.read1(_PART, decode_content=True))
        except HTTPError:
            problem = Unfetched(_l("The connection to %(host)s broke.", host=host_of(answer.url)), may_pass=True)
        raise problem


def open_session(
    *, allow_private: bool = False, contact: str = "", manners: Manners = MANNERS, name: str = NAME
) -> Session:
    """A session, to be closed. `contact`: where the people asked can complain; it stands in the User-Agent.

    `allow_private`: the administrator lets it connect to any address, the machine's own too.
    """
    agent = " ".join(f"{name} {contact}".encode("ascii", "ignore").decode().split())
    return Session(manners, agent, allow_private)


class _Adapter(HTTPAdapter):
    """Keeps the pause, the time limits, and away from proxies; connects to public addresses only."""

    def __init__(self, manners: Manners, allow_private: bool) -> None:
        self._manners, self._allow_private = manners, allow_private
        self._asked_at: dict[str, float] = {}
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        if not self._allow_private:
            self.poolmanager.pool_classes_by_scheme = {"http": PublicPool, "https": PublicTlsPool}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._keep_pause(host_of(request.url))
        kwargs |= {"proxies": None, "timeout": kwargs.get("timeout") or self._manners.timeouts}
        answer = super().send(request, *args, **kwargs)
        if answer.is_redirect:
            answer.close()  # unread, since `requests` would read it to its end, and there may be none
        return answer

    def _keep_pause(self, host: str) -> None:
        free_at = self._asked_at.get(host, float("-inf")) + self._manners.pause
        time.sleep(max(0.0, free_at - time.monotonic()))
        self._asked_at[host] = time.monotonic()

"""A network that fails: between a phone and the server, in every way in which networks do."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

PORTAL = b"<!doctype html><title>Free Wi-Fi</title><p>Log in to go on</p>"
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "accept-encoding"}

FAULTS = (
    "drop_before",  # the request never arrives
    "drop_after",  # it arrives and is done; the answer is lost
    "duplicate",  # it arrives twice
    "late",  # it arrives after others that were sent later
    "half_an_answer",
    "half_a_request",
    "portal",  # a captive portal says 200
    "too_large",  # something between says 413
    "error",  # or 500
    "signed_out",  # the session is gone
)


class Proxy(ThreadingHTTPServer):
    """`fault`: what goes wrong with a request, by its method and path; None: nothing. `met` counts what did."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, target: str, fault: Callable[[str, str], str | None] = lambda method, path: None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target, self.fault, self.met = target.removeprefix("http://"), fault, Counter[str]()
        self.address = f"http://127.0.0.1:{self.server_port}"
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections break here by intent."""


def at_random(share: float, seed: int, faults: tuple[str, ...] = FAULTS) -> Callable[[str, str], str | None]:
    """Of the API's requests this share goes wrong, each fault as often as any other."""
    random, lock = Random(seed), threading.Lock()

    def fault(_method: str, path: str) -> str | None:
        with lock:
            is_hit = path.startswith("/field/api/") and random.random() < share
            return random.choice(faults) if is_hit else None

    return fault


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def log_message(self, *_args: Any) -> None: ...

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.fault(self.command, self.path)
        if fault:
            self.server.met[fault] += 1
        getattr(self, f"_{fault}", self._pass)(body)

    do_POST = do_PATCH = do_HEAD = do_GET

    def _pass(self, body: bytes) -> None:
        self._say(*self._forward(body))

    def _forward(self, body: bytes, *without: str) -> tuple[int, list[tuple[str, str]], bytes]:
        dropped = HOP | {name.lower() for name in without}
        headers = {name: value for name, value in self.headers.items() if name.lower() not in dropped}
        headers["Host"] = self.headers["Host"]
        for attempt in range(60):  # a worker that was killed comes back
            connection = http.client.HTTPConnection(self.server.target, timeout=60)
            try:
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
                return answer.status, kept, answer.read()
            except (OSError, http.client.HTTPException):
                if self.command != "GET" or self.path.startswith("/field/api/") or attempt == 59:
                    raise
                time.sleep(0.1)
            finally:
                connection.close()
        raise OSError

    def _say(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True

    def _drop_before(self, _body: bytes) -> None:
        self._hang_up()

    def _drop_after(self, body: bytes) -> None:
        self._forward(body)
        self._hang_up()

    def _duplicate(self, body: bytes) -> None:
        self._forward(body)
        self._pass(body)

    def _late(self, body: bytes) -> None:
        time.sleep(0.05)
        self._pass(body)

    def _half_an_answer(self, body: bytes) -> None:
        status, _headers, said = self._forward(body)
        self._say(status, [("Content-Type", "application/json")], said[: len(said) // 2])

    def _half_a_request(self, body: bytes) -> None:
        """The server gets the beginning of the body and a closed line."""
        connection = http.client.HTTPConnection(self.server.target, timeout=60)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(body[: len(body) // 2])
        finally:
            connection.close()
        self._hang_up()

    def _portal(self, _body: bytes) -> None:
        self._say(200, [("Content-Type", "text/html")], PORTAL)

    def _too_large(self, _body: bytes) -> None:
        self._say(413, [("Content-Type", "text/html")], b"<h1>413</h1>")

    def _error(self, _body: bytes) -> None:
        self._say(500, [("Content-Type", "text/html")], b"<h1>500</h1>")

    def _signed_out(self, body: bytes) -> None:
        """For this once: the cookie stays what it was, as if the person had signed in again."""
        status, headers, said = self._forward(body, "Cookie")
        self._say(status, [row for row in headers if row[0].lower() != "set-cookie"], said)

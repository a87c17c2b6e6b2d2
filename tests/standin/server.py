"""A real HTTP server in a thread: each path is a function from the request to the reply."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """`cut`: the connection drops after so many bytes of the body, before anything with -1. `drip`: seconds before
    each byte."""

    code: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    delay: float = 0
    drip: float = 0


Answering = Callable[[Asked], Reply]


class Standin(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.asked = answer, []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address) -> None:
        """Clients that hang up are part of the tests."""


@contextmanager
def serving(answer: Answering) -> Iterator[Standin]:
    """The server, listening; `asked` lists what it was asked."""
    with Standin(answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 2
    disable_nagle_algorithm = True
    server: Standin

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.command, self.path, self.headers, body)
        self.server.asked.append(asked)
        self._send(self.server.answer(asked))

    do_POST = do_GET

    def log_message(self, format, *args) -> None:
        pass

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.delay)
        if reply.cut == -1:
            self.close_connection = True
            return
        self.send_response(reply.code)
        for name, value in ({"Content-Length": str(len(reply.body))} | dict(reply.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self._send_body(reply)

    def _send_body(self, reply: Reply) -> None:
        if reply.drip:
            for byte in reply.body:
                time.sleep(reply.drip)
                self.wfile.write(bytes([byte]))
        else:
            self.wfile.write(reply.body[: reply.cut])
        self.close_connection = self.close_connection or reply.cut is not None

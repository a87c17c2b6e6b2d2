"""A thin link that breaks: so many bytes a second, and cut again and again. Bytes on the wire are counted."""

import socket
import threading
import time
from contextlib import suppress

PART = 2048


class ThinLink:
    """Between a phone and a server, for what the phone sends. `rate`: bytes a second; `cut_every`: bytes."""

    def __init__(self, target: str, rate: float, cut_every: int) -> None:
        host, port = target.removeprefix("http://").split(":")
        self.target, self.rate, self.cut_every = (host, int(port)), rate, cut_every
        self.sent, self.cuts, self.is_cutting = 0, 0, False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._free_at = time.monotonic()
        self._lock = threading.Lock()

    def __enter__(self) -> "ThinLink":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _address = self._listener.accept()
                server = socket.create_connection(self.target)
                self._open |= {phone, server}
                threading.Thread(target=self._carry, args=(phone, server), daemon=True).start()
                threading.Thread(target=self._answer, args=(server, phone), daemon=True).start()

    def _carry(self, phone: socket.socket, server: socket.socket) -> None:
        """What a phone sends goes through the bottleneck; the phone's own buffers are kept small, as a modem's are."""
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PART)
        with suppress(OSError):
            while data := phone.recv(PART):
                with self._lock:
                    self._free_at = max(self._free_at, time.monotonic()) + len(data) / self.rate
                    wait = self._free_at - time.monotonic()
                    self.sent += len(data)
                    is_cut = self.is_cutting and self.sent // self.cut_every > self.cuts
                time.sleep(max(0.0, wait))
                server.sendall(data)
                if is_cut:
                    self.cuts = self.sent // self.cut_every
                    self._close(*self._open)
        self._close(phone, server)

    def _answer(self, server: socket.socket, phone: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65536):
                phone.sendall(data)
        self._close(phone, server)

    def _close(self, *sockets: socket.socket) -> None:
        for each in sockets:
            self._open.discard(each)
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

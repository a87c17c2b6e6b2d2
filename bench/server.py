"""The server as `make run` starts it, in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).parent.parent
PORT = 8765


@contextmanager
def serving(database_url: str, folder: str, workers: int = 1, **environment: str) -> Iterator[str]:
    """Its address. `folder`: its DATA_DIR; `environment`: other settings."""
    settings = os.environ | {"DATABASE_URL": database_url, "DATA_DIR": folder} | environment
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(PORT), "--workers", str(workers), "--blocking-threads", "4", "--log-level", "warning"]
    process = subprocess.Popen([*command, "wsgi:app"], cwd=ROOT, env=settings)
    try:
        yield _answering(f"http://127.0.0.1:{PORT}")
    finally:
        process.terminate()
        process.wait()


def _answering(address: str) -> str:
    for _ in range(100):
        try:
            requests.get(f"{address}/healthz", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return address
    raise RuntimeError("the server did not start")

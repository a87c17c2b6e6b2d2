"""Work in the background: what takes longer than a request, and what is done every day.

A feature names a piece of work once and asks for it; a worker (`flask work`) does it, beside the server or on another
machine. Kept in a file by default, in Redis when REDIS_URL says so, in memory for tests. The rows of the database
say what is to be done; the queue only says that it is time, so a lost message loses nothing.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from app.core.database import after_commit

Work = Callable[..., None]

log = logging.getLogger(__name__)
_works: dict[str, Work] = {}
_daily: list[Work] = []
_regular: list[Work] = []


def work(function: Work) -> Work:
    """Mark a function as work that can be asked for. It is called in an application context and commits by itself."""
    _works[function.__name__] = function
    return function


def every_day(function: Work) -> Work:
    """Mark a function as done once a day, in the night of Ulaanbaatar."""
    _daily.append(function)
    return function


def every_minute(function: Work) -> Work:
    """Mark a function as done when a worker starts and each minute after: for what an earlier one left unfinished."""
    _regular.append(function)
    return function


def ask(function: Work, *args: Any) -> None:
    """Have work done as soon as the present transaction is committed."""
    queue = _queue()
    after_commit(lambda: queue.enqueue(queue.perform.s(function.__name__, list(args))))


def init_app(app: Flask) -> None:
    app.extensions["queue"] = _Queue(app)


def run_worker() -> None:
    """Do work until told to stop."""
    queue = _queue()
    queue.do_regular()
    consumer: Any = Consumer(queue.huey, workers=1, worker_type="thread", check_worker_health=False)
    consumer.run()


def work_off() -> int:
    """Do what waits, here and now; returns how much it was. For tests."""
    queue, done = _queue(), 0
    while task := queue.huey.dequeue():
        queue.huey.execute(task)
        done += 1
    return done


def _queue() -> "_Queue":
    found: _Queue = current_app.extensions["queue"]
    return found


class _Queue:
    """The queue of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.huey = _storage(app)
        self.perform: Any = self.huey.task(name="perform")(self._perform)
        self.enqueue = self.huey.enqueue
        # 19:00 UTC is three in the morning in Ulaanbaatar.
        self.huey.periodic_task(crontab(hour="19", minute="0"), name="daily")(self.do_daily)
        self.huey.periodic_task(crontab(), name="regular")(self.do_regular)

    def _perform(self, name: str, args: list[Any]) -> None:
        self.run(_works[name], *args)

    def do_daily(self) -> None:
        for function in _daily:
            self.run(function)

    def do_regular(self) -> None:
        for function in _regular:
            self.run(function)

    def run(self, function: Work, *args: Any) -> None:
        """One piece of work; what goes wrong in it is noted and stops no other."""
        try:
            with self._app.app_context():
                function(*args)
        except Exception:
            if self._app.testing:
                raise
            log.exception("background work failed: %s", function.__name__)


def _storage(app: Flask) -> Huey:
    if app.testing:
        return MemoryHuey("khyanalt", results=False)
    if url := app.config["REDIS_URL"]:
        return RedisHuey("khyanalt", url=url, results=False)
    return SqliteHuey("khyanalt", filename=str(Path(app.config["DATA_DIR"]) / "queue.sqlite"), results=False)

"""How long and how much memory: functions run alone in a fresh process, medians over rounds, percentiles."""

import statistics
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

EVERY = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a function returned, how long it took, and the most memory that its processes held together, in bytes."""

    result: Any
    seconds: float
    peak: int


def alone(function: Callable[..., Any], *arguments: object) -> Outcome:
    """Run it in a new process, as if nothing had run before. Servers of databases do not count into its memory."""
    receiver, sender = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_run, args=(sender, function, arguments))
    process.start()
    sender.close()
    with watched(process.pid or 0) as memory:
        outcome = _received(receiver)
        process.join()
    if isinstance(outcome, Exception):
        raise outcome
    return replace(outcome, peak=max(outcome.peak, memory.peak))


def unless_missing(function: Callable[..., Any], *arguments: object) -> Outcome | None:
    """`alone`, or None when the function is not there yet."""
    try:
        return alone(function, *arguments)
    except NotImplementedError:
        return None


def middle(outcomes: list[Outcome]) -> Outcome:
    """The outcome of the middle round by time, with the greatest peak of all."""
    by_time = sorted(outcomes, key=lambda one: one.seconds)
    return replace(by_time[len(by_time) // 2], peak=max(one.peak for one in outcomes))


def percentile(seconds: list[float], share: float) -> float:
    """The least of them that so large a share (0.95) does not exceed."""
    return sorted(seconds)[max(0, -int(-len(seconds) * share // 1) - 1)]


def timed(action: Callable[[], object], repeat: int = 1, rounds: int = 5) -> float:
    """Median seconds of one call over several rounds, after one that is not counted."""
    taken = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        for _ in range(repeat):
            action()
        taken.append((time.perf_counter() - started) / repeat)
    return statistics.median(taken[1:])


def _received(receiver: Any) -> Outcome | Exception:
    try:
        return receiver.recv()  # type: ignore[no-any-return]
    except EOFError:
        return RuntimeError("the process ended before it had a result: see above")


def _run(sender: Any, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    started = time.perf_counter()
    try:
        result = function(*arguments)
    except Exception as error:
        if not isinstance(error, NotImplementedError):
            traceback.print_exc()
        sender.send(error)
    else:
        seconds = time.perf_counter() - started
        sender.send(Outcome(result, seconds, _kilobytes("self/status", "VmHWM:") * 1024))


@dataclass
class Memory:
    peak: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def watch(self, process: int) -> None:
        while not self.done.wait(EVERY):
            held = sum(_kilobytes(f"{one}/smaps_rollup", "Pss:") for one in _family(process))
            self.peak = max(self.peak, held * 1024)


@contextmanager
def watched(process: int) -> Iterator[Memory]:
    """The most memory that a process and its descendants hold; what they share counts once."""
    memory = Memory()
    thread = threading.Thread(target=memory.watch, args=(process,), daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        memory.done.set()
        thread.join()


def _family(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield from _family(int(child))


def _kilobytes(file: str, label: str) -> int:
    """0 when the process is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{file}").read_text().splitlines():
            if line.startswith(label):
                return int(line.split()[1])
    return 0

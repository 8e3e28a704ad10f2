"""Work done in processes of its own: side by side, within limits, renewed, and none left behind.

What draws a page is millions of lines of other people's code, fed with what other people wrote. It may ask for all memory,
never come back, or take its process down with it. Each piece of work is therefore done by a child process with limits, one
piece at a time: whatever happens to the child costs that piece alone, and the reason is told.

On Linux a child is forked from this process, which has loaded the libraries already; elsewhere the libraries do not bear
that, and a child is started afresh. No child outlives this process, however this process ends.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")

METHOD = "fork" if sys.platform == "linux" else "spawn"
TIDY = 6
"""Pieces after which a child looks for rings of objects before the next: this program has Python look for them hardly ever."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take. A page of a statement takes a tenth of a second and a tenth of the memory."""

    memory: int = 1_000_000_000
    """Bytes beyond what it has when it begins."""
    processor: int = 60
    """Seconds for one piece."""
    clock: float = 120
    """Seconds for one piece, waiting included."""
    file: int = 64_000_000
    """Bytes of one file that it writes."""
    pieces: int = 100
    """Pieces after which it is renewed, so that memory that some library never gives back is given back."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What came of a piece of work: its result, or why there is none and what it was doing then."""

    result: Result | None
    lost: str = ""
    step: str = ""
    memory: int = 0
    """The most that the child ever held, in bytes."""
    seconds: float = 0
    """Processor time."""


def side_by_side(
    work: Callable[[Piece], Result], pieces: Sequence[Piece], workers: int, limits: Limits | None = None
) -> Iterator[Outcome[Result]]:
    """Do some work on each piece, and give the outcomes in the order of the pieces, each as soon as it can be told.

    Raises:
        OSError: this system starts no process.
    """
    crew = _Crew(work, limits or Limits())
    done: dict[int, Outcome[Result]] = {}
    waiting = deque(range(len(pieces)))
    try:
        for number in range(len(pieces)):
            while number not in done:
                crew.employ(pieces, waiting, workers)
                done |= crew.outcomes()
            yield done.pop(number)
    finally:
        crew.dismiss()


def step(name: str) -> None:
    """Tell what a piece of work is about to do; it is named if the child does not survive it."""
    if _Child.current:
        _Child.current.send(("step", name))


# --- this side ---------------------------------------------------------------------------------------------------------


class _Worker:
    """A child and what it is doing."""

    def __init__(self, work: Callable[[Any], Any], limits: Limits, ends: Sequence[Connection]) -> None:
        context: Any = multiprocessing.get_context(METHOD)  # the stubs know no contexts by a name that varies
        self.end, other = context.Pipe()
        # A forked child has a copy of every open end, and would keep the others' pipes open.
        not_its_own = [*ends, self.end] if METHOD == "fork" else []
        self.process = context.Process(target=_serve, args=(work, other, limits, os.getpid(), not_its_own), daemon=True)
        self.process.start()
        other.close()
        self.piece = -1
        self.doing = ""
        self.deadline = 0.0
        self.left = limits.pieces

    def begin(self, number: int, piece: object, limits: Limits) -> None:
        self.piece, self.doing = number, ""
        self.deadline = time.monotonic() + limits.clock
        self.left -= 1
        with contextlib.suppress(OSError):  # a child that died meanwhile is found at its next message
            self.end.send(piece)

    def end_it(self) -> None:
        self.process.kill()
        self.process.join()
        self.end.close()


class _Crew(Generic[Result]):
    """The children that are at work."""

    def __init__(self, work: Callable[[Any], Result], limits: Limits) -> None:
        self.work, self.limits = work, limits
        self.workers: list[_Worker] = []

    def employ(self, pieces: Sequence[object], waiting: deque[int], most: int) -> None:
        """Give every free child a piece, and start children up to the number that is useful."""
        for worker in self.workers:
            if worker.piece < 0 and waiting:
                number = waiting.popleft()
                worker.begin(number, pieces[number], self.limits)
        while waiting and len(self.workers) < most:
            number = waiting.popleft()
            self.workers.append(_Worker(self.work, self.limits, [worker.end for worker in self.workers]))
            self.workers[-1].begin(number, pieces[number], self.limits)

    def outcomes(self) -> dict[int, Outcome[Result]]:
        """What was finished, or lost, since the last time; waits for the next."""
        nearest = min(worker.deadline for worker in self.workers if worker.piece >= 0)
        ready = wait([worker.end for worker in self.workers], max(0, nearest - time.monotonic()))
        found: dict[int, Outcome[Result]] = {}
        for worker in [*self.workers]:
            number = worker.piece
            outcome = self._heard(worker) if worker.end in ready else self._overdue(worker)
            if outcome and number >= 0:
                found[number] = outcome
        return found

    def _heard(self, worker: _Worker) -> Outcome[Result] | None:
        try:
            kind, told = worker.end.recv()
        except (EOFError, OSError):
            self._part_with(worker)
            return Outcome(None, _cause(worker.process.exitcode or 0, self.limits), worker.doing)
        if kind == "step":
            worker.doing = told
            return None
        worker.piece = -1
        if kind == "last" or worker.left <= 0:
            self._part_with(worker)
        outcome: Outcome[Result] = replace(told, step=worker.doing)
        return outcome

    def _overdue(self, worker: _Worker) -> Outcome[Result] | None:
        if worker.piece < 0 or time.monotonic() < worker.deadline:
            return None
        self._part_with(worker)
        return Outcome(None, f"took longer than {self.limits.clock:g} seconds", worker.doing)

    def _part_with(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        if worker.piece >= 0:
            worker.process.join(1)
        worker.end_it()

    def dismiss(self) -> None:
        """End every child, at once."""
        for worker in self.workers:
            worker.end_it()


def _cause(code: int, limits: Limits) -> str:
    """Why a child ended, from its exit code; a negative one is the number of a signal."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return f"needed more than {limits.processor} seconds of processor time"
    if code == -getattr(signal, "SIGKILL", 0):
        return "was ended by the system, which is short of memory"
    if code < 0:
        return f"crashed ({signal.Signals(-code).name})"
    return f"ended by itself with code {code}"


# --- the other side ----------------------------------------------------------------------------------------------------


class _Child:
    """The end of the pipe in a child."""

    current: Connection | None = None


def _serve(
    work: Callable[[Any], Any], end: Connection, limits: Limits, parent: int, not_its_own: Sequence[Connection]
) -> None:
    for other in not_its_own:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with(parent)
    _limit(limits)
    _Child.current = end
    with contextlib.suppress(EOFError, OSError):
        for number in itertools.count():
            piece = end.recv()
            if number and number % TIDY == 0:
                gc.collect()
            _allow_processor_time(limits)
            end.send(_done(work, piece, limits))


def _done(work: Callable[[Any], Any], piece: object, limits: Limits) -> tuple[str, Outcome[Any]]:
    """Do one piece; a child that was short of memory, or that met a fault, is not used again."""
    start = time.process_time()
    try:
        result = work(piece)
    except MemoryError:
        return "last", Outcome(None, f"needed more than {limits.memory // 1_000_000} MB of memory")
    except Exception as error:  # noqa: BLE001 - a fault in one piece costs that piece
        place = traceback.extract_tb(error.__traceback__)[-1]
        return "last", Outcome(None, f"failed with {type(error).__name__} in {place.name}, line {place.lineno}")
    return "done", Outcome(result, memory=_most_memory(), seconds=time.process_time() - start)


def die_with(parent: int) -> None:
    """End this process when its parent ends, also when it is in the middle of something."""
    if sys.platform == "linux":
        import ctypes

        set_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    elif process := multiprocessing.parent_process():
        threading.Thread(target=lambda: (process.join(), os._exit(1)), daemon=True).start()


def _limit(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, limits.file)
    with contextlib.suppress(OSError), open("/proc/self/statm") as sizes:  # noqa: PTH123 - only Linux has it
        _lower(resource.RLIMIT_AS, int(sizes.read().split()[0]) * resource.getpagesize() + limits.memory)


def _lower(kind: int, most: int) -> None:
    """Set a limit for good; one that is lower already stays."""
    import resource

    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _allow_processor_time(limits: Limits) -> None:
    """Let the limit of processor time, which counts for the whole process, end one piece."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(time.process_time()) + limits.processor
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _most_memory() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


@contextlib.contextmanager
def shared_memory() -> Iterator[None]:
    """Let forked children share what is in memory now: objects that are not counted anew are not copied."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()

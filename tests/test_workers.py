"""A piece of work may do its worst: it costs itself alone, the reason is named, and no process is left behind."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from communique import workers
from communique.workers import Limits, Outcome, side_by_side

LIMITS = Limits(memory=200_000_000, processor=1, clock=120, file=1_000_000, pieces=7)


def work(piece: object) -> str:
    match piece:
        case "memory":
            workers.step("memory")
            return str(len(b"x" * 10**10))
        case "loop":
            while True:
                pass
        case "hang":
            workers.step("hang")
            time.sleep(60)
        case "crash":
            workers.step("crash")
            faulthandler.disable()
            ctypes.string_at(0)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(3)
        case "fault":
            raise LookupError("what a text says is not told")
        case "file":
            with tempfile.TemporaryFile() as file:
                file.write(b"x" * 2_000_000)
        case _:
            pass
    return f"{piece} done by {os.getpid()}"


WORST = {
    "memory": ("needed more than 200 MB of memory", "memory"),
    "loop": ("needed more than 1 seconds of processor time", ""),
    "crash": ("crashed (SIGSEGV)", "crash"),
    "killed": ("was ended by the system, which is short of memory", ""),
    "leave": ("ended by itself with code 3", ""),
    "fault": ("failed with LookupError in work, line", ""),
    "file": ("failed with OSError in", ""),
}


def test_each_of_the_worst_costs_itself_and_the_others_are_done_in_their_order() -> None:
    pieces: list[str | int] = list(range(40))
    for place, name in enumerate(WORST, 3):
        pieces[4 * place - 9] = name
    outcomes = list(side_by_side(work, pieces, 2, LIMITS))
    for piece, outcome in zip(pieces, outcomes, strict=True):
        if isinstance(piece, str):
            reason, doing = WORST[piece]
            assert (outcome.result, outcome.step) == (None, doing)
            assert outcome.lost.startswith(reason)
        else:
            assert str(outcome.result).startswith(f"{piece} done by")
    assert "what a text says" not in repr(outcomes)


def test_a_hang_costs_itself_when_its_time_is_over() -> None:
    hang, other = side_by_side(work, ["hang", 1], 1, Limits(clock=3))
    assert (hang.lost, hang.step) == ("took longer than 3 seconds", "hang")
    assert str(other.result).startswith("1 done by")


class Ring:
    """An object that Python does not give back before it looks for rings."""

    def __init__(self) -> None:
        self.itself = self
        self.page = b"x" * 1_000_000


def draw(_: int) -> bytes:
    return Ring().page


def held() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_after_240_pieces_one_child_and_its_parent_hold_little_more_than_after_36() -> None:
    """What a piece leaves behind is a megabyte, and so is its result."""
    grown = []
    for number, outcome in enumerate(side_by_side(draw, range(240), 1, Limits(pieces=240)), 1):
        assert outcome.result
        if number in {36, 240}:
            grown.append((outcome.memory, held()))
    (child, parent), (later_child, later_parent) = grown
    assert later_child <= 1.15 * child
    assert later_parent <= 1.15 * parent


def pids(outcomes: list[Outcome[str]]) -> list[str]:
    return [str(outcome.result).rpartition(" ")[2] for outcome in outcomes]


def test_a_child_does_many_pieces_and_is_renewed_after_the_most_it_may_do() -> None:
    done_by = pids(list(side_by_side(work, range(20), 1, LIMITS)))
    assert [done_by.count(pid) for pid in dict.fromkeys(done_by)] == [7, 7, 6]


def test_what_a_child_took_is_told() -> None:
    [outcome] = side_by_side(work, [1], 1, LIMITS)
    assert 1_000_000 < outcome.memory < 4_000_000_000
    assert outcome.seconds < 1


def test_leaving_early_leaves_no_child() -> None:
    outcomes = side_by_side(work, range(40), 2, LIMITS)
    first = next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # a generator is what comes back
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids([first])[0]), 0)


def test_a_child_that_is_started_afresh_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "METHOD", "spawn")
    [one, crash] = side_by_side(work, [1, "crash"], 1)
    assert str(one.result).startswith("1 done by")
    assert (crash.lost, crash.step) == ("crashed (SIGSEGV)", "crash")


KILLED = """
import os, sys, time
from communique import workers
def work(piece):
    print(os.getpid(), flush=True)
    while True: pass
for _ in workers.side_by_side(work, [1, 2], 2): pass
"""


def alive(pid: int) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(told.strip()) and not told.startswith("Z")


def test_a_killed_parent_leaves_no_child_even_in_the_middle_of_a_piece() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        children = [int(parent.stdout.readline()) for _ in range(2)]
        assert all(map(alive, children))
        parent.kill()
    deadline = time.monotonic() + 10
    while any(map(alive, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, children))

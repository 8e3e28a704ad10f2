"""Editions drawn by the machines of a cluster: one task an edition, through an executor of dask.distributed.

A task carries all that it needs, and the digest of the tools of whoever sent it; a machine with other tools refuses it, so
that an edition is never made by two states of the program. On the machine a process of its own does the task, with children
that have limits, as at home; what comes back is only bytes, and only the sender writes.

Whoever can reach a scheduler can run code on its machines. Only addresses with TLS are taken, and those of this machine.
"""

from __future__ import annotations

import itertools
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future

from communique import rendering, toolchain, workers
from communique.diagnostics import Code, Diagnostic, EnvironmentProblem, Location
from communique.rendering import Crew, Job, Rendered
from communique.workers import Outcome

SAFE = re.compile(r"tls://\S+|tcp://(127\.0\.0\.1|localhost|\[::1\]):\d+")
"""Addresses of schedulers that are taken."""
REFUSES = 4
"""The exit code of a process that has other tools than the sender."""


def crew(address: str) -> Crew:
    """The machines of a cluster, by the address of its scheduler."""

    def drawn(jobs: Sequence[Job]) -> Iterator[Outcome[Rendered]]:
        try:
            from distributed import Client, Security
        except ImportError:
            hint = "install it: pip install 'communique[cluster]'"
            raise EnvironmentProblem(
                [Diagnostic(Code.LIBRARY, "distributed is missing", Location(address), hint)]
            ) from None
        if address.startswith("tls:") and not getattr(Security(), "tls_ca_file", None):
            hint = "name the files in the settings of dask: distributed.comm.tls.ca-file, .client.cert, .client.key"
            raise EnvironmentProblem([Diagnostic(Code.CLUSTER, "there are no certificates", Location(address), hint)])
        try:
            client = Client(address, timeout=20, set_as_default=False)
        except (OSError, ValueError, RuntimeError) as error:
            hint = "start a scheduler there (`dask scheduler`), or build with `--executor local`"
            what = f"no scheduler answers: {type(error).__name__}"
            raise EnvironmentProblem([Diagnostic(Code.CLUSTER, what, Location(address), hint)]) from None
        with client:
            yield from through(client.get_executor(pure=False), jobs)

    return drawn


def through(executor: Executor, jobs: Sequence[Job]) -> Iterator[Outcome[Rendered]]:
    """Draw jobs through any executor, an edition at a time.

    Raises:
        EnvironmentProblem: a machine has other tools than this one.
    """
    editions = [list(group) for _, group in itertools.groupby(jobs, lambda job: (job.release.slug, job.release.year))]
    tools = toolchain.digest()
    futures = [executor.submit(draw_edition, tools, pickle.dumps(edition)) for edition in editions]
    for edition, future in zip(editions, futures, strict=True):
        yield from _outcomes(edition, future)


def _outcomes(edition: Sequence[Job], future: Future[tuple[int, bytes]]) -> Iterator[Outcome[Rendered]]:
    try:
        code, told = future.result()
    except Exception as error:  # noqa: BLE001 - a cluster loses machines in ways of its own
        yield from [Outcome(None, f"was lost with its machine ({type(error).__name__})")] * len(edition)
        return
    if code == REFUSES:
        hint = (
            "install the same release of communique, its libraries and its fonts there; `communique doctor` shows them"
        )
        place = Location(told.decode("utf-8", "replace"))
        raise EnvironmentProblem(
            [Diagnostic(Code.CLUSTER, "this machine has other tools than the sender", place, hint)]
        )
    if code:
        yield from [Outcome(None, f"ended on its machine with code {code}")] * len(edition)
        return
    yield from pickle.loads(told)  # noqa: S301 - from a machine of the cluster, which runs our tasks


def draw_edition(tools: str, jobs: bytes) -> tuple[int, bytes]:
    """Draw the jobs of an edition, on whatever machine this runs: an exit code, and the outcomes as bytes."""
    command = [sys.executable, "-m", "communique.cluster", tools, str(os.getpid())]
    run = subprocess.run(command, input=jobs, stdout=subprocess.PIPE, check=False)
    return run.returncode, run.stdout


def main(tools: str, parent: int) -> int:
    """Do a task in a process of its own, which has no threads and ends with the one that started it."""
    workers.die_with(parent)
    if tools != toolchain.digest():
        import platform

        sys.stdout.write(platform.node())
        return REFUSES
    jobs: list[Job] = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from the sender, who may run anything here
    sys.stdout.buffer.write(pickle.dumps(list(rendering.ONE_PROCESS(jobs))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))

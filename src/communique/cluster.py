"""Editions drawn by the machines of a cluster: one task an edition, through an executor of dask.distributed.

A task carries all that it needs, and the digest of the tools of whoever sent it; a machine with other tools refuses it, so
that an edition is never made by two states of the program. On the machine a process of its own does the task, with children
that have limits, as at home; what comes back is only bytes, and only the sender writes.

Whoever can reach a scheduler can run code on its machines. Only addresses with TLS are taken, and those of this machine.
"""

from __future__ import annotations

import itertools
import logging
import os
import pickle
import re
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from typing import TYPE_CHECKING

from communique import rendering, toolchain, workers
from communique.diagnostics import Code, Diagnostic, EnvironmentProblem, Location
from communique.rendering import Crew, Job, Rendered
from communique.workers import Outcome

if TYPE_CHECKING:
    from distributed import Client, Security

SAFE = re.compile(r"tls://([^\s:/\[\]]+|\[[0-9a-fA-F:]+\]):\d+|tcp://(127\.0\.0\.1|localhost|\[::1\]):\d+")
"""Addresses of schedulers that are taken."""
CERTIFICATES = {
    "tls_ca_file": "`distributed.comm.tls.ca-file`",
    "tls_client_cert": "`distributed.comm.tls.client.cert`",
}
"""Settings of dask that a sender needs; a key may stand in the file of its certificate."""
PATIENCE = 20
"""Seconds to wait for a scheduler, and for the first machine or for one in place of the last."""
REFUSES = 4
"""The exit code of a process that has other tools than the sender."""


def crew(address: str) -> Crew:
    """The machines of a cluster, by the address of its scheduler."""

    def drawn(jobs: Sequence[Job]) -> Iterator[Outcome[Rendered]]:
        with _client(address) as client:
            executor = client.get_executor(pure=False)
            _await_a_machine(client, address)
            try:
                yield from through(executor, jobs, lambda: _await_a_machine(client, address))
            except CancelledError:
                raise _lost(address) from None
            finally:
                executor.shutdown(wait=False)

    return drawn


def _problem(place: str, what: str, hint: str, code: Code = Code.CLUSTER) -> EnvironmentProblem:
    return EnvironmentProblem([Diagnostic(code, what, Location(place), hint)])


def _lost(address: str) -> EnvironmentProblem:
    hint = "build again: the editions that were published before are not drawn anew"
    return _problem(address, "the connection to the scheduler was lost", hint)


def _client(address: str) -> Client:
    """A connection to a scheduler; what it has to say comes back as errors, so that it logs nothing.

    Raises:
        EnvironmentProblem: there is none.
    """
    try:
        from distributed import Client
    except ImportError:
        hint = "install it: pip install 'communique[cluster]'"
        raise _problem(address, "distributed is missing", hint, Code.LIBRARY) from None
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False, security=_certificates(address))
    except (OSError, ValueError, RuntimeError) as error:
        hint = (
            "a scheduler must run there (`dask scheduler`), with a certificate of the same authority as the sender's;"
            " or build with `--executor local`"
        )
        raise _problem(address, f"no connection to the scheduler: {_reason(error)}", hint) from None


def _certificates(address: str) -> Security:
    """The certificates of the sender, if the address needs some.

    Raises:
        EnvironmentProblem: they are not named, or cannot be used.
    """
    from distributed import Security

    security = Security()
    hint = "name the files in the settings of dask, as docs/ministry.md shows"
    if address.startswith("tls:"):
        unnamed = [setting for field, setting in CERTIFICATES.items() if not getattr(security, field)]
        if unnamed:
            raise _problem(address, f"there are no certificates: {' and '.join(unnamed)} not set", hint)
        try:
            security.get_connection_args("client")
        except OSError as error:
            raise _problem(address, f"the certificates cannot be used: {_reason(error)}", hint) from None
    return security


def _reason(error: BaseException | None) -> str:
    """Why something failed, in the words of OpenSSL or, from the bottom of the errors, of the system.

    A scheduler that refuses our certificate ends the connection, which OpenSSL may notice before it is told why.
    """
    told = []
    while error:
        told.append(str(error))
        error = error.__cause__ or error.__context__
    if of_ssl := re.search(r"(?:.*(?:\] |Error: ))?(.+) \(_ssl\.c", "\n".join(told)):
        return f"TLS says: {of_ssl[1]}"
    return re.sub(r"^\[Errno \d+\] ", "", next(filter(None, reversed(told)), "unknown reason"))


def _await_a_machine(client: Client, address: str) -> None:
    """Make sure that there is a machine, or that one comes soon; one that was lost may be on its way back.

    Raises:
        EnvironmentProblem: none came, or the scheduler was lost.
    """
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        hint = f"start `dask worker {address}`, with its certificates, on a machine with the same tools"
        raise _problem(address, f"the cluster has had no machine for {PATIENCE} seconds", hint) from None
    except OSError:
        raise _lost(address) from None


def through(
    executor: Executor, jobs: Sequence[Job], await_a_machine: Callable[[], object] = lambda: None
) -> Iterator[Outcome[Rendered]]:
    """Draw jobs through any executor, an edition at a time; while nothing comes back, it is asked for a machine.

    Raises:
        CancelledError: the executor gave up.
        EnvironmentProblem: a machine has other tools than this one.
    """
    editions = [list(group) for _, group in itertools.groupby(jobs, lambda job: (job.release.slug, job.release.year))]
    tools = toolchain.digest()
    futures = deque(executor.submit(draw_edition, tools, pickle.dumps(edition)) for edition in editions)
    for edition in editions:
        while not wait([futures[0]], PATIENCE).done:
            await_a_machine()
        yield from _outcomes(edition, futures.popleft())


def _outcomes(edition: Sequence[Job], future: Future[tuple[int, bytes]]) -> Iterator[Outcome[Rendered]]:
    try:
        code, told = future.result()
    except CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 - a cluster loses machines in ways of its own
        yield from [Outcome(None, f"was lost with its machine ({type(error).__name__})")] * len(edition)
        return
    if code == REFUSES:
        hint = (
            "install the same release of communique, its libraries and its fonts there; `communique doctor` shows them"
        )
        raise _problem(told.decode("utf-8", "replace"), "this machine has other tools than the sender", hint)
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

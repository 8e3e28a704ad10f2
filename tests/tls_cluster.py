"""A cluster of dask as in docs/ministry.md: a scheduler and machines, each a process, with certificates of one authority."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1")
WAIT = 30
"""Seconds for a process to do what it was started for."""


@dataclass(frozen=True)
class Authority:
    """Who signs certificates: the files of a folder."""

    folder: Path

    @classmethod
    def founded(cls, folder: Path) -> Authority:
        folder.mkdir(parents=True)
        authority = cls(folder)
        authority._request("ca")
        return authority

    def sign(self, name: str) -> None:
        signer = ("-CA", self.file("ca.pem"), "-CAkey", self.file("ca.key"))
        self._request(name, *signer, "-addext", "basicConstraints=critical,CA:false")

    def file(self, name: str) -> str:
        return str(self.folder / name)

    def of_sender(self, name: str) -> dict[str, str]:
        """The settings of a sender, in its environment."""
        prefix = "DASK_DISTRIBUTED__COMM__TLS__"
        own = {"CLIENT__CERT": self.file(f"{name}.pem"), "CLIENT__KEY": self.file(f"{name}.key")}
        return {f"{prefix}{setting}": file for setting, file in {"CA_FILE": self.file("ca.pem"), **own}.items()}

    def options(self, name: str) -> list[str]:
        """The options of a scheduler or a machine."""
        return [
            *("--tls-ca-file", self.file("ca.pem")),
            *("--tls-cert", self.file(f"{name}.pem")),
            *("--tls-key", self.file(f"{name}.key")),
        ]

    def _request(self, name: str, *more: str) -> None:
        files = ("-keyout", self.file(f"{name}.key"), "-out", self.file(f"{name}.pem"))
        command = ["openssl", "req", "-x509", *CURVE, "-subj", f"/CN={name} of {self.folder.name}", *files, *more]
        subprocess.run(command, check=True, capture_output=True)


@dataclass
class Cluster:
    """A scheduler, and the machines that were started for it."""

    authority: Authority
    scheduler: subprocess.Popen[bytes]
    address: str = ""
    machines: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_machine(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start one, and wait until it has joined."""
        folder = self.authority.folder / f"machine-{len(self.machines)}"
        folder.mkdir()
        options = ["--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder)]
        command = ["worker", self.address, *options, "--no-dashboard", *self.authority.options("machine")]
        self.machines.append(_started(command, folder, environment))
        awaited(lambda: "Registered to" in (folder / "log").read_text())
        return self.machines[-1]

    def end(self) -> None:
        """End every process."""
        for process in (*self.machines, self.scheduler):
            _end(process)


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A scheduler with no machines yet; everything is ended in the end."""
    authority = Authority.founded(folder)
    for name in ("scheduler", "machine", "sender"):
        authority.sign(name)
    told = folder / "scheduler.json"
    options = ["--host", "tls://127.0.0.1", "--port", "0", "--scheduler-file", str(told)]
    pages = ["--no-dashboard", "--dashboard-address", "127.0.0.1:0"]
    scheduler = _started(["scheduler", *options, *pages, *authority.options("scheduler")], folder, {})
    running = Cluster(authority, scheduler)
    try:
        running.address = awaited(lambda: json.loads(told.read_text())["address"])
        yield running
    finally:
        running.end()


def awaited(look: Callable[[], Result]) -> Result:
    """Look until something is there.

    Raises:
        TimeoutError: it did not come.
    """
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError):
            if found := look():
                return found
        time.sleep(0.05)
    raise TimeoutError


def _started(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        whole = [sys.executable, "-m", "dask", *command]
        return subprocess.Popen(whole, env=os.environ | environment, stdout=log, stderr=log, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

"""A cluster draws the same bytes as this machine, loses a machine without losing an edition, and refuses other tools.

Its scheduler and its machines are processes that speak TLS, as in docs/ministry.md.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import datetime
import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import dask
import distributed  # noqa: F401 - it brings the settings that are changed here
import pytest

from communique import cluster, pipeline, rendering
from communique.diagnostics import Code, EnvironmentProblem, ExitCode
from communique.findings import Findings
from communique.model import Format
from communique.rendering import Job
from communique.wish import Wish
from conftest import Program
from small_newsroom import REPOSITORY, SmallNewsroom
from tls_cluster import Authority, Cluster, awaited
from tls_cluster import cluster as running_cluster

QUICK = (Format.HTML, Format.TEXT)
YEARS = "2025-2026"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler, and the first of its machines."""
    with running_cluster(tmp_path_factory.mktemp("cluster") / "ours") as running:
        running.start_machine()
        yield running


def jobs(newsroom: SmallNewsroom, years: Sequence[int]) -> list[Job]:
    wish = Wish(years=tuple(years))
    prepared = pipeline.prepare(newsroom.load(), wish, datetime.date(2026, 1, 1), Findings())
    return [Job(release, one.letterhead, QUICK) for one in prepared for release in one.releases]


def building(tls: Cluster, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """A build that was started, with an environment of its own for the certificates of the sender."""
    command = [sys.executable, "-m", "communique", "build", "--executor", f"dask:{tls.address}", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=os.environ | environment, stdout=pipe, stderr=pipe, text=True)


def files(folder: Path) -> dict[str, bytes]:
    """What a build made, without locks and stamps."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def is_drawing(machine: subprocess.Popen[bytes]) -> bool:
    command = ["ps", "-o", "args=", "--ppid", str(machine.pid)]
    return "communique.cluster" in subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_a_cluster_draws_what_this_machine_draws_also_when_a_machine_is_killed(
    newsroom: SmallNewsroom, communique: Program, tls: Cluster
) -> None:
    assert communique("build", "-y", YEARS, "-j", "1").exit_code == ExitCode.DONE
    alone = files(newsroom.folder / "output")
    shutil.rmtree(newsroom.folder / "output")
    second = tls.start_machine()
    build = building(tls, tls.authority.of_sender("sender"), "-y", YEARS)
    awaited(lambda: is_drawing(second))
    second.send_signal(signal.SIGKILL)
    assert second.wait() == -signal.SIGKILL
    assert build.poll() is None
    assert "sad-night-2025" in build.communicate(timeout=60)[0]
    assert build.returncode == ExitCode.DONE
    assert files(newsroom.folder / "output") == alone
    assert len([path for path in alone if path.endswith(".pdf")]) == 4


def program_of_another_state(folder: Path) -> Path:
    """A copy of the program with a comment more."""
    shutil.copytree(REPOSITORY / "src", folder, ignore=shutil.ignore_patterns("font_files", "__pycache__"))
    fonts = REPOSITORY / "src" / "communique" / "font_files"
    (folder / "communique" / "font_files").symlink_to(fonts.resolve(), target_is_directory=True)
    with (folder / "communique" / "fill.py").open("a") as module:
        module.write("# another state\n")
    return folder


@pytest.mark.slow
def test_a_machine_with_other_tools_refuses_to_draw(newsroom: SmallNewsroom, tmp_path: Path) -> None:
    other = program_of_another_state(tmp_path / "other")
    with running_cluster(tmp_path / "cluster") as running:
        running.start_machine(PYTHONPATH=str(other))
        build = building(running, running.authority.of_sender("sender"), "-y", YEARS, "-f", "txt")
        _, err = build.communicate(timeout=60)
    assert build.returncode == ExitCode.ENVIRONMENT
    assert f"{platform.node()}: error C089: this machine has other tools than the sender" in err
    assert "Traceback" not in err
    assert files(newsroom.folder / "output") == {}


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that the cluster does not know."""
    authority = Authority.founded(tmp_path_factory.mktemp("certificates") / "strangers")
    authority.sign("sender")
    return authority


@pytest.mark.slow
def test_a_sender_with_a_certificate_of_strangers_is_told_so(
    newsroom: SmallNewsroom, tls: Cluster, strangers: Authority
) -> None:
    ours, theirs = tls.authority.of_sender("sender"), strangers.of_sender("sender")
    ca_file = "DASK_DISTRIBUTED__COMM__TLS__CA_FILE"
    build = building(tls, theirs | {ca_file: ours[ca_file]}, "-y", "2026", "-f", "txt")
    _, err = build.communicate(timeout=60)
    assert build.returncode == ExitCode.ENVIRONMENT
    first, hint, *_ = err.splitlines()
    assert first.startswith(f"{tls.address}: error C089: no connection to the scheduler: TLS says: ")
    assert "with a certificate of the same authority" in hint
    assert "Traceback" not in err
    assert files(newsroom.folder / "output") == {}


@contextlib.contextmanager
def sending(authority: Authority, **changed: str | None) -> Iterator[None]:
    """The settings of a sender, in this process."""
    own = {"cert": authority.file("sender.pem"), "key": authority.file("sender.key")}
    client = own | {name: file for name, file in changed.items() if name in own}
    with dask.config.set(
        {
            "distributed.comm.tls.ca-file": changed.get("ca_file", authority.file("ca.pem")),
            "distributed.comm.tls.client": client,
        }
    ):
        yield


def refusal(newsroom: SmallNewsroom, address: str) -> str:
    """Why a cluster draws nothing; it is told of the address, and the command would end with 4."""
    with pytest.raises(EnvironmentProblem) as raised:
        list(cluster.crew(address)(jobs(newsroom, [2026])))
    [problem] = raised.value.diagnostics
    assert (problem.code, problem.location.file) == (Code.CLUSTER, address)
    return problem.message


def test_certificates_that_are_not_there_or_not_right_are_told(
    newsroom: SmallNewsroom, tls: Cluster, strangers: Authority
) -> None:
    ours = tls.authority
    none, unusable = "there are no certificates: ", "the certificates cannot be used: "
    ca_file, certificate = "`distributed.comm.tls.ca-file`", "`distributed.comm.tls.client.cert`"
    for changed, told in (
        ({"ca_file": None, "cert": None, "key": None}, f"{none}{ca_file} and {certificate} not set"),
        ({"cert": None, "key": None}, f"{none}{certificate} not set"),
        ({"cert": "nowhere.pem"}, f"{unusable}No such file or directory"),
        ({"key": ours.file("machine.key")}, f"{unusable}TLS says: key values mismatch"),
        ({"ca_file": strangers.file("ca.pem")}, "no connection to the scheduler: TLS says: certificate verify failed"),
    ):
        with sending(ours, **changed):
            assert refusal(newsroom, tls.address).startswith(told)


def test_a_sender_without_tls_is_told_that_there_is_no_connection(newsroom: SmallNewsroom, tls: Cluster) -> None:
    assert refusal(newsroom, tls.address.replace("tls:", "tcp:")).startswith("no connection to the scheduler: ")


@pytest.mark.slow
def test_a_cluster_that_has_no_machine_or_loses_its_last_one_is_not_waited_for(
    newsroom: SmallNewsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_cluster(tmp_path / "cluster") as running, sending(running.authority):
        with monkeypatch.context() as short:
            short.setattr(cluster, "PATIENCE", 1)
            assert refusal(newsroom, running.address) == "the cluster has had no machine for 1 seconds"
        machine = running.start_machine()
        outcomes = iter(cluster.crew(running.address)(jobs(newsroom, range(2023, 2027))))
        assert next(outcomes).result
        machine.kill()
        monkeypatch.setattr(cluster, "PATIENCE", 1)
        with pytest.raises(EnvironmentProblem, match="the cluster has had no machine for 1 seconds"):
            list(outcomes)


@pytest.mark.slow
def test_a_scheduler_that_is_lost_is_told(newsroom: SmallNewsroom, tmp_path: Path) -> None:
    with running_cluster(tmp_path / "cluster") as running:
        machine = running.start_machine()
        build = building(running, running.authority.of_sender("sender"), "-y", YEARS)
        awaited(lambda: is_drawing(machine))
        running.scheduler.kill()
        _, err = build.communicate(timeout=60)
    assert build.returncode == ExitCode.ENVIRONMENT
    assert f"{running.address}: error C089: the connection to the scheduler was lost" in err
    assert "Traceback" not in err


def test_an_edition_whose_machine_is_lost_is_named_and_the_others_are_drawn(newsroom: SmallNewsroom) -> None:
    work = jobs(newsroom, [2025, 2026])

    class Losing(concurrent.futures.ThreadPoolExecutor):
        def submit(self, *arguments: object, **options: object) -> concurrent.futures.Future[object]:  # type: ignore[override]
            future: concurrent.futures.Future[object] = super().submit(*arguments, **options)  # type: ignore[arg-type]
            if not getattr(self, "lost", False):
                self.lost = future.cancel() or True
                future = concurrent.futures.Future()
                future.set_exception(ConnectionError("gone"))
            return future

    with Losing(1) as executor:
        done = list(rendering.render_all(work, lambda some: cluster.through(executor, some), lambda *_: None))
    assert [sorted(one.contents) for one in done] == [[], [], sorted(QUICK), sorted(QUICK)]
    assert [[problem.code for problem in one.problems] for one in done[:2]] == [[Code.RENDERER_LOST]] * 2
    assert "was lost with its machine (ConnectionError)" in done[0].problems[0].message


@pytest.mark.parametrize(
    "address", ["dask:tcp://cluster:1", "dask:", "dask:tls://cluster", "dask:http://127.0.0.1:1", "ray:tls://a:1"]
)
def test_only_addresses_with_tls_or_of_this_machine_are_taken(
    newsroom: SmallNewsroom, communique: Program, address: str
) -> None:
    ended = communique("build", "-f", "txt", "--executor", address)
    assert ended.exit_code == 2
    assert "TLS" in ended.err
    assert not (newsroom.folder / "output").exists()

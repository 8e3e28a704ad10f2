"""A cluster draws the same bytes as this machine, loses a machine without losing an edition, and refuses other tools."""

from __future__ import annotations

import concurrent.futures
import datetime
import hashlib
import os
import signal
from collections.abc import Sequence

import pytest
from distributed import Client, LocalCluster

from communique import cluster, pipeline, rendering, toolchain
from communique.diagnostics import Code, EnvironmentProblem
from communique.findings import Findings
from communique.model import Format
from communique.rendering import Job
from communique.wish import Wish
from conftest import Program
from small_newsroom import SmallNewsroom

QUICK = (Format.HTML, Format.TEXT)


def jobs(newsroom: SmallNewsroom, years: Sequence[int], formats: tuple[Format, ...] = QUICK) -> list[Job]:
    wish = Wish(years=tuple(years))
    prepared = pipeline.prepare(newsroom.load(), wish, datetime.date(2026, 1, 1), Findings())
    return [Job(release, one.letterhead, formats) for one in prepared for release in one.releases]


def digests(work: list[Job], crew: rendering.Crew) -> list[tuple[str, dict[Format, str]]]:
    done = rendering.render_all(work, crew, lambda *_: None)
    return [
        (one.release.name, {kind: hashlib.sha256(content).hexdigest() for kind, content in one.contents.items()})
        for one in done
    ]


@pytest.mark.slow
def test_a_cluster_draws_what_this_machine_draws_also_when_a_worker_is_killed(newsroom: SmallNewsroom) -> None:
    work = jobs(newsroom, range(2023, 2027))
    alone = digests(work, rendering.ONE_PROCESS)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local, Client(local) as client:
        executor = client.get_executor(pure=False)
        outcomes = cluster.through(executor, work)
        first = next(outcomes)
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        rest = list(outcomes)
        again = digests(work, cluster.crew(local.scheduler_address))
    results = [outcome.result for outcome in (first, *rest)]
    assert all(results)
    together = [
        (one.release.name, {kind: hashlib.sha256(content).hexdigest() for kind, content in one.contents.items()})
        for one in results
        if one
    ]
    assert alone == together == again


def test_a_machine_with_other_tools_refuses_to_draw(newsroom: SmallNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain, "digest", lambda: "that of another machine")
    with concurrent.futures.ThreadPoolExecutor(1) as executor, pytest.raises(EnvironmentProblem) as raised:
        list(cluster.through(executor, jobs(newsroom, [2026])))
    [problem] = raised.value.diagnostics
    assert (problem.code, problem.message) == (Code.CLUSTER, "this machine has other tools than the sender")


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


@pytest.mark.parametrize("address", ["dask:tcp://cluster:8786", "dask:", "dask:http://127.0.0.1:1", "ray:tls://a:1"])
def test_only_addresses_with_tls_or_of_this_machine_are_taken(
    newsroom: SmallNewsroom, communique: Program, address: str
) -> None:
    ended = communique("build", "-f", "txt", "--executor", address)
    assert ended.exit_code == 2
    assert "TLS" in ended.err
    assert not (newsroom.folder / "output").exists()


def test_tls_without_certificates_is_refused_before_anything_is_sent(newsroom: SmallNewsroom) -> None:
    with pytest.raises(EnvironmentProblem) as raised:
        digests(jobs(newsroom, [2026]), cluster.crew("tls://127.0.0.1:1"))
    [problem] = raised.value.diagnostics
    assert (problem.code, problem.message) == (Code.CLUSTER, "there are no certificates")

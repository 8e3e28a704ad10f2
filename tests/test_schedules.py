"""Files for schedulers: each is what its own program, or its own schema, accepts, whatever the newsroom is called."""

from __future__ import annotations

import datetime
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from ruamel.yaml import YAML

from communique.schedules import FILES, Plan, Scheduler, files
from conftest import Program
from small_newsroom import SmallNewsroom

AT = datetime.time(6, 17)
ODD = 'press 100% "room" & $HOME'
"""A folder that means something to each of the schedulers."""


def plan(folder: str = "/srv/press", program: str = "/usr/bin/communique") -> Plan:
    return Plan(program, folder, "Europe/Zurich", "Embassy <of> 100% Examplia", AT)


@pytest.mark.slow
def test_systemd_accepts_its_units(tmp_path: Path) -> None:
    folder = tmp_path / ODD.replace('"', "")
    (folder / "output").mkdir(parents=True)
    program = shutil.which("true")
    assert program
    units = files(Scheduler.SYSTEMD, plan(str(folder), program))
    for name, content in units.items():
        (tmp_path / name).write_text(content, "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in units)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    timer = units["communique-due.timer"]
    assert "Persistent=true" in timer
    calendar = timer.partition("OnCalendar=")[2].splitlines()[0]
    said = subprocess.run(
        ["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=True, timeout=60
    )
    assert "Normalized form: *-*-* 06:17:00 Europe/Zurich" in said.stdout


def test_the_line_of_a_crontab_is_five_fields_and_a_command_that_the_shell_reads_as_meant() -> None:
    (content,) = files(Scheduler.CRON, plan(f"/srv/{ODD}")).values()
    line = next(line for line in content.splitlines() if line[:1].isdigit())
    assert line.split()[:5] == ["17", "6", "*", "*", "*"]
    # crontab(5): an unescaped % ends the command; cron takes the backslash away.
    command = line.split(maxsplit=5)[5].replace("\\%", "%")
    assert shlex.split(command)[:2] == ["cd", f"/srv/{ODD}"]
    assert shlex.split(command)[3:] == ["/usr/bin/communique", "-q", "-C", f"/srv/{ODD}", "due", "--build"]


def read_yaml(content: str) -> Any:
    return YAML(typ="safe", pure=True).load(content)


@pytest.mark.slow
def test_the_workflow_is_valid_by_its_schema(tmp_path: Path) -> None:
    (content,) = files(Scheduler.GITHUB, plan()).values()
    (tmp_path / "workflow.yml").write_text(content, "utf-8")
    command = ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(tmp_path / "workflow.yml")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert checked.returncode == 0, checked.stdout


def test_the_workflow_says_that_schedules_stop_after_sixty_days_and_keeps_what_was_built() -> None:
    (content,) = files(Scheduler.GITHUB, plan()).values()
    workflow = read_yaml(content)
    assert workflow["on"]["schedule"] == [{"cron": "17 6 * * *"}]
    assert "60 DAYS" in content
    assert {"due", "still-alive"} == set(workflow["jobs"])
    uses = [step.get("uses", "") for step in workflow["jobs"]["due"]["steps"]]
    assert any(one.startswith("actions/cache@") for one in uses)


def test_the_cron_job_forbids_two_at_once_and_has_a_zone() -> None:
    (content,) = files(Scheduler.KUBERNETES, plan(f"/srv/{ODD}")).values()
    job = read_yaml(content)
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
    spec = job["spec"]
    assert (spec["schedule"], spec["timeZone"], spec["concurrencyPolicy"]) == ("17 6 * * *", "Europe/Zurich", "Forbid")
    (container,) = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["/usr/bin/communique", "-C", f"/srv/{ODD}", "due", "--build"]


def test_the_task_for_windows_is_xml_that_makes_up_for_missed_starts() -> None:
    (content,) = files(Scheduler.WINDOWS, plan(f"C:\\{ODD}")).values()
    task = etree.fromstring(content.encode())
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext("t:Settings/t:StartWhenAvailable", None, space) == "true"
    assert task.findtext("t:Actions/t:Exec/t:WorkingDirectory", None, space) == f"C:\\{ODD}"
    assert task.findtext("t:Triggers/t:CalendarTrigger/t:StartBoundary", None, space) == "2026-01-01T06:17:00"


@pytest.mark.parametrize("scheduler", list(Scheduler))
def test_a_scheduler_gets_its_files_printed_or_written(
    newsroom: SmallNewsroom, communique: Program, scheduler: Scheduler
) -> None:
    printed = communique("schedule", str(scheduler), "--at", "05:00")
    written = communique("schedule", str(scheduler), "--at", "05:00", "--to", "units")
    assert (printed.exit_code, written.exit_code) == (0, 0)
    assert sorted(path.name for path in Path("units").iterdir()) == sorted(FILES[scheduler])
    for path in Path("units").iterdir():
        assert path.read_text("utf-8").rstrip() in printed.out

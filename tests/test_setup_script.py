"""`./communique`: the real script, setting up the smallest project that it can set up; and the lists it installs from."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROGRAM = """
import json, os, sys
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "newsroom": os.environ.get("COMMUNIQUE_NEWSROOM")}))
sys.exit(int(os.environ.get("END_WITH", "0")))
"""

FONTS = """
import pathlib
place = pathlib.Path(__file__).parent.with_name("font_files")
place.mkdir(exist_ok=True)
(place / "record.json").write_text("{}")
"""

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""

BACKEND = """
import pathlib, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    about = {"METADATA": "Metadata-Version: 2.1\\nName: communique\\nVersion: 1\\n", "WHEEL": "Wheel-Version: 1.0\\n"
             "Generator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n", "RECORD": ""}
    name = "communique-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, name), "w") as wheel:
        wheel.writestr("communique.pth", str(pathlib.Path("src").resolve()))
        for file, text in about.items():
            wheel.writestr("communique-1.dist-info/" + file, text)
    return name
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with the script and a project around it."""

    root: Path

    @property
    def script(self) -> Path:
        return self.root / "communique"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [self.script, *arguments], stdout=pipe, stderr=pipe, text=True, env=environment(), start_new_session=True
        )

    def run(
        self,
        *arguments: str,
        script: Path | None = None,
        folder: Path | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [script or self.script, *arguments],
            cwd=folder,
            env=environment() | dict(variables or {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


def environment() -> dict[str, str]:
    """What a person has who never heard of this project, and no index of packages: nothing here may need one."""
    unwanted = ("COMMUNIQUE_", "PIP_", "VIRTUAL_ENV", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    beside = str(Path(sys.executable).parent)
    places = [place for place in kept["PATH"].split(":") if place != beside]
    return kept | {"PATH": ":".join(places), "PIP_NO_INDEX": "1"}


def told(run: subprocess.CompletedProcess[str]) -> dict[str, object]:
    """What the program said of itself."""
    assert run.returncode == 0, run.stderr
    result: dict[str, object] = json.loads(run.stdout)
    return result


def make_checkout(root: Path) -> Checkout:
    package = root / "src" / "communique"
    (package / "fonts").mkdir(parents=True)
    (root / "tests").mkdir()
    files = {
        root / "pyproject.toml": PROJECT,
        root / "backend.py": BACKEND,
        root / "communique.toml": "",
        root / "requirements.txt": "",
        root / "requirements-dev.txt": "",
        root / "tests" / "package.json": "{}",
        root / "tests" / "system-packages.txt": "",
        package / "__init__.py": "",
        package / "__main__.py": PROGRAM,
        package / "fonts" / "__main__.py": FONTS,
        package / "fonts.toml": "",
    }
    for path, text in files.items():
        path.write_text(text, "utf-8")
    shutil.copy(ROOT / "communique", root)
    return Checkout(root)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A fresh checkout, in a folder with a space in its name."""
    return make_checkout(tmp_path / "a news room")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout in which the script has run; tests leave it as it is."""
    checkout = make_checkout(tmp_path_factory.mktemp("ready") / "a news room")
    assert checkout.run().returncode == 0
    return checkout


# --- passing through ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_first_run_sets_up_and_then_runs_the_program(checkout: Checkout) -> None:
    run = checkout.run("build")
    assert told(run)["arguments"] == ["build"]
    assert "communique: set-up: done" in run.stderr


@pytest.mark.slow
def test_the_second_run_only_runs_the_program(ready: Checkout) -> None:
    log = ready.root / ".system" / "setup.log"
    before = log.stat()
    run = ready.run("build")
    assert told(run)["arguments"] == ["build"]
    assert run.stderr == ""
    assert log.stat() == before


@pytest.mark.slow
def test_the_second_run_adds_less_than_a_fifth_of_a_second(ready: Checkout) -> None:
    def fastest(*command: Path | str) -> float:
        spans = []
        for _ in range(5):
            begin = time.perf_counter()
            subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=True)
            spans.append(time.perf_counter() - begin)
        return min(spans)

    plain = fastest(ready.root / ".venv" / "bin" / "python", "-P", "-m", "communique")
    assert fastest(ready.script) - plain < 0.2


@pytest.mark.slow
def test_arguments_reach_the_program_as_they_were(ready: Checkout) -> None:
    arguments = ["-C", "another room", "build", "", "*", "--year=2024", "“quoted” 'too'", "--", "-x"]
    assert told(ready.run(*arguments))["arguments"] == arguments


@pytest.mark.slow
def test_the_exit_code_is_the_programs(ready: Checkout) -> None:
    assert ready.run("build", variables={"END_WITH": "3"}).returncode == 3


@pytest.mark.slow
def test_called_from_outside_every_newsroom_it_works_in_the_example(ready: Checkout, tmp_path: Path) -> None:
    said = told(ready.run("build", folder=tmp_path))
    assert said["folder"] == str(tmp_path)
    assert said["newsroom"] == str(ready.root)


@pytest.mark.slow
def test_called_inside_a_newsroom_it_works_there(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "communique.toml").touch()
    (tmp_path / "statements").mkdir()
    assert told(ready.run("build", folder=tmp_path / "statements"))["newsroom"] is None


@pytest.mark.slow
def test_it_works_through_links(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "first").symlink_to(ready.script)
    (tmp_path / "second").symlink_to("first")
    assert told(ready.run("status", script=tmp_path / "second"))["arguments"] == ["status"]


@pytest.mark.slow
def test_a_module_in_the_current_folder_never_hides_one_of_the_program(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')", "utf-8")
    (tmp_path / "communique").mkdir()
    assert told(ready.run("build", folder=tmp_path, variables={"PYTHONPATH": str(tmp_path)}))["arguments"] == ["build"]


# --- mending -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_set_up_killed_in_the_middle_is_mended_by_the_next_run(checkout: Checkout) -> None:
    first = checkout.start("build")
    deadline = time.monotonic() + 60
    while not (checkout.root / ".venv" / ".unfinished").exists():
        assert time.monotonic() < deadline, "the set-up never came to the packages"
        assert first.poll() is None, "the set-up ended before it could be killed"
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert told(checkout.run("build"))["arguments"] == ["build"]


@pytest.mark.slow
def test_two_set_ups_at_once_do_the_work_once(checkout: Checkout) -> None:
    both = [checkout.start("build") for _ in range(2)]
    said = [one.communicate(timeout=300) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sum("set-up: done" in talk for _, talk in said) == 1


@pytest.mark.slow
def test_the_lock_of_a_process_that_is_gone_is_taken_away(checkout: Checkout) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    (checkout.root / ".system").mkdir()
    (checkout.root / ".system" / "lock").symlink_to(str(gone.pid))
    assert told(checkout.run("build"))["arguments"] == ["build"]


@pytest.mark.slow
def test_a_python_that_is_gone_and_fonts_that_were_deleted_come_back(checkout: Checkout) -> None:
    checkout.run()
    fonts = checkout.root / "src" / "communique" / "font_files"
    shutil.rmtree(fonts)
    for link in (checkout.root / ".venv" / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/usr/bin/python3.1")
    run = checkout.run("build")
    assert told(run)["arguments"] == ["build"]
    assert "set-up: done" in run.stderr
    assert (fonts / "record.json").is_file()


@pytest.mark.slow
def test_an_environment_that_somebody_else_made_is_put_aside(checkout: Checkout) -> None:
    (checkout.root / ".venv").mkdir()
    (checkout.root / ".venv" / "mine").touch()
    run = checkout.run("build")
    assert told(run)["arguments"] == ["build"]
    (aside,) = checkout.root.glob(".venv.before-*")
    assert (aside / "mine").exists()
    assert str(aside) in run.stderr


@pytest.mark.slow
def test_an_environment_with_the_development_packages_keeps_them(checkout: Checkout) -> None:
    checkout.run()
    (checkout.root / ".venv" / ".packages-run").rename(checkout.root / ".venv" / ".packages-dev")
    (checkout.root / "requirements.txt").write_text("# changed\n", "utf-8")
    (checkout.root / "requirements-dev.txt").write_text("# changed too\n", "utf-8")
    assert "requirements-dev.txt into .venv" in checkout.run("build").stderr


@pytest.mark.slow
def test_a_folder_that_was_moved_is_set_up_where_it_is_now(ready: Checkout, tmp_path: Path) -> None:
    moved = Checkout(shutil.copytree(ready.root, tmp_path / "moved", symlinks=True))
    run = moved.run("build", folder=tmp_path)
    assert told(run)["newsroom"] == str(moved.root)
    assert "set-up: done" in run.stderr


@pytest.mark.slow
def test_packages_that_cannot_be_had_stop_it_with_the_step_the_log_and_the_next_thing_to_do(checkout: Checkout) -> None:
    (checkout.root / "requirements.txt").write_text(f"click==0.0.1 --hash=sha256:{64 * '0'}\n", "utf-8")
    run = checkout.run("build")
    assert run.returncode == 4
    assert run.stdout == ""
    assert "set-up stopped at: installing the Python packages of requirements.txt" in run.stderr
    assert "next: " in run.stderr
    assert str(checkout.root / ".system" / "setup.log") in run.stderr
    (checkout.root / "requirements.txt").write_text("", "utf-8")
    assert told(checkout.run("build"))["arguments"] == ["build"]


def test_a_checkout_that_is_not_whole_is_refused(checkout: Checkout) -> None:
    (checkout.root / "requirements.txt").unlink()
    run = checkout.run("build")
    assert run.returncode == 5
    assert "requirements.txt" in run.stderr


def test_a_machine_without_python_or_packages_is_told_what_to_install(checkout: Checkout, tmp_path: Path) -> None:
    """A machine with every program of this one, less Python and whatever could fetch it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    absent = re.compile(r"python.*|pypy.*|uv|apt-get|dnf|apk|pacman|brew")
    for program in (*Path("/usr/bin").iterdir(), *Path("/bin").iterdir()):
        if not absent.fullmatch(program.name) and not (programs / program.name).is_symlink():
            (programs / program.name).symlink_to(program)
    run = checkout.run("build", variables={"PATH": str(programs)})
    assert run.returncode == 4
    assert "there is no Python 3.11 or newer" in run.stderr
    assert "next: install it as root" in run.stderr


# --- the lists ---------------------------------------------------------------------------------------------------------


def pins(file: str) -> set[tuple[str, str]]:
    """Name, and version with its condition, of every package in a locked list."""
    text = (ROOT / file).read_text("utf-8")
    return set(re.findall(r"^([a-z0-9._-]+)(==[^\\\n]+?)\s*\\?$", text, re.MULTILINE))


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_digests_and_no_address(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", text) if not entry.startswith("#")]
    assert len(entries) == len(pins(file))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index" not in text


def test_the_development_list_pins_everything_the_other_list_pins() -> None:
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^A-Za-z0-9._-]", one)[0].lower() for one in requirements}

    wanted = names([*project["project"]["dependencies"], *project["build-system"]["requires"]])
    assert wanted <= {name for name, _ in pins("requirements.txt")}
    assert names(project["dependency-groups"]["dev"]) <= {name for name, _ in pins("requirements-dev.txt")}


def test_every_program_that_tests_start_names_its_package() -> None:
    lines = (ROOT / "tests" / "system-packages.txt").read_text("utf-8").splitlines()
    entries = [line.split() for line in lines if line and not line.startswith("#")]
    assert entries
    assert all(len(entry) == 2 for entry in entries)

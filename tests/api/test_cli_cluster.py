"""What the command line says of clusters before there is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own; ``code`` runs before it."""
    program = f"{code}\nfrom api.cli import main\nmain()"
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)


def test_without_ray_the_command_says_what_to_install(tmp_path: Path) -> None:
    done = run(
        "--data", str(tmp_path), "ingest", "--ray", "local", "x.txt", code="import sys; sys.modules['ray'] = None"
    )
    assert done.returncode == 2
    assert "--ray: needs the package ray, which is not installed" in done.stderr
    assert "pip install 'quotegraph[cluster]'" in done.stderr


@pytest.mark.parametrize("command", [("ingest", "x.txt"), ("serve",)])
def test_connections_from_outside_a_cluster_are_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    done = run("--data", str(tmp_path), *command, "--ray", "ray://127.0.0.1:1")
    assert done.returncode == 2
    assert "(ray://) are not supported" in done.stderr
    assert "--ray auto" in done.stderr


def test_processes_and_a_cluster_do_not_go_together(tmp_path: Path) -> None:
    done = run("--data", str(tmp_path), "ingest", "--jobs", "2", "--ray", "auto", "x.txt")
    assert done.returncode == 2
    assert "--jobs: does not go together with --ray" in done.stderr


def test_help_loads_no_ray() -> None:
    done = run("ingest", "--help", code="import atexit, sys; atexit.register(lambda: print('ray' in sys.modules))")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "False"

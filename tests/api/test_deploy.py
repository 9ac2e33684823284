"""The files of ``deploy/``: the commands, options, ports and settings that they name are those of the program."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from api.cli import app
from api.service_settings import ServiceSettings
from api.shell.configuration import configure

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
FIELDS = set(ServiceSettings.model_fields)


def commands() -> dict[str, Any]:
    return get_command(app).commands  # type: ignore[attr-defined, no-any-return]


def settings_of(variables: dict[str, str]) -> dict[str, str]:
    """The settings among environment variables; every ``QUOTEGRAPH_`` one must be a setting."""
    found = {
        name.removeprefix("QUOTEGRAPH_").lower(): value for name, value in variables.items() if "QUOTEGRAPH" in name
    }
    assert set(found) <= FIELDS
    return found


def environment_of_image() -> dict[str, str]:
    final = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    block = re.search(r"^ENV ((?:.*\\\n)*.*)$", final, re.MULTILINE)
    assert block
    return dict(pair.split("=", 1) for pair in block[1].replace("\\\n", " ").split())


def test_the_image_starts_the_service_as_somebody_who_may_little() -> None:
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(stages) == 2
    assert all(re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", stage) for stage in stages)
    final = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert not re.search(r"pip install|apt-get|gcc", final)
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert 'ENTRYPOINT ["quotegraph"]' in final
    assert 'CMD ["serve"]' in final
    assert "serve" in commands()
    variables = settings_of(environment_of_image())
    assert variables["data"] == "/data"
    assert "VOLUME /data" in final
    port = variables["port"]
    assert f"EXPOSE {port}" in final
    assert f"('127.0.0.1', {port}, timeout=4)" in final
    ServiceSettings(**variables)


def test_what_the_image_leaves_out_is_pytorch_alone() -> None:
    pattern = re.search(r"grep -viE '([^']+)'", DOCKERFILE)
    assert pattern
    # requirements.txt is read line by line by grep -iE; Python's syntax is the same for what is used here.
    gone = {
        line.split("=")[0]
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if re.match(pattern[1], line, re.IGNORECASE)
    }
    assert {"torch", "sentence-transformers"} <= gone
    assert not gone & {"fastapi", "uvicorn", "numpy", "openvino", "tokenizers", "safetensors", "huggingface_hub"}
    assert all(re.match(r"torch|triton|nvidia|cuda|sentence", name) for name in gone)


def test_everything_that_is_copied_into_the_image_is_there_and_not_ignored() -> None:
    kept = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {name for line in re.findall(r"^COPY (?!--)(.*)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]}
    assert copied == kept
    assert all((ROOT / name).exists() for name in copied)


def test_the_compose_file_fits_image_and_program() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["quotegraph"]
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    settings = ServiceSettings(**settings_of(service["environment"]))
    assert settings.access == "keys"
    assert service["ports"] == [f"127.0.0.1:8000:{environment_of_image()['QUOTEGRAPH_PORT']}"]
    assert service["volumes"] == ["data:/data"]
    assert service["read_only"] is True
    assert service["tmpfs"][0].startswith("/tmp")  # noqa: S108 - exports and counts are written there
    assert int(service["stop_grace_period"].removesuffix("s")) > settings.stop_seconds + 3


def test_the_unit_calls_what_there_is() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "quotegraph.service")
    words = unit["Service"]["ExecStart"].split()
    assert words[0].endswith("/bin/quotegraph")
    before = {option for parameter in get_command(app).params for option in parameter.opts}
    assert words[1] in before
    assert words[3] in commands()
    assert unit["Service"]["StateDirectory"] == "quotegraph"
    assert int(unit["Service"]["TimeoutStopSec"]) > ServiceSettings().stop_seconds + 3
    for line in (DEPLOY / "quotegraph.service").read_text().splitlines():
        if line.startswith("Environment="):
            settings_of(dict([line.removeprefix("Environment=").split("=", 1)]))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "quotegraph.service"
    text = (DEPLOY / "quotegraph.service").read_text()
    unit.write_text(text.replace("/opt/quotegraph/bin/quotegraph", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_example_of_a_configuration_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(f"QUOTEGRAPH_{name.upper()}", raising=False)
    found = configure(DEPLOY / "quotegraph.toml")
    assert found.settings.trusted_proxies == ("127.0.0.1",)
    assert found.settings.access == "keys"  # all requests come from a loopback address there
    server = (DEPLOY / "nginx.conf").read_text()
    assert f"proxy_pass http://{found.settings.host}:{found.settings.port};" in server
    assert f"client_max_body_size {found.settings.max_body_bytes // 1_000_000}m;" in server
    assert f"server_name {found.settings.allowed_hosts[0]};" in server
    assert found.origins["port"].endswith("quotegraph.toml")


def test_the_documentation_names_options_that_there_are() -> None:
    text = (ROOT / "docs" / "running.md").read_text()
    options = {option for parameter in commands()["serve"].params for option in parameter.opts}
    known = options | {option for parameter in get_command(app).params for option in parameter.opts}
    known |= {option for parameter in commands()["config"].params for option in parameter.opts}
    named = {
        option
        for line in text.splitlines()
        if not re.search(r"docker|pip |install -D|systemctl", line)
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", line)
    }
    assert named <= known | {"--json"}
    assert {"--workers", "--config", "--toml"} <= named


def test_the_wheel_has_everything_that_is_read_at_run_time(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("quotegraph-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        entry = next(name for name in inside if name.endswith("entry_points.txt"))
        assert "quotegraph = api.cli:main" in archive.read(entry).decode()
    tracked = subprocess.run(
        ["git", "ls-files", "api", "corpus", "graph", "search"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    missing = {name for name in tracked if name and (ROOT / name).exists()} - inside
    assert missing == set()
    assert not [name for name in inside if name.startswith(("tests/", "deploy/", "bench/"))]

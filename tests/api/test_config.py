"""Settings from options, environment and file: which one counts, and what is said of mistakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from api.service_settings import ServiceSettings
from api.settings import configuration_file
from api.shell.configuration import configure, markdown_table
from api.shell.factory import Task
from corpus.errors import InputError, UsageError
from search.encoder_settings import EncoderSettings, Precision

ROOT = Path(__file__).parents[2]


def run(folder: Path, *words: str, check: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUOTEGRAPH_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "api", *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == check, done.stderr
    return done


def written(folder: Path, text: str, name: str = "quotegraph.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_an_option_beats_a_variable_beats_the_file_beats_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, 'port = 1001\nworkers = 2\nhost = "10.0.0.1"\n')
    monkeypatch.setenv("QUOTEGRAPH_PORT", "1002")
    monkeypatch.setenv("QUOTEGRAPH_WORKERS", "3")
    found = configure(file, {"port": 1003, "access": None})
    settings, origins = found.settings, found.origins
    assert (settings.port, origins["port"]) == (1003, "option")
    assert (settings.workers, origins["workers"]) == (3, "QUOTEGRAPH_WORKERS")
    assert (settings.host, origins["host"]) == ("10.0.0.1", str(file))
    assert (settings.request_seconds, origins["request_seconds"]) == (30.0, "default")
    assert (settings.access, origins["access"]) == ("auto", "default")


def test_an_empty_variable_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEGRAPH_PORT", "")
    found = configure(written(tmp_path, "port = 1001"))
    assert (found.settings.port, found.origins["port"]) == (1001, str(tmp_path / "quotegraph.toml"))


@pytest.mark.parametrize("text", ["https://a.example, https://b.example", "https://a.example,https://b.example,"])
def test_several_words_have_commas_between_them_in_a_variable(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEGRAPH_CORS_ORIGINS", text)
    assert configure().settings.cors_origins == ("https://a.example", "https://b.example")


def test_an_unknown_name_in_the_file_names_the_nearest_one(tmp_path: Path) -> None:
    file = written(tmp_path, "worker = 4\n")
    done = run(tmp_path, "config", check=2)
    assert done.stderr == "quotegraph: quotegraph.toml: there is no setting 'worker' (did you mean 'workers'?)\n"
    with pytest.raises(UsageError, match="there is no setting 'worker'"):
        configure(file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("port = 70000", "port: Input should be less than or equal to 65535"),
        ('access = "sometimes"', "access: Input should be 'auto', 'keys' or 'open'"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_with_where_it_is_from(tmp_path: Path, text: str, words: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(UsageError, match=words) as caught:
        configure(file)
    assert str(file) in str(caught.value)


def test_a_file_that_is_no_toml_or_not_there_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="is not TOML"):
        configure(written(tmp_path, "port: 1"))
    with pytest.raises(UsageError, match="there is no such configuration file"):
        configuration_file(tmp_path / "nothing.toml")
    monkeypatch.setenv("QUOTEGRAPH_CONFIG", str(tmp_path / "nothing.toml"))
    with pytest.raises(UsageError, match="there is no such configuration file"):
        configuration_file(None)


def test_the_file_is_found_in_the_folder_by_variable_or_by_option(tmp_path: Path) -> None:
    written(tmp_path, "port = 1")
    by_variable = written(tmp_path, "port = 2", "two.toml")
    written(tmp_path, "port = 3", "three.toml")

    def port(*words: str, **environment: str) -> tuple[int, str]:
        row = json.loads(run(tmp_path, *words, "--json", **environment).stdout)["port"]
        return row["value"], row["from"]

    assert port("config") == (1, "quotegraph.toml")
    assert port("config", QUOTEGRAPH_CONFIG=str(by_variable)) == (2, str(by_variable))
    assert port("config", "--config", "three.toml", QUOTEGRAPH_CONFIG=str(by_variable)) == (3, "three.toml")
    assert port("--config", "three.toml", "config") == (3, "three.toml")
    assert port("config", QUOTEGRAPH_PORT="4") == (4, "QUOTEGRAPH_PORT")


def test_the_folder_in_the_file_counts_for_every_command(tmp_path: Path) -> None:
    written(tmp_path, 'data = "archive"\n')
    assert f"{Path('archive')}: no quotegraph store here" in run(tmp_path, "stats", check=1).stderr
    assert "elsewhere: no" in run(tmp_path, "stats", check=1, QUOTEGRAPH_DATA="elsewhere").stderr
    assert "third: no" in run(tmp_path, "--data", "third", "stats", check=1, QUOTEGRAPH_DATA="elsewhere").stderr
    rows = json.loads(run(tmp_path, "--data", "third", "config", "--json").stdout)
    assert (rows["data"]["value"], rows["data"]["from"]) == ("third", "option")


def test_what_it_prints_as_toml_says_the_same_again(tmp_path: Path) -> None:
    first = json.loads(run(tmp_path, "config", "--json", QUOTEGRAPH_WORKERS="3", QUOTEGRAPH_HOST="::1").stdout)
    text = run(tmp_path, "config", "--toml", QUOTEGRAPH_WORKERS="3", QUOTEGRAPH_HOST="::1").stdout
    assert tomllib.loads(text) == {"workers": 3, "host": "::1"}
    assert {line[1:].split(" = ")[0] for line in text.splitlines() if line.startswith("#") and " = " in line} | {
        "workers",
        "host",
    } == set(ServiceSettings.model_fields)
    written(tmp_path, text)
    second = json.loads(run(tmp_path, "config", "--json").stdout)
    assert {name: row["value"] for name, row in second.items()} == {name: row["value"] for name, row in first.items()}


def test_the_table_has_every_setting(tmp_path: Path) -> None:
    shown = run(tmp_path, "config").stdout
    for name, field in ServiceSettings.model_fields.items():
        assert name in shown
        assert field.description


def test_workers_are_told_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEGRAPH_SERVICE", "")
    monkeypatch.setenv("QUOTEGRAPH_PORT", "99")
    settings = ServiceSettings(data=Path("/x"), port=7, cors_origins=("https://a.example",), reranker="r")
    task = Task(settings, EncoderSettings("m", dimensions=8, query_prompt="", precision=Precision.FLOAT16))
    task.hand_over()
    assert Task.taken() == task


def test_the_documentation_has_the_settings_as_they_are() -> None:
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert markdown_table() in text, "python -m api.shell.configuration docs/running.md writes the table anew"

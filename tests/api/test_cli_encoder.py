"""The encoder on the command line: chosen once, remembered, refused, replaced; the bar for those who wait."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import corpus
from api.encoder_options import with_encoder
from api.options import State
from search.encoder_settings import EncoderSettings, Precision
from tests.search import tiny_models

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
ARTICLE = SAMPLES / "model-uslugowy-dwa-bieguny.md"


def run(*words: str | Path, data: Path, check: int = 0, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "api", "--data", str(data), *map(str, words)]
    environment = {name: value for name, value in os.environ.items() if name != "QUOTEGRAPH_ENCODER"} | variables
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
    assert done.returncode == check, done.stderr
    return done


def info(data: Path) -> dict[str, object]:
    return dict(json.loads(run("info", "--json", data=data).stdout))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.transformer(tmp_path_factory.mktemp("models") / "tiny")


def test_chosen_at_the_first_ingest_and_remembered_from_then_on(tmp_path: Path, model: Path) -> None:
    options = ("--encoder", model, "--batch-size", "2", "--passage-prompt", "passage: ", "--dimensions", "8")
    done = run("ingest", ARTICLE, *options, data=tmp_path)
    assert done.stderr == ""
    shown = info(tmp_path)
    assert shown["up_to_date"] is True
    assert shown["vectors"] == shown["statements"] > 0
    encoder = shown["encoder"]
    assert encoder["fingerprint"].endswith("-8")
    del encoder["fingerprint"]
    assert encoder == {"name": str(model), "dimensions": 8, "batch_size": 2, "passage_prompt": "passage: "}
    asked = run("search", "chmura", "--json", data=tmp_path)
    assert asked.stderr == ""
    assert json.loads(asked.stdout)
    assert run("verify", data=tmp_path).stdout == "no problem found\n"
    assert str(model) in run("info", data=tmp_path).stdout.replace("\n", "").replace("│", "").replace(" ", "")


def test_another_one_is_refused_before_anything_is_read_until_rebuild(tmp_path: Path, model: Path) -> None:
    run("ingest", ARTICLE, data=tmp_path)
    before = info(tmp_path)
    assert before["encoder"]["name"] == "deep"
    refused = run("ingest", SAMPLES, "--encoder", model, data=tmp_path, check=1)
    assert refused.stderr.count("\n") == 1
    assert f"`quotegraph rebuild --encoder {model}`" in refused.stderr
    assert info(tmp_path) == before
    run("ask", "chmura", data=tmp_path, check=1, QUOTEGRAPH_ENCODER=str(model))

    count = before["statements"]
    done = run("rebuild", "--encoder", model, data=tmp_path)
    assert done.stdout == f"{count} statements indexed with the encoder {model} (16 dimensions)\n"
    assert done.stderr == ""
    run("ask", "chmura", data=tmp_path)
    # Before the command, as in earlier releases, and by the environment.
    assert "encoder static (" in run("--encoder", "static", "rebuild", data=tmp_path).stdout
    assert f"encoder {model} (" in run("rebuild", data=tmp_path, QUOTEGRAPH_ENCODER=str(model)).stdout


@pytest.mark.parametrize(
    "options",
    [("--batch-size", "0"), ("--dimensions", "0"), ("--precision", "int3"), ("--device", "toaster")],
)
def test_senseless_options_are_wrong_use(tmp_path: Path, model: Path, options: tuple[str, str]) -> None:
    done = run("ingest", ARTICLE, "--encoder", model, *options, data=tmp_path, check=2)
    assert options[0] in done.stderr


def test_every_command_that_embeds_takes_the_options_and_no_other() -> None:
    from typer.main import get_command

    from api.cli import app

    flags = {"--encoder", "--device", "--batch-size", "--precision", "--query-prompt", "--passage-prompt"}
    flags.add("--dimensions")
    for name, command in get_command(app).commands.items():
        known = {flag for parameter in command.params for flag in parameter.opts}
        embeds = name in {"ingest", "retag", "ask", "search", "serve", "verify", "rebuild", "delete", "mcp"}
        assert flags <= known if embeds else not flags & known


def test_options_of_the_command_go_before_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(State, "encoder", EncoderSettings("a", device="cpu"))
    seen = []

    @with_encoder
    def command(word: str) -> None:
        seen.append((word, State.encoder))

    nothing = {
        f"encoder_{name}": None for name in ("device", "batch_size", "query_prompt", "passage_prompt", "dimensions")
    }
    command("x", encoder_name="b", encoder_precision=Precision.FLOAT16, **nothing)
    assert seen == [("x", EncoderSettings("b", device="cpu", precision=Precision.FLOAT16))]


@pytest.mark.parametrize("slow", [True, False])
def test_a_bar_shows_on_a_terminal_where_embedding_takes_long(slow: bool) -> None:
    code = (
        "import time; from api.progress import embedding_bar\n"
        "with embedding_bar() as show:\n"
        f"    for done in (5, 10, 20, 30):\n        show(done, 30); time.sleep({0.9 if slow else 0})"
    )
    outer, inner = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", code], stderr=inner, stdout=subprocess.PIPE) as process:
        assert process.wait(timeout=30) == 0
        os.write(inner, b"end")
    os.close(inner)
    shown = b""
    while not shown.endswith(b"end"):
        shown += os.read(outer, 4096)
    os.close(outer)
    assert (b"Embedding" in shown) is slow
    silent = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert silent.stderr == silent.stdout == b""

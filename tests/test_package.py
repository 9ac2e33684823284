"""What is installed and what is written about it."""

import importlib.metadata
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from typer.main import get_command

from api.app import create_app
from api.cli import app

ROOT = Path(__file__).parents[1]
PACKAGES = {"api", "corpus", "graph", "search"}


def test_the_wheel_holds_the_four_packages_their_data_and_nothing_else(tmp_path):
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(tmp_path)!r}))"
    name = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    names = zipfile.ZipFile(tmp_path / name).namelist()
    assert {part.split("/", 1)[0] for part in names if ".dist-info" not in part} == PACKAGES
    for needed in (
        "corpus/data/topics.toml",
        "corpus/data/samples/channel-news.jsonl",
        "search/models/bilingual-static/model.safetensors",
        "search/models/bilingual-static/tokenizer.json",
        "search/data/question_pl.toml",
    ):
        assert needed in names


def test_no_other_distribution_owns_our_names():
    owners = importlib.metadata.packages_distributions()
    for package in PACKAGES:
        assert set(owners.get(package, ["quotegraph"])) == {"quotegraph"}


def test_every_command_stands_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert re.search(rf"`{name}\b|quotegraph {name}\b", text), name


def test_every_route_stands_in_the_readme(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in create_app(tmp_path).openapi()["paths"]:
        if path.startswith("/v1") or path == "/healthz":
            assert path.split("{")[0].rstrip("/") in text, path


def test_the_documents_name_files_that_exist():
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"

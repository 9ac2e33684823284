"""The examples of docs/client.md run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import api.client
from api.client import errors
from tests.api.test_app_processes import ROOT

PAGE = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.S | re.M)
SAID = [
    "ok ",
    "Bogdan Cichy",
    "Graham Ottley",
    "added [",
    "cloud-incentives",
    " bytes",
    "„",
    "no statement has the id '0000000000000000'",
]


def test_every_example_runs(address: str, tmp_path: Path) -> None:
    assert len(EXAMPLES) == 8
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QUOTEGRAPH_URL": address, "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(EXAMPLES)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for words in SAID:
        assert words in done.stdout, words
    assert [one.name for one in tmp_path.iterdir()] == ["cloud.graphml"]


@pytest.mark.parametrize("name", [name for name in api.client.__all__ if hasattr(errors, name)])
def test_every_error_is_on_the_page(name: str) -> None:
    assert name == "WrongParameter" or f"`{name}`" in PAGE

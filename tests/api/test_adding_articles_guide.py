"""What docs/adding-articles.md tells to run does what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from api.ingesting.submission import ArticleSubmission
from api.service_settings import ServiceSettings
from tests.api.servers import ROOT, served

GUIDE = (ROOT / "docs" / "adding-articles.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_its_examples_run_in_their_order(tmp_path: Path) -> None:
    with served(tmp_path / "data") as server:
        address = str(server.client.base_url)
        script = "\n".join(["set -e", *(f"echo '#### {n}'\n{block}" for n, block in enumerate(BLOCKS))])
        command = ["bash", "-c", script.replace("http://127.0.0.1:8000", address.rstrip("/"))]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    parts = re.split(r"#### \d+\n", ran.stdout)[1:]
    one, files, lines, followed, cancelled, fetched, read = parts
    assert one.startswith("HTTP/1.1 201")
    assert '"outcome":"added"' in one
    assert files.startswith("HTTP/1.1 202")
    assert lines.startswith("HTTP/1.1 202")
    assert "event: end" in followed
    assert '"added":2' in followed
    assert "/problems/job-ended" in cancelled
    assert fetched.startswith("HTTP/1.1 403")
    assert "Quantum toasters will change" in read
    assert '{"articles":1,"statements":1}' in read


def test_its_tables_have_all_fields_and_the_true_limits() -> None:
    table = GUIDE.partition("| field | |")[2].partition("\n\n")[0]
    named = {name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert named == set(ArticleSubmission.model_fields)
    limits = re.findall(r"^\| `(\w+)` \| ([\d,]+|false) \|", GUIDE, re.MULTILINE)
    assert len(limits) == 6
    for name, value in limits:
        assert str(ServiceSettings.model_fields[name].default).lower() == value.replace(",", ""), name

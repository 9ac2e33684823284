"""The examples of docs/correcting.md, run as they stand there against a real server."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.store import Store
from corpus.types import Opinion, Polarity, Speaker, SpeakerType
from tests.api.test_app_processes import server_thread
from tests.corpus.store_samples import article, said

PAGE = Path(__file__).parents[2] / "docs" / "correcting.md"
COMMANDS = [
    command
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for command in re.split(r"\n(?=curl )", block.strip())
]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with Store.open(tmp_path) as store:
        for number, name in enumerate(("A. Kowalczyk", "Anna Kowalczyk", "Anna Kowalczyk")):
            made = article(f"Numer {number} mówi.", location=f"/{number}", date_published=date(2024, 1, 1 + number))
            held = (Opinion("cloud-incentives", 0.9, Polarity.NEUTRAL, 0.0), Opinion("margins", 0.5, Polarity.MIXED, 0))
            who = Speaker(name, SpeakerType.PERSON)
            sure = 0.9 if number < 2 else 0.5
            store.put(made, [said(made, "mówi", who, firm="Bitar", opinions=held, confidence=sure)])
    with server_thread(tmp_path) as address:
        yield address


def test_every_example_does_what_the_page_says(address: str) -> None:
    known = {"QG": address, "ONE": "person:a-kowalczyk", "OTHER": "person:anna-kowalczyk"}
    given: list[dict[str, Any]] = []
    for command in COMMANDS:
        if "undo" in command and "CORRECTION" in command:
            known["CORRECTION"] = str(given[-1]["corrections"][0]["id"])
        done = subprocess.run(
            ["bash", "-c", command.replace("curl -s", "curl -s --fail-with-body", 1)],
            env={**os.environ, **known, "no_proxy": "*"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        body = json.loads(done.stdout)
        given.append(body)
        if "items" in body:
            known["STATEMENT"] = body["items"][0]["statement"]["id"]
        if "separations" in body:
            known["SEPARATION"] = str(body["separations"][0])
        if body.get("kind") == "duplicate":
            known["DISMISSAL"] = str(body["id"])
    assert len(given) == len(COMMANDS) == 17
    review, confirmed, corrected, rejected, history, _, undone, names = given[:8]
    assert review["total"] == 1
    assert confirmed["statement"]["confidence"] == 1.0
    assert (corrected["statement"]["role"], corrected["statement"]["firm"]) == ("prezeska", None)
    assert [(one["topic"], one["polarity"]) for one in corrected["statement"]["opinions"]] == [
        ("cloud-incentives", "sceptical")
    ]
    assert not rejected["statement"]["listed"]
    assert [one["kind"] for one in history["corrections"]] == ["confirmation", "correction", "correction"]
    assert undone["undone_by"] == "local"
    assert [one["id"] for one in names["suggestions"][0]["entities"]] == [known["ONE"], known["OTHER"]]
    assert given[-1]["name"] == "Anna Kowalczyk"

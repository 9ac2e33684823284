"""The bench on small evaluation sets of its own: what is read, what is computed, what is printed."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench.encoder import bitexts, folder_megabytes, labels, nearest, ratios, read_bitext, table
from tests.search import tiny_models
from tests.search.test_encoder import ENGLISH, FOLDER, POLISH


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    pairs = list(zip(ENGLISH, POLISH, strict=True))
    (folder / "wmt20_newstest_en-pl.tsv").write_text("\n".join("\t".join(pair) for pair in pairs) + "\n")
    turned = ["pl\ten", *(f"{polish}\t{english}" for english, polish in pairs)]
    (folder / "ntrex_news.tsv").write_text("\n".join(turned) + "\n")
    rows = ["sentence1\tsentence2\tscore"]
    rows += [
        f"{polish}\t{POLISH[(place * 3) % 8]}\t{int(place * 3 % 8 == place)}" for place, polish in enumerate(POLISH)
    ]
    (folder / "stsb_pl_dev.tsv").write_text("\n".join(rows) + "\n")
    return folder


def test_translations_are_read_in_the_order_that_their_first_line_names(sets: Path) -> None:
    assert list(bitexts(sets)) == ["WMT20 en-pl", "ntrex_news"]
    for file in bitexts(sets).values():
        assert read_bitext(file) == (ENGLISH, POLISH)


def test_the_nearest_row_also_over_several_blocks() -> None:
    rows = np.random.default_rng(0).standard_normal((5000, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    order = np.random.default_rng(1).permutation(5000)
    np.testing.assert_array_equal(order[nearest(rows, rows[order])], np.arange(5000))


def test_ratios_are_multiples_of_the_peers_costs() -> None:
    found = ratios(
        {"texts/s": 300.0, "peak MB": 50.0, "CDSC-R": 0.9}, {"texts/s": 100.0, "peak MB": 200.0, "load s": 1.0}
    )
    assert found == {"texts/s, × peer": 3.0, "peak MB, × peer": 0.25}


def test_headings_are_as_short_as_they_can_be_told_apart(tmp_path: Path) -> None:
    names = [tmp_path / "a" / "model", tmp_path / "b" / "model", tmp_path / "c"]
    for name in names:
        name.mkdir(parents=True)
    shown = labels(["static", *map(str, names)])
    assert len(set(shown.values())) == 4
    assert shown[str(names[0])] == "a/model"
    assert labels(["static", str(names[2])])[str(names[2])] == "c"


def test_a_row_that_one_encoder_lacks_is_a_dash() -> None:
    assert table({"a": {"CDSC-R": 0.5}, "b": {"texts/s": 1234.4}}).splitlines()[2:] == [
        "| CDSC-R | 0.500 | – |",
        "| texts/s | – | 1,234 |",
    ]


def test_side_by_side_each_in_a_process_of_its_own(sets: Path, tmp_path: Path) -> None:
    tiny = tiny_models.static(tmp_path / "tiny")
    words = ["--eval", sets, "--peer", tiny, "--threads", "1", "--json", tmp_path / "figures.json"]
    command = [sys.executable, "-m", "bench.encoder", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.startswith("| | static | deep | tiny |")
    found = json.loads((tmp_path / "figures.json").read_text())
    static, peer = found["static"], found["tiny"]
    assert (static["dimensions"], peer["dimensions"]) == (256, 16)
    assert static["folder MB"] == pytest.approx(folder_megabytes(FOLDER))
    assert static["WMT20 en-pl pl→en"] == static["ntrex_news en→pl"] == 1.0
    assert static["STSb-pl"] > 0.5
    assert static["texts/s, × peer"] == pytest.approx(static["texts/s"] / peer["texts/s"])
    assert peer["load s, × peer"] == 1.0
    assert static["load s"] < peer["load s"]


def test_an_encoder_that_cannot_be_loaded_is_said_in_one_line(sets: Path) -> None:
    command = [sys.executable, "-m", "bench.encoder", "./nothing", "--eval", str(sets)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 1
    assert "./nothing: there is no such folder" in done.stderr
    assert "Traceback" not in done.stderr

"""The index remembers its encoder, refuses another, and is made anew with it as a whole or not at all."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexMismatchError, InputError, UsageError
from corpus.ingest import ingest
from corpus.store import Store
from search.encoder import DEFAULT
from search.encoder_settings import EncoderSettings, Precision
from search.engine import Engine
from search.opening import open_engine, rebuild
from tests.search import tiny_models

ARTICLE = """– Marża na licencjach chmurowych spadła do zera – mówi Jan Kowalski, prezes firmy Bitar.

– Nasi klienci chwalą nowy program partnerski – dodaje Anna Nowak, dyrektor handlowa firmy Bitar.
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.transformer(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "2024-05-31-article.txt").write_text(ARTICLE, encoding="utf-8")
    with Store.open(tmp_path / "data") as store:
        assert ingest([tmp_path / "2024-05-31-article.txt"], store).statements == 2
    return tmp_path / "data"


def opened(data: Path, encoder: EncoderSettings | str | None = None) -> tuple[str, int, np.ndarray]:
    engine = open_engine(data, encoder)
    try:
        return engine.encoder.name, engine.encoder.dimensions, engine.index.sample(1000)
    finally:
        engine.close()


def rebuilt(data: Path, encoder: EncoderSettings | str | None = None) -> None:
    engine: Engine = rebuild(data, encoder)
    engine.close()


def manifest(data: Path) -> dict[str, object]:
    return dict(json.loads((data / "index" / "manifest.json").read_text()))


def test_the_next_command_needs_not_name_the_encoder_again(data: Path, model: Path) -> None:
    settings = EncoderSettings(str(model), batch_size=2, passage_prompt="passage: ", dimensions=8)
    name, dimensions, vectors = opened(data, settings)
    assert (name, dimensions) == (str(model), 8)
    again = opened(data)
    assert again[:2] == (str(model), 8)
    np.testing.assert_array_equal(again[2], vectors)
    assert manifest(data)["options"] == {"batch_size": 2, "passage_prompt": "passage: ", "dimensions": 8}


def test_how_a_model_runs_may_change_from_one_command_to_the_next(data: Path, model: Path) -> None:
    opened(data, str(model))
    other = EncoderSettings(device="cpu", batch_size=1, precision=Precision.BFLOAT16, query_prompt="query: ")
    assert opened(data, other)[0] == str(model)


def test_another_encoder_is_refused_in_one_sentence_that_says_what_to_run(data: Path, model: Path) -> None:
    opened(data, "static")
    with pytest.raises(IndexMismatchError) as caught:
        opened(data, str(model))
    said = str(caught.value)
    assert "made with the encoder static, not with" in said
    assert f"`quotegraph rebuild --encoder {model}`" in said
    with pytest.raises(IndexMismatchError, match="rebuild --encoder owner/unknown"):
        opened(data, "owner/unknown")  # no need to look for it first
    assert opened(data, "bundled")[0] == "static"


@pytest.mark.parametrize(
    ("settings", "flag"),
    [
        (EncoderSettings(passage_prompt="p: "), "--passage-prompt 'p: '"),
        (EncoderSettings(dimensions=8), "--dimensions 8"),
    ],
)
def test_options_that_change_the_vectors_are_another_encoder(
    data: Path, model: Path, settings: EncoderSettings, flag: str
) -> None:
    opened(data, str(model))
    with pytest.raises(IndexMismatchError) as caught:
        opened(data, settings)
    assert f"rebuild --encoder {model} {flag}`" in str(caught.value)
    rebuilt(data, settings)
    assert opened(data)[0] == str(model)
    assert manifest(data)["fingerprint"] == opened_fingerprint(data)


def opened_fingerprint(data: Path) -> str:
    engine = open_engine(data)
    try:
        return engine.encoder.fingerprint
    finally:
        engine.close()


def test_rebuild_embeds_anew_with_another_encoder_and_back(data: Path, model: Path) -> None:
    before = opened(data)
    rebuilt(data, EncoderSettings(str(model), passage_prompt="passage: "))
    assert opened(data)[:2] == (str(model), 16)
    rebuilt(data)  # with nothing said: the same again, with its options
    assert manifest(data)["options"] == {"passage_prompt": "passage: "}
    rebuilt(data, DEFAULT)  # the options of another encoder are not taken over
    assert manifest(data)["options"] == {}
    after = opened(data)
    assert after[0] == DEFAULT
    np.testing.assert_array_equal(after[2], before[2])


def test_a_moved_model_is_known_by_its_fingerprint(data: Path, model: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(model, tmp_path / "first"))
    opened(data, str(place))
    moved = place.rename(tmp_path / "second")
    with pytest.raises(InputError, match="--encoder") as caught:
        opened(data)
    assert str(place) in caught.value.source
    assert opened(data, str(moved))[0] == str(moved)


def test_a_changed_model_is_another_version_of_it(data: Path, model: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(model, tmp_path / "own"))
    opened(data, str(place))
    shutil.rmtree(place)
    tiny_models.transformer(place, seed=1)
    with pytest.raises(IndexMismatchError, match="another version of the encoder"):
        opened(data)
    rebuilt(data)
    assert opened(data)[0] == str(place)


def test_an_encoder_that_cannot_be_loaded_leaves_the_index_as_it_is(data: Path) -> None:
    before = opened(data)
    for settings in ("./nothing", EncoderSettings("static", dimensions=100_000)):
        with pytest.raises((InputError, UsageError)):
            rebuilt(data, settings)
    np.testing.assert_array_equal(opened(data)[2], before[2])


@pytest.mark.parametrize("options", [[1], {"batch_size": "many"}, {"unknown": 1}, {"precision": 8}])
def test_a_manifest_with_senseless_options_is_damaged(data: Path, options: object) -> None:
    opened(data)
    (data / "index" / "manifest.json").write_text(json.dumps(manifest(data) | {"options": options}))
    with pytest.raises(IndexMismatchError, match="damaged"):
        opened(data)
    rebuilt(data)
    assert opened(data)[0] == DEFAULT


@pytest.mark.parametrize("damage", ["flipped", "cut", "deleted", "emptied"])
def test_a_damaged_manifest_does_not_take_the_encoder_with_it(data: Path, model: Path, damage: str) -> None:
    settings = EncoderSettings(str(model), passage_prompt="passage: ", dimensions=8)
    before = opened(data, settings)
    victim = data / "index" / "manifest.json"
    written = victim.read_bytes()
    if damage == "deleted":
        victim.unlink()
        assert opened(data)[:2] == before[:2]  # made anew at once, with the same encoder
        victim.unlink()
    else:
        spoilt = {"flipped": b"~" + written[1:], "cut": written[: len(written) // 2], "emptied": b""}
        victim.write_bytes(spoilt[damage])
        with pytest.raises(IndexMismatchError, match="damaged"):
            opened(data)
    rebuilt(data)
    after = opened(data)
    assert after[:2] == (str(model), 8)
    np.testing.assert_array_equal(after[2], before[2])
    assert manifest(data)["options"] == {"passage_prompt": "passage: ", "dimensions": 8}


def test_another_encoder_may_be_chosen_where_the_manifest_is_gone(data: Path, model: Path) -> None:
    opened(data, EncoderSettings(str(model), dimensions=8))
    (data / "index" / "manifest.json").unlink()
    assert opened(data, "static")[0] == "static"
    assert manifest(data)["options"] == {}
    assert json.loads((data / "index" / "encoder.json").read_text())["encoder"] == "static"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"encoder": "static", "options": {}, "checksum": "0"}'])
def test_a_damaged_note_of_the_encoder_is_not_believed_and_is_written_again(data: Path, content: bytes) -> None:
    opened(data, DEFAULT)
    note, whole = data / "index" / "encoder.json", (data / "index" / "encoder.json").read_bytes()
    note.write_bytes(content)
    assert opened(data)[0] == DEFAULT
    (data / "index" / "manifest.json").write_bytes(b"")
    rebuilt(data)
    assert manifest(data)["encoder"] == DEFAULT
    assert note.read_bytes() == whole


def test_an_index_without_options_is_of_an_earlier_release_and_still_read(data: Path) -> None:
    opened(data, "static")
    before = {name: value for name, value in manifest(data).items() if name != "options"} | {"encoder": "bundled"}
    (data / "index" / "manifest.json").write_text(json.dumps(before))
    assert opened(data)[0] == "static"


def test_a_rebuild_killed_in_the_middle_leaves_the_old_index_usable(data: Path, model: Path) -> None:
    before = opened(data)
    code = f"""
import sys, time
from pathlib import Path
from search.opening import rebuild
def slow(done, total):
    print("embedding", flush=True)
    time.sleep(60)
rebuild(Path({str(data)!r}), {str(model)!r}, slow)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "embedding\n"
        os.kill(process.pid, signal.SIGKILL)
    began = time.perf_counter()
    after = opened(data)
    assert time.perf_counter() - began < 10
    assert after[0] == before[0]
    np.testing.assert_array_equal(after[2], before[2])
    rebuilt(data, str(model))
    assert opened(data)[0] == str(model)


def test_progress_counts_up_to_all_statements(data: Path) -> None:
    seen: list[tuple[int, int]] = []
    open_engine(data, None, lambda done, total: seen.append((done, total))).close()
    assert seen == [(2, 2)]

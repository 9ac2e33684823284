"""What is said about the encoder: merged, written, read again, shown."""

import subprocess
import sys

import pytest

from corpus.errors import UsageError
from search.encoder_settings import EncoderSettings, Precision, settings_of

FULL = EncoderSettings("a/b", "cuda:1", 8, Precision.FLOAT16, "query: ", "", 128)


def test_what_is_written_is_read_again() -> None:
    assert EncoderSettings.remembered("a/b", FULL.options()) == FULL
    assert EncoderSettings.remembered("static", {}) == EncoderSettings("static")


def test_what_is_said_goes_before_what_is_remembered() -> None:
    said = EncoderSettings(batch_size=16, passage_prompt="p: ")
    assert said.over(FULL) == EncoderSettings("a/b", "cuda:1", 16, Precision.FLOAT16, "query: ", "p: ", 128)
    # An empty prompt says something: none.
    assert EncoderSettings(query_prompt="").over(FULL).query_prompt == ""


def test_settings_are_shown_as_they_would_be_typed() -> None:
    expected = "--encoder a/b --device cuda:1 --batch-size 8 --precision float16"
    expected += " --query-prompt 'query: ' --passage-prompt '' --dimensions 128"
    assert FULL.arguments() == expected


@pytest.mark.parametrize(
    "options",
    [{"batch_size": 0}, {"dimensions": -1}, {"batch_size": "8"}, {"precision": "float8"}],
)
def test_values_that_make_no_sense_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        EncoderSettings.remembered("a", options)


def test_a_name_alone_is_a_choice() -> None:
    assert settings_of("a") == EncoderSettings("a")
    assert settings_of(None) == EncoderSettings()
    assert settings_of(FULL) is FULL


def test_the_command_line_can_import_it_for_nothing() -> None:
    code = (
        "import sys, search.encoder_settings; print([m for m in ('numpy', 'tokenizers', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

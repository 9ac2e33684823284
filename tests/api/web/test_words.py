"""The words of the pages: every key once, in every language, with every plural form."""

from __future__ import annotations

import string

import pytest

from api.web.words import catalogue, read_catalogue, word
from corpus.types import Language

FORMS = {"en": {"one", "many"}, "pl": {"one", "few", "many"}}


def test_every_text_is_there_in_both_languages_with_the_same_names():
    for key, entry in catalogue().items():
        assert entry.keys() == FORMS.keys(), key
        names = []
        for language, text in entry.items():
            if isinstance(text, dict):
                assert text.keys() == FORMS[language], key
            texts = text.values() if isinstance(text, dict) else [text]
            names.append({name for one in texts for _, name, _, _ in string.Formatter().parse(one) if name})
        assert names[0] == names[1], key


def test_the_plural_form_follows_the_number():
    said = [word("totals-articles", Language.PL, count=count) for count in (1, 2, 5, 12, 22, 112)]
    assert said == ["1 artykuł", "2 artykuły", "5 artykułów", "12 artykułów", "22 artykuły", "112 artykułów"]
    assert word("totals-articles", Language.EN, count=0) == "0 articles"


def test_two_files_with_the_same_key_are_refused(tmp_path):
    (tmp_path / "words.toml").write_text('[a]\nen = "1"\npl = "1"\n')
    (tmp_path / "words_more.toml").write_text('[b]\nen = "2"\npl = "2"\n[a]\nen = "3"\npl = "3"\n')
    with pytest.raises(ValueError, match=r"words_more.toml gives words that another file gives already: a$"):
        read_catalogue(tmp_path)

"""The words that the stance head knows, each with its vector of the static encoder."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from corpus.stance_features import Numbers
from corpus.stance_lexicon import polish_keys
from corpus.types import Language
from search.static_encoder import StaticEncoder
from training.data import read_pairs

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_LETTER = re.compile(r"[^\W\d]")
_FORMS = 6  # of a lemma: its vector is their mean
#: Collections whose words are those of people, not of cmdlets.
_SOURCES = frozenset(
    (
        "tatoeba",
        "stsb_mt_train_dev",
        "ms_dynamics365_operations",
        "ms_partner_center",
        "ms_project_operations",
        "ms_office_alchemy",
        "opensource_guide",
        "mozilla_legal",
        "mozilla_www",
        "privacyguides",
        "bitcoin_org",
        "monero_site",
    )
)


def vocabulary(texts: Iterable[tuple[Language, list[str]]], pairs: Path, size: int) -> tuple[list[str], Numbers]:
    """Keys ("pl:lemma", "en:word"), the most frequent first, and the static encoder's vector of each.

    :param texts: the words of the statements to learn from: all are known, however rare.
    :param pairs: translations, for the frequent words that those do not hold.
    :param size: how many keys at most.
    """
    forms: dict[Language, Counter[str]] = {language: Counter() for language in Language}
    for language, words in texts:
        forms[language].update(word.lower() for word in words)
    needed = {language: set(counted) for language, counted in forms.items()}
    for pair in read_pairs(pairs):
        if pair.source in _SOURCES:
            forms[Language.EN].update(_WORD.findall(pair.english.lower()))
            forms[Language.PL].update(_WORD.findall(pair.polish.lower()))
    counts, spelt, wanted = _keys(forms, needed)
    known = [key for key in counts if _LETTER.search(key[3:]) and counts[key] > 1]
    known.sort(key=lambda key: (key not in wanted, -counts[key], key))
    kept = sorted(known[:size], key=lambda key: (-counts[key], key))
    return kept, _vectors(kept, spelt)


def _keys(
    forms: dict[Language, Counter[str]], needed: dict[Language, set[str]]
) -> tuple[dict[str, float], dict[str, Counter[str]], set[str]]:
    """How frequent each key is, the forms it was seen in, and the keys of the words that are needed."""
    counts: defaultdict[str, float] = defaultdict(float)
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    wanted = set()
    for language, counted in forms.items():
        for form, count in counted.items():
            lemmas = sorted(polish_keys(form) - {form}) if language is Language.PL else []
            for lemma in lemmas or [form]:
                key = f"{language.value}:{lemma}"
                counts[key] += count / max(1, len(lemmas))
                spelt[key][form] += count
                if form in needed[language]:
                    wanted.add(key)
    return counts, spelt, wanted


def _vectors(keys: list[str], spelt: dict[str, Counter[str]]) -> Numbers:
    """Mean vector of the forms of each key, scaled so that their mean length is 1."""
    encoder = StaticEncoder()
    tokenizer, rows = encoder._tokenizer, np.asarray(encoder._rows, dtype=np.float32)
    vectors = np.zeros((len(keys), rows.shape[1]), dtype=np.float32)
    for number, key in enumerate(keys):
        frequent = spelt[key].most_common(_FORMS)
        total = sum(count for _, count in frequent)
        for form, count in frequent:
            pieces = tokenizer.encode(form, add_special_tokens=False).ids
            if pieces:
                vectors[number] += rows[pieces].mean(axis=0) * (count / total)
    scaled: Numbers = vectors / np.linalg.norm(vectors, axis=1).mean()
    return scaled

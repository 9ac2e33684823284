"""The model card that is written beside the weights: where they come from, how good they are, what they cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Collection of pairs → (what it is, licence). A source that is not listed here cannot be trained on: its licence must
#: be known, and allow it, before it gets into weights that others are given.
SOURCES = {
    "tatoeba": ("Tatoeba, everyday sentences, human", "CC BY 2.0 FR"),
    "stsb_mt_train_dev": ("STS benchmark, captions and headlines, translated", "CC BY-SA 4.0"),
    "ms_dynamics365_operations": ("Microsoft Dynamics 365 documentation, human", "CC BY 4.0"),
    "ms_project_operations": ("Microsoft Project Operations documentation, human", "CC BY 4.0"),
    "ms_customer_insights": ("Microsoft Customer Insights documentation, human", "CC BY 4.0"),
    "ms_partner_center": ("Microsoft Partner Center documentation, mostly machine", "CC BY 4.0"),
    "ms_partner_center_sdk": ("Microsoft Partner Center SDK documentation, mostly machine", "CC BY 4.0"),
    "ms_office_alchemy": ("Microsoft Office documentation, mostly machine", "CC BY 4.0"),
    "ms_m365_docs": ("Microsoft 365 documentation, mostly machine", "CC BY 4.0"),
    "ms_aspnetcore": ("ASP.NET Core documentation, machine", "CC BY 4.0"),
    "ms_dotnet_docs": (".NET documentation, machine", "CC BY 4.0"),
    "ms_azure_ps": ("Azure PowerShell documentation, machine", "CC BY 4.0"),
    "ms_quantum": ("Microsoft Quantum documentation, machine", "CC BY 4.0"),
    "ms_rtos": ("Azure RTOS documentation, machine", "CC BY 4.0"),
    "ms_vstest_xlf": ("Visual Studio Test messages", "MIT"),
    "mozilla_www": ("Mozilla web pages, human", "MPL-2.0"),
    "mozilla_legal": ("Mozilla legal documents, human", "CC BY-SA 3.0"),
    "privacyguides": ("Privacy Guides, human", "CC BY-SA 4.0"),
    "opensource_guide": ("Open Source Guides, human", "CC BY 4.0"),
    "tldr_pages": ("tldr pages, human", "CC BY 4.0"),
    "monero_site": ("Monero web site, human", "BSD-3-Clause"),
    "bitcoin_org": ("bitcoin.org, human", "MIT"),
    "gnome_user_docs": ("GNOME user documentation, human", "CC BY 3.0"),
    "python_docs_pl": ("Python documentation, human", "CC0 and PSF"),
}

_HEAD = """---
language: [pl, en]
library_name: sentence-transformers
pipeline_tag: sentence-similarity
tags: [sentence-transformers, sentence-similarity, static-embeddings]
---

# bilingual-static: a small Polish-English sentence encoder

One vector for each of its {vocabulary:,} word pieces, {dimensions} dimensions, 8-bit numbers with one factor a row; a
sentence is the mean of its pieces, scaled to unit length. Sentences that mean the same lie close together, in either
language. It is quotegraph's encoder for instant start-up and very large archives, read without torch;
`SentenceTransformer("<this folder>")` gives the same vectors to 1e-5 (tried with sentence-transformers 6.2; it
multiplies the 8-bit rows out itself).

## Figures

Sentences of these sets were left out of the training data; the settings were chosen by looking at them. Bitext: share
of sentences whose translation is the nearest of the other side. Relatedness: Spearman's correlation of cosine and human
judgement. Measured by `python -m bench.encoder --eval DIR`.

"""

_LIMITS = """
## Limits

- A mean of words knows no order and hardly any negation: "A sued B" and "B sued A" have the same vector, "is for" and
  "is not for" nearly so. Who holds which view must be decided by other means.
- News and everyday language are a small part of the training pairs; most are manuals of software and business systems,
  many of them translated by machine.
- Names of people and firms that were rare or absent there are read in pieces: look names up, do not search them by
  similarity.
- It is meant for statements of one to a few sentences; longer texts blur.
- Other languages than Polish and English get finite vectors without meaning. A text without any word gets the vector
  of the unknown word in quotegraph, zeros in sentence-transformers.

## Training

`training/README.md` says how to make it anew. Teacher of the English side: {teacher}.

"""


_DEEP_HEAD = """---
language: [pl, en]
library_name: onnx
pipeline_tag: sentence-similarity
license: cc-by-sa-4.0
tags: [sentence-similarity, onnx]
---

# bilingual-deep: a contextual Polish-English sentence encoder

The body of all-MiniLM-L6-v2 (6 layers, 384 dimensions) with the 32,000 word pieces of `bilingual-static`, taught to put
a Polish sentence and its English translation where the teacher puts the English. 8-bit weights; OpenVINO runs
it without torch. The mean of a sentence's last states is joined with its vector by `bilingual-static`, whose share of
the squared length is {static_share}, and cut to the {dimensions} principal directions. At most 256 pieces are read.
It is quotegraph's default encoder.

## Figures

Sentences of these sets were left out of the training data; the share of the static encoder was chosen by looking at
them. Bitext: share of sentences whose translation is the nearest of the other side. Relatedness: Spearman's
correlation of cosine and human judgement. Measured by `python -m bench.encoder --eval DIR`.

"""

_DEEP_LIMITS = """
## Limits

- News and everyday language are a small part of the training pairs; most are manuals of software and business systems,
  many of them translated by machine.
- It sees the order of words, but a negated sentence still lies close to the plain one: who holds which view must be
  decided by other means.
- Names that were rare or absent in training are read in pieces: look names up, do not search them by similarity.
- It is meant for statements of one to a few sentences; of longer texts it reads the begin.
- Other languages than Polish and English get finite vectors without meaning.
- Two processors may differ in the last bits of a vector.

## Training

`training/README.md` says how to make it anew. Teacher: {teacher}.

"""


@dataclass(frozen=True, slots=True)
class Words:
    """What a card says of one kind of encoder, around its figures and its data."""

    head: str
    limits: str


STATIC = Words(_HEAD, _LIMITS)
DEEP = Words(_DEEP_HEAD, _DEEP_LIMITS)


def write_card(
    out: Path,
    words: Words,
    figures: Mapping[str, float],
    counts: Mapping[str, int],
    settings: DataclassInstance,
    teacher: str | None,
) -> None:
    """Write ``README.md`` into the folder of an encoder.

    :param words: the text of its kind, which may name the settings in braces.
    :param figures: heading → value on the evaluation sets.
    :param counts: source → pairs drawn in one epoch.
    :param settings: dataclass of the training's settings.
    :param teacher: what the teacher is called, with its licence.
    """
    shown = asdict(settings)
    lines = [words.head.format(**shown)]
    lines += ["| set | value |\n|---|---|\n", *(f"| {heading} | {value:.3f} |\n" for heading, value in figures.items())]
    lines += [
        "\n## Data\n\n",
        "Pairs of sentences drawn in one epoch:\n\n",
        "| source | licence | pairs |\n|---|---|---|\n",
    ]
    for source, count in sorted(counts.items(), key=lambda item: -item[1]):
        what, licence = SOURCES[source]
        lines.append(f"| {what} | {licence} | {count:,} |\n")
    lines.append(words.limits.format(teacher=teacher or "none"))
    lines.append("Settings: " + ", ".join(f"{name} {value}" for name, value in shown.items()) + ".\n")
    (out / "README.md").write_text("".join(lines), encoding="utf-8")


def unknown_sources(sources: set[str]) -> set[str]:
    """Those whose licence is not listed."""
    return sources - SOURCES.keys()

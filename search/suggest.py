"""New topics for what the scheme does not cover: clusters of statements, with a label in each language."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.morphology import readings
from corpus.store.records import StoredStatement
from corpus.topic_words import is_stopword, split_words
from corpus.topics import TopicScheme
from corpus.types import Language
from search.calibration import SAMPLE, calibrate
from search.types import Encoder, Vectors

_MOST_READ = 3_000  # statements that are compared with each other; of more, a sample evenly spread
_CLOSE = 2.5  # standard deviations above the closeness of unrelated texts at which clusters are joined
_OFTEN, _SHARE = 2, 0.3  # a label stands in so many statements of its cluster, and in this share of them …
_LIFT = 3.0  # … which is so many times its share everywhere
_PAIR = 1.2  # two words say more than one
_SHORTEST = 4  # letters of a word that may name a topic
_EXAMPLES = 3
# Words that stand in statements about anything.
_GENERIC = frozenset(
    """
    already also always another anything back because before being best better come could does done down each either
    else enough even ever every everybody everyone everything fewer first five four from good great have having here
    into just kind know last less like little long look made make many maybe mean more most much must need never
    next nobody none nothing often once only open other others part people perhaps place point rather really right
    same second seven several should since some somebody someone something soon still such sure take tell than that
    them then there they thing think this three time times today tomorrow twice under until upon very want well were
    what when where which while will within without work would year your month week hour minute money number reason
    side question answer feared worried spend rok miesiąc tydzień dzień godzina minuta czas raz osoba człowiek
    ludzie lud rzecz sprawa część strona miejsce sposób powód pytanie odpowiedź słowo koniec początek połowa reszta
    procent liczba pieniądz obawa piąta czwarta trzecia druga pierwsza wszystko nikt ktoś życie świat kraj lato zima
    wiosna jesień okno drzwi droga praca dom been has had their ours mine yours shall might
    """.split()
)
_CANDIDATES = 2_000  # most frequent words of the other language among which a counterpart is looked for


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that the scheme lacks.

    :param id: a slug made of the English label.
    :param labels: by language, base forms.
    :param broader: the id of the scheme's topic that is closest.
    :param size: how many statements are in the cluster.
    :param examples: those nearest to its middle.
    """

    id: str
    labels: dict[Language, str]
    broader: str
    size: int
    examples: tuple[StoredStatement, ...]

    def toml(self) -> str:
        """The topic in the format of schemes (``docs/topics.md``)."""
        polish, english = (_quoted(self.labels[language]) for language in (Language.PL, Language.EN))
        lines = (
            "[[topic]]",
            f'id = "{self.id}"',
            f"pref_label = {{ pl = {polish}, en = {english} }}",
            f'broader = ["{self.broader}"]',
        )
        return "\n".join(lines) + "\n"


def suggest(
    statements: Iterable[StoredStatement], encoder: Encoder, scheme: TopicScheme, *, most: int = 10, smallest: int = 3
) -> list[Suggestion]:
    """Clusters what no topic covers, largest cluster first; the same statements give the same suggestions.

    Average linkage over cosines; labels by class-based TF-IDF (Grootendorst 2022, BERTopic), the label of a language
    that the cluster does not speak by closeness of meaning.

    :param statements: of a store; those with a topic only teach which words are common.
    :param smallest: clusters of fewer statements are left out.
    """
    everything = list(statements)
    uncovered = [one for one in everything if not one.statement.opinions]
    chosen = uncovered[:: max(1, math.ceil(len(uncovered) / _MOST_READ))]
    if len(chosen) < smallest:
        return []
    vectors = encoder.encode([one.statement.text for one in chosen])
    calibration = calibrate(encoder, scheme, vectors[:SAMPLE])
    clusters = _clusters(vectors, calibration.mean + _CLOSE * calibration.deviation)
    vocabulary = {language: _terms(everything, language) for language in Language}
    totals = Counter(one.statement.language for one in everything)
    words = _Words(vocabulary, encoder)
    found: list[Suggestion] = []
    for rows in sorted(clusters, key=lambda rows: (-len(rows), rows[0])):
        if len(rows) < smallest or len(found) >= most:
            break
        middle = _unit(vectors[rows].mean(axis=0))
        inside = [chosen[row] for row in rows]
        labels = _labels(inside, vocabulary, totals, middle, words)
        if labels is None or any(scheme.find(label) for label in labels.values()):
            continue  # no word of its own, or one that the scheme has
        nearest = calibration.nearest(middle, list(scheme.topics), 1)
        order = np.argsort(-(vectors[rows] @ middle), kind="stable")[:_EXAMPLES]
        slug = _slug(labels[Language.EN])
        if slug and slug not in {one.id for one in found}:
            found.append(Suggestion(slug, labels, nearest[0], len(rows), tuple(inside[at] for at in order)))
    return found


def _clusters(vectors: Vectors, close: float) -> list[list[int]]:
    from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-untyped]  # a second: only here

    merged = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=max(1e-6, 1 - close)
    ).fit(vectors)
    clusters: dict[int, list[int]] = {}
    for row, cluster in enumerate(merged.labels_.tolist()):
        clusters.setdefault(cluster, []).append(row)
    return list(clusters.values())


def _terms(statements: Iterable[StoredStatement], language: Language) -> Counter[str]:
    """In how many statements of a language each word or pair of words stands."""
    found: Counter[str] = Counter()
    for one in statements:
        if one.statement.language is language:
            found.update(_terms_of(one.statement.text, language))
    return found


def _terms_of(text: str, language: Language) -> set[str]:
    """The nouns, and the pairs of an adjective and a noun, in base form; in English words and pairs of words."""
    words = split_words(text)
    terms: set[str] = set()
    for number, form in enumerate(words.forms):
        noun = _noun(form, language, opens=number == 0)
        if noun is None:
            continue
        terms.add(noun)
        if number and words.clauses[number - 1] == words.clauses[number]:
            pair = _pair(words.forms[number - 1], form, noun, language)
            terms.update([pair] if pair else [])
    return terms


def _noun(form: str, language: Language, *, opens: bool) -> str | None:
    """The base form of a word that can name a topic; ``None`` for others, and for names."""
    if len(form) < _SHORTEST or not form.isalpha() or is_stopword(form, language):
        return None
    if (form[0].isupper() and not opens) or form.lower() in _GENERIC:
        return None
    if language is Language.EN:
        lower = form.lower()
        if lower.endswith(("ly", "ed", "ing")):
            return None  # adverbs and forms of verbs
        plural = lower.endswith("s") and not lower.endswith(("ss", "us", "is"))
        return lower[:-1] if plural and not lower.endswith("ies") else lower[:-3] + "y" if plural else lower
    known = readings(form.lower())
    if any(r.lemma in _GENERIC or r.pos in {"num", "adv", "part"} for r in known):
        return None
    return next((r.lemma for r in known if r.pos == "subst" and r.lemma.islower()), None) if known else form.lower()


def _pair(before: str, form: str, noun: str, language: Language) -> str | None:
    if language is Language.EN:
        return None if _noun(before, language, opens=False) is None else f"{before.lower()} {noun}"
    adjective = next((r for r in readings(before.lower()) if r.pos == "adj"), None)
    if adjective is None or before[0].isupper() or len(before) < _SHORTEST:
        return None
    gender = next(
        (g for r in readings(form.lower()) if r.lemma == noun for g in ("f", "n", "m1", "m2", "m3") if r.has(g)), ""
    )
    base = adjective.lemma  # masculine: "zielony"
    if gender == "f":
        base = base[:-1] + "a"
    elif gender == "n":
        base += "e" if base.endswith(("ki", "gi")) else ""
        base = base[:-1] + "e" if base.endswith("y") else base
    return f"{base} {noun}"


def _labels(
    inside: Sequence[StoredStatement],
    vocabulary: dict[Language, Counter[str]],
    totals: Counter[Language],
    middle: Vectors,
    words: _Words,
) -> dict[Language, str] | None:
    """The most typical term of each language; of one that the cluster does not speak, the closest in meaning."""
    labels: dict[Language, str] = {}
    for language in Language:
        size = sum(one.statement.language is language for one in inside)
        typical = _typical(_terms(inside, language), vocabulary[language], size, totals[language]) if size else None
        if typical is not None:
            labels[language] = typical
    if not labels:
        return None
    for language in Language:
        if language not in labels:
            (other,) = labels.values()
            counterpart = words.closest(other, language, middle)
            labels[language] = counterpart or other
    return labels


def _typical(here: Counter[str], everywhere: Counter[str], size: int, total: int) -> str | None:
    """The term that stands in many statements of the cluster, and seldom elsewhere.

    :param size: statements of the cluster in the language; ``total``: of the store.
    """
    scored = {}
    for term, count in here.items():
        share, usual = count / size, everywhere[term] / total
        if count >= _OFTEN and share >= _SHARE and share >= _LIFT * usual:
            scored[term] = share * math.log(1 + 1 / usual) * (_PAIR if " " in term else 1.0)
    return max(sorted(scored), key=lambda term: scored[term]) if scored else None


class _Words:
    """The frequent words of each language with their vectors, made when first needed."""

    def __init__(self, vocabulary: dict[Language, Counter[str]], encoder: Encoder) -> None:
        self._vocabulary = vocabulary
        self._encoder = encoder
        self._vectors: dict[Language, Vectors] = {}

    def closest(self, label: str, language: Language, middle: Vectors) -> str | None:
        """The word of a language that is closest in meaning to a label of the other one, and to its cluster."""
        candidates = sorted(self._vocabulary[language].items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]
        if not candidates:
            return None
        if language not in self._vectors:
            self._vectors[language] = self._encoder.encode([term for term, _ in candidates])
        wanted = _unit(self._encoder.encode([label])[0] + 0.5 * middle)
        return candidates[int(np.argmax(self._vectors[language] @ wanted))][0]


def _unit(vector: npt.NDArray[np.float32]) -> Vectors:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label.replace("ł", "l")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

"""Which texts tell of a kind of speaker ("distributor"): every text is split into words once, whatever is asked."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from threading import Lock

import numpy as np

from corpus.types import Language
from search.catalogue import LANGUAGES, NOBODY, Bools, Catalogue, Codes
from search.lexicon import role_matcher, tokenize

_ROLES_KEPT = 64


class RoleTexts:
    """Follows the texts of a catalogue's coding, which only grow.

    :param texts: of roles, firms, sources and speakers.
    """

    def __init__(self, texts: Codes) -> None:
        self._texts = texts
        self._read = 0
        self._having: tuple[defaultdict[str, list[int]], ...] = tuple(defaultdict(list) for _ in LANGUAGES)
        self._fitting: dict[tuple[str, Language], tuple[Bools, ...]] = {}
        self._masks: dict[tuple[str, Language], tuple[object, Bools]] = {}
        self._lock = Lock()

    def fitting(self, catalogue: Catalogue, role: str, language: Language) -> Bools:
        """Which statements tell of the kind themselves; see :func:`search.conditions.has_role`."""
        if role_matcher(role, language) is None:
            wanted = role.casefold()
            with_role = np.unique(catalogue.role[catalogue.role != NOBODY])
            having = [code for code in with_role.tolist() if wanted in self._texts.texts[code].casefold()]
            return np.asarray(np.isin(catalogue.role, having))
        known = self._masks.get((role, language))
        if known is None or known[0] is not catalogue.lineage or len(known[1]) > len(catalogue):
            before = np.zeros(0, dtype=bool)
        else:
            before = known[1]
        rows = slice(len(before), len(catalogue))  # what has been looked at stays as it is
        found = np.zeros(len(catalogue) - len(before), dtype=bool)
        for code, fits in enumerate(self._fits(role, language) if len(found) else ()):
            here = catalogue.language[rows] == code
            for column in (catalogue.role, catalogue.firm_name, catalogue.source, catalogue.speaker_name):
                found |= here & (column[rows] != NOBODY) & fits[column[rows]]
        if len(self._masks) >= _ROLES_KEPT:
            self._masks.clear()
        mask = np.concatenate([before, found])
        self._masks[role, language] = catalogue.lineage, mask
        return mask

    def follow(self) -> None:
        """Splits the texts that are new into words."""
        with self._lock:
            for code in range(self._read, len(self._texts.texts)):
                for number, language in enumerate(LANGUAGES):
                    keys = frozenset[str]().union(*(one.keys for one in tokenize(self._texts.texts[code], language)))
                    for key in keys:
                        self._having[number][key].append(code)
                self._read = code + 1

    def _fits(self, role: str, language: Language) -> tuple[Bools, ...]:
        """By language of the statement, for each text whether it tells of the kind."""
        self.follow()
        known = self._fitting.get((role, language))
        if known is not None and len(known[0]) == self._read:
            return known
        matcher = role_matcher(role, language)
        assert matcher is not None  # noqa: S101 - asked before
        made = []
        with self._lock:
            read = self._read
            for number, written in enumerate(LANGUAGES):
                before = np.zeros(0, dtype=bool) if known is None else known[number]
                phrases, start = matcher[written], len(before)
                fits = np.concatenate([before, np.zeros(read - start, dtype=bool)])
                for key in phrases.first_keys:
                    having = self._having[number].get(key, [])
                    for code in having[bisect_left(having, start) :]:
                        fits[code] = fits[code] or bool(phrases.find(tokenize(self._texts.texts[code], written)))
                made.append(fits)
            if len(self._fitting) >= _ROLES_KEPT:
                self._fitting.clear()
            self._fitting[role, language] = tuple(made)
        return tuple(made)

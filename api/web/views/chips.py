"""How a question was understood, as conditions that can be taken away or turned round, each by a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.web.rendering import address
from api.web.words import word
from corpus.topics import TopicScheme
from corpus.types import Language, Polarity
from search.question_stance import opposite
from search.types import Intent

_CONDITIONS = ("person", "firm", "role", "mentions", "since", "until", "language")
#: Kinds of questions that a bare subject does not ask; they keep their words when a condition is taken away.
_WORDED = {
    Intent.FIRMS: "asking-firms",
    Intent.CHANGE: "asking-change",
    Intent.COUNT: "asking-count",
    Intent.DISAGREE: "asking-disagree",
    Intent.AGREE: "asking-agree",
    Intent.COMPARE: "asking-compare",
    Intent.TOPICS: "asking-topics",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of a question.

    :param kind: key of the word that names the condition.
    :param value: what it is; for ``intent`` and ``stance`` the key's last part, else as shown.
    :param without: the address of the question without it; ``None`` where there is no question without it.
    :param turned: the address of the question for the other side.
    """

    kind: str
    value: str
    without: str | None = None
    turned: str | None = None


@dataclass(frozen=True, slots=True)
class Chips:
    """Makes the chips of one question.

    :param read: the interpretation, as ``/v1/ask`` gives it.
    :param given: the conditions of the address, ``q`` among them.
    :param language: of the page.
    """

    read: Mapping[str, Any]
    given: Mapping[str, str]
    scheme: TopicScheme
    language: Language

    def all(self) -> Iterator[Chip]:
        """The chips, what is asked for first."""
        yield Chip("intent", self.read["intent"], self._as_search())
        if self.read["stance"]:
            other = opposite(Polarity(self.read["stance"]))
            turned = address("/ask", **{**self.given, "stance": other.value}) if other else None
            yield Chip("stance", self.read["stance"], self._without("stance"), turned)
        for topic in self.read["topics"]:
            yield Chip("topic", self._label(topic), self._without("topic"))
        if not self.read["topics"] and self.read["target"]:
            yield Chip("words", self.read["target"], self._without("target"))
        for phrase in self.read["phrases"]:
            yield Chip("phrase", phrase)
        for name in self.read["compared"]:
            yield Chip("compared", name)
        if self.read["anchor"]:
            yield Chip("anchor", self.read["anchor"])
        for name in _CONDITIONS:
            if name in self.read["filters"]:
                yield Chip(name, self.read["filters"][name], self._without(name))

    def _label(self, topic: str) -> str:
        return self.scheme.label(topic, self.language) if topic in self.scheme.topics else topic

    def _without(self, name: str) -> str:
        """The question without a condition: left out of the address, else of the words."""
        if name in self.given:
            return address("/ask", **{key: value for key, value in self.given.items() if key != name})
        conditions = {key: value for key, value in self._conditions().items() if key != name}
        target = "" if name == "target" else self.read["target"]
        if name == "topic":  # the words alone: what is close to them, whatever its topic
            return address("/search", q=target, **conditions)
        question = self._worded(target)
        return address("/ask" if question else "/search", q=question, **conditions)

    def _as_search(self) -> str:
        """Statements instead of people."""
        return address("/search", q=self.read["target"], **self._conditions())

    def _conditions(self) -> dict[str, str]:
        """All conditions as parameters, those that the question states among them."""
        found = {key: value for key, value in self.read["filters"].items() if key in _CONDITIONS}
        if self.read["stance"]:
            found["stance"] = self.read["stance"]
        if "topic" in self.given:
            found["topic"] = self.given["topic"]
        return found

    def _worded(self, target: str) -> str:
        """A question of the same kind in few words; its conditions go beside it."""
        read = self.read
        key = _WORDED.get(Intent(read["intent"]))
        language = Language(read["language"])
        phrases = " ".join(f'"{phrase}"' for phrase in read["phrases"])
        subject = " ".join(part for part in (target, phrases) if part)
        if key is None:
            return subject
        about = word("asking-about", language, subject=subject) if subject else ""
        names = word("asking-and", language).join(read["compared"])
        return word(key, language, about=about, anchor=read["anchor"] or "", names=names).strip()

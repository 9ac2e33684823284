"""Takes the names and the words of people out of articles, and leaves every place where it was."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence

from corpus.store.changes import log_article, log_statement
from corpus.store.interface import Connection, Row
from corpus.store.rows import to_json

BLOT = "█"  # stands for each letter that is taken out of a text, so that all places stay where they are
_NAMING = ("headline", "url", "document", "location", "authors")  # of an article, besides its text
_ENDING = 5  # letters that an inflected name may have after its stem
_SHORTEST = 3  # letters of a word of a name that is looked for alone


def blot_articles(transaction: Connection, names: Collection[str], rows: Sequence[Row]) -> int:
    """Blots out what a person said, and every mention of their name in any article; how many articles that are."""
    quoted: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        spans = [*json.loads(row["content"]), *([json.loads(row["source"])] if row["source"] else [])]
        quoted.setdefault(row["article_id"], []).extend((start, end) for start, end, _ in spans)
    patterns = [_pattern(name) for name in sorted(names)]
    blotted = 0
    for found in transaction.execute("SELECT id FROM article").fetchall():
        article = transaction.execute("SELECT * FROM article WHERE id = ?", (found["id"],)).fetchone()
        full = [match.span() for whole, _ in patterns for match in whole.finditer(article["text"])]
        named = bool(full) or article["id"] in quoted
        alone = [match.span() for _, one in patterns for match in one.finditer(article["text"])] if named else []
        places = [*quoted.get(article["id"], ()), *full, *alone]
        sought = [one for pattern in patterns for one in (pattern if named else pattern[:1])]
        others = {name: _blotted_name(article[name], sought) for name in _NAMING}
        if not places and all(others[name] == article[name] for name in others):
            continue
        text = _blotted(article["text"], places)
        _blot_places(transaction, article["id"], sought)
        transaction.execute(
            "UPDATE article SET text = ?, headline = ?, url = ?, authors = ? WHERE id = ?",
            (text, others["headline"], others["url"], others["authors"], article["id"]),
        )
        log_article(transaction, article["id"])
        _follow_text(transaction, article["id"], text)
        _blot_decisions(transaction, article["id"], patterns)
        blotted += 1
    return blotted


def _blot_decisions(
    transaction: Connection, article_id: str, patterns: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]
) -> None:
    """The words by which corrections and separations know their statements, as they stand in the article now."""
    for table in ("correction", "entity_separation"):
        query = f"SELECT id, text FROM {table} WHERE article_id = ? AND text IS NOT NULL"
        for row in transaction.execute(query, (article_id,)).fetchall():
            places = [match.span() for pattern in patterns for one in pattern for match in one.finditer(row["text"])]
            values = (_blotted(row["text"], places), row["id"])
            transaction.execute(f"UPDATE {table} SET text = ? WHERE id = ?", values)


def _pattern(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a whole name, inflected or not, and what finds its last word alone."""
    words = name.split()
    stems = [re.escape(word[: max(_SHORTEST, len(word) - 2)]) + rf"\w{{0,{_ENDING}}}" for word in words]
    whole = re.compile(r"\b" + r"\s+".join(stems), re.IGNORECASE)
    if len(words) < 2 or len(words[-1]) < _SHORTEST:
        return whole, whole
    return whole, re.compile(r"\b" + stems[-1])


def _blotted(text: str, places: Iterable[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in places:
        for place in range(start, min(end, len(letters))):
            if letters[place].isalnum():
                letters[place] = BLOT
    return "".join(letters)


def _blotted_name(value: str | None, sought: Sequence[re.Pattern[str]]) -> str | None:
    if value is None:
        return None
    plain = re.sub(r"[-_./]", " ", value)  # file names and addresses join words by these
    places = [match.span() for one in sought for match in re.finditer(one.pattern, plain, re.IGNORECASE)]
    return _blotted(value, places)


def _blot_places(transaction: Connection, article_id: str, sought: Sequence[re.Pattern[str]]) -> None:
    """Names of files may name people."""
    for table, key in (("article", "id"), ("article_location", "article_id")):
        for row in transaction.execute(f"SELECT * FROM {table} WHERE {key} = ?", (article_id,)).fetchall():
            new = (_blotted_name(row["location"], sought), _blotted_name(row["document"], sought))
            if new == (row["location"], row["document"]):
                continue
            if table == "article_location" and new[0] != row["location"]:  # it takes the place of one that reads so
                transaction.execute("DELETE FROM article_location WHERE location = ?", (new[0],))
            transaction.execute(
                f"UPDATE {table} SET location = ?, document = ? WHERE {key} = ? AND location IS NOT DISTINCT FROM ?",
                (*new, article_id, row["location"]),
            )


def _follow_text(transaction: Connection, article_id: str, text: str) -> None:
    """Gives the spans of the statements that stay the words that stand there now."""
    rows = transaction.execute("SELECT * FROM statement WHERE article_id = ?", (article_id,)).fetchall()
    for row in rows:
        values = {name: _words_of(row[name], text) for name in ("content", "cue", "source", "mentions")}
        if all(values[name] == row[name] for name in values):
            continue
        transaction.execute(
            "UPDATE statement SET content = :content, cue = :cue, source = :source, mentions = :mentions "
            "WHERE number = :number",
            {**values, "number": row["number"]},
        )
        if row["extracted"] is not None:  # what extraction said before a correction may name the person
            said = {**json.loads(row["extracted"]), "speaker": None, "opinions": []}
            transaction.execute("UPDATE statement SET extracted = ? WHERE number = ?", (to_json(said), row["number"]))
        log_statement(transaction, article_id, row["id"], before=bool(row["listed"]), after=bool(row["listed"]))
    for opinion in transaction.execute(
        "SELECT * FROM opinion WHERE statement IN (SELECT number FROM statement WHERE article_id = ?)", (article_id,)
    ).fetchall():
        transaction.execute(
            "UPDATE opinion SET cues = ? WHERE statement = ? AND position = ?",
            (_words_of(opinion["cues"], text), opinion["statement"], opinion["position"]),
        )


def _words_of(spans: str | None, text: str) -> str | None:
    if spans is None:
        return None
    held = json.loads(spans)
    if held and isinstance(held[0], int):
        return to_json([held[0], held[1], text[held[0] : held[1]]])
    return to_json([[start, end, text[start:end], *more] for start, end, _, *more in held])

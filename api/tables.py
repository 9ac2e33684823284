"""Tables of counts that a narrow terminal shows whole: ``topics`` and ``stats``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

_SIDES = {"supportive": "For", "sceptical": "Against", "mixed": "Mixed", "neutral": "Neutral"}
#: Totals in the order of the table; what is counted in the statements follows them.
_TOTALS = {
    "articles": "Articles",
    "superseded": "Earlier versions of articles",
    "first_date": "First published",
    "last_date": "Last published",
    "people": "People",
    "firms": "Firms",
    "groups": "Groups",
    "topics": "Topics",
    "corrections": "Corrections",
    "merges": "Merges",
}


def topics_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Topics by id and label, with their statements by side; the ids are never cut, the labels fold instead.

    :param rows: as ``api.compose.topic_rows`` makes them.
    """
    table = Table(title="Topics")
    table.add_column("Topic", min_width=max((len(row["id"]) for row in rows), default=0), overflow="fold")
    for heading in ("All", *_SIDES.values()):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        topic = Text(row["id"]).append(f"\n{row['en']} / {row['pl']}", style="dim")
        table.add_row(topic, *(str(row[name]) for name in ("statements", *_SIDES)))
    return table


def stats_table(title: str, counts: Mapping[str, Any]) -> Table:
    """Totals; below a total what it consists of, indented: those numbers add up to it.

    :param counts: as ``api.serialise.stats_dict`` makes them.
    """
    table = Table("What", title=title)
    table.add_column("Count", justify="right")
    for name, label in _TOTALS.items():
        table.add_row(label, "" if counts[name] is None else str(counts[name]))
    table.add_section()
    statements = int(counts["statements"])
    about = {"a topic": int(counts["on_topic"]), "no topic": statements - int(counts["on_topic"])}
    speaker = {"a known speaker": statements - int(counts["unattributed"]), "nobody known": int(counts["unattributed"])}
    table.add_row("Statements", str(statements))
    for heading, parts in (
        ("by language", counts["by_language"]),
        ("by kind", counts["by_kind"]),
        ("by", speaker),
        ("about", about),
    ):
        _parts(table, heading, parts)
    table.add_section()
    table.add_row("Opinions (a statement on a topic)", str(counts["opinions"]))
    _parts(table, "by side", {side: counts["by_polarity"].get(side, 0) for side in _SIDES})
    return table


def _parts(table: Table, heading: str, parts: Mapping[str, int]) -> None:
    for name, count in parts.items():
        table.add_row(f"  {heading}: {name}", str(count))

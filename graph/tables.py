"""The graph as two tables of nodes and edges: CSV as ``neo4j-admin database import`` and spreadsheets read it."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

import networkx as nx

_LABELS = {"person": "Person", "firm": "Firm", "group": "Group", "topic": "Topic"}
_LABELS |= {"statement": "Statement", "article": "Article"}


def write_tables(graph: nx.MultiDiGraph, file: BinaryIO) -> None:
    """Writes ``nodes.csv`` and ``relationships.csv`` into a ZIP archive.

    Headers are those of Neo4j (``:ID``, ``:LABEL``, ``:START_ID``, ``:END_ID``, ``:TYPE``); columns are all attributes.

    :param graph: with plain attributes only.
    """
    nodes = [{":ID": name, ":LABEL": _LABELS[data["kind"]], **data} for name, data in graph.nodes(data=True)]
    edges = [
        {":START_ID": source, ":END_ID": target, ":TYPE": data["kind"], **data}
        for source, target, data in graph.edges(data=True)
    ]
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, rows in (("nodes.csv", nodes), ("relationships.csv", edges)):
            archive.writestr(name, _csv(rows))


def _csv(rows: list[dict[str, object]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row if name != "kind"))
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()

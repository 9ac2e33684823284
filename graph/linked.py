"""The graph as linked data: schema.org for people, firms, articles and quotations, SKOS for topics, PROV for places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, BinaryIO
from urllib.parse import quote

import networkx as nx

from corpus.types import Language
from graph.schema import EdgeKind, NodeKind

_OWN = "urn:quotegraph:"
_TYPES = {
    NodeKind.PERSON: "Person",
    NodeKind.FIRM: "Organization",
    NodeKind.GROUP: "Organization",
    NodeKind.STATEMENT: "Quotation",
    NodeKind.ARTICLE: "NewsArticle",
}
#: Attribute of a node → property of schema.org.
_PROPERTIES = {
    "text": "text",
    "language": "inLanguage",
    "date": "datePublished",
    "url": "url",
    "publisher": "publisher",
}


def write_linked(graph: nx.MultiDiGraph, file: BinaryIO, form: str) -> None:
    """Writes the graph with rdflib.

    Every node is ``urn:quotegraph:<its id>``. A stance is a node of its own (``urn:quotegraph:Stance``) with topic,
    side and score, so that nobody takes it for a fact about the topic.

    :param form: ``turtle`` or ``json-ld``.
    """
    from rdflib import Graph
    from rdflib.namespace import PROV, SDO, SKOS

    made = Graph()
    for prefix, space in (("schema", SDO), ("skos", SKOS), ("prov", PROV), ("qg", _OWN)):
        made.bind(prefix, space)
    for name, data in graph.nodes(data=True):
        _node(made, name, data)
    for source, target, data in graph.edges(data=True):
        _edge(made, source, target, data)
    if form == "turtle":
        made.serialize(file, format=form, encoding="utf-8")
        return
    context = {"schema": str(SDO), "skos": str(SKOS), "prov": str(PROV), "qg": _OWN}
    found = json.loads(made.serialize(format=form, context=context))
    file.write(json.dumps(_ordered(found), ensure_ascii=False, indent=2, sort_keys=True).encode())


def _ordered(value: Any) -> Any:
    """Lists in a lasting order: rdflib gives them as they come out of sets."""
    if isinstance(value, dict):
        return {key: _ordered(held) for key, held in value.items()}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def _node(made: Any, name: str, data: Mapping[str, Any]) -> None:
    from rdflib import Literal
    from rdflib.namespace import RDF, SDO, SKOS, XSD

    subject, kind = _iri(name), NodeKind(data["kind"])
    if kind is NodeKind.TOPIC:
        made.add((subject, RDF.type, SKOS.Concept))
        labels = {language: data.get(f"label_{language.value}") for language in Language}
        for language, label in labels.items():
            if label:
                made.add((subject, SKOS.prefLabel, Literal(label, lang=language.value)))
        if not any(labels.values()):
            made.add((subject, SKOS.prefLabel, Literal(data["label"])))
        return
    made.add((subject, RDF.type, SDO[_TYPES[kind]]))
    if kind is not NodeKind.STATEMENT:
        made.add((subject, SDO.headline if kind is NodeKind.ARTICLE else SDO.name, Literal(data["label"])))
    for attribute, named in _PROPERTIES.items():
        value = data.get(attribute)
        if value is not None:
            kind_of_value = XSD.date if attribute == "date" else None
            made.add((subject, SDO[named], Literal(value, datatype=kind_of_value)))
    if kind is NodeKind.STATEMENT:
        made.add((subject, _iri("confidence"), Literal(data["confidence"])))
        for span in data["spans"].split("; "):
            made.add((subject, _iri("span"), Literal(span)))


def _edge(made: Any, source: str, target: str, data: Mapping[str, Any]) -> None:
    from rdflib import Literal
    from rdflib.namespace import PROV, RDF, SDO, SKOS, XSD

    one, other, kind = _iri(source), _iri(target), EdgeKind(data["kind"])
    if kind is EdgeKind.SAID:
        made.add((other, SDO.creator, one))
        made.add((other, PROV.wasAttributedTo, one))
    elif kind is EdgeKind.FROM:
        made.add((one, SDO.isPartOf, other))
        made.add((one, PROV.wasQuotedFrom, other))
    elif kind is EdgeKind.BROADER:
        made.add((one, SKOS.broader, other))
    elif kind is EdgeKind.AFFILIATED_WITH:
        role = _unnamed(source, target, kind, data)
        made.add((one, SDO.memberOf, role))
        made.add((role, RDF.type, SDO.OrganizationRole))
        made.add((role, SDO.memberOf, other))
        for named, attribute in ((SDO.roleName, "role"), (SDO.startDate, "first_seen"), (SDO.endDate, "last_seen")):
            if data.get(attribute) is not None:
                made.add((role, named, Literal(data[attribute], datatype=None if attribute == "role" else XSD.date)))
    elif kind in (EdgeKind.ABOUT, EdgeKind.HOLDS):
        stance = _unnamed(source, target, kind, data)
        if kind is EdgeKind.ABOUT:
            made.add((one, SDO.about, other))
        made.add((one, _iri("stance" if kind is EdgeKind.ABOUT else "holds"), stance))
        made.add((stance, RDF.type, _iri("Stance")))
        made.add((stance, _iri("topic"), other))
        made.add((stance, _iri("polarity"), Literal(data["polarity"])))
        made.add((stance, _iri("score"), Literal(float(data["score"]), datatype=XSD.double)))
    else:
        made.add((one, _iri(kind.value.lower()), other))


def _unnamed(source: str, target: str, kind: EdgeKind, data: Mapping[str, Any]) -> Any:
    """A blank node with a lasting name: the same graph, the same file."""
    from rdflib import BNode

    what = "\n".join((source, target, kind.value, str(data.get("role"))))
    return BNode(f"b{sha256(what.encode()).hexdigest()[:24]}")


def _iri(name: str) -> Any:
    from rdflib import URIRef

    return URIRef(_OWN + quote(name, safe=":@-_.~"))

"""Reads the exports of one graph with tools that others made and compares what they find.

Run as `check.py FOLDER`, where FOLDER has `tables/`, `graph.graphml`, `graph.nq`, the query
`query.rq` and what castgraph itself knows, `expected.json`. Prints one line; exits with 1 and
says what differs.
"""

import csv
import json
import pathlib
import sys
from collections import Counter

import networkx
import rdflib

# What is written is compared, not what it means.
rdflib.NORMALIZE_LITERALS = False
RDF_TYPE = rdflib.RDF.type
OURS = "urn:castgraph:"

folder = pathlib.Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text("utf-8"))


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: expected {wanted}, found {found}")


def table(name):
    with open(folder / "tables" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def ours(term, space):
    start = OURS + space + ":"
    return str(term)[len(start):] if str(term).startswith(start) else None


# CSV
nodes, edges, claims = table("nodes.csv"), table("edges.csv"), table("claims.csv")
same("kinds in nodes.csv", dict(Counter(row["kind"] for row in nodes)), expected["nodes"])
same("relations in edges.csv", dict(Counter(row["relation"] for row in edges)), expected["edges"])
same("rows of claims.csv", len(claims), expected["claims"])
same("rows of disputes.csv", len(table("disputes.csv")), expected["disputes"])
same("rows of merges.csv", len(table("merges.csv")), expected["merges"])
keys = {row["key"] for row in claims}
same("keys in claims.csv", len(keys), len(claims))
same("edges in claims.csv", {row["edge"] for row in claims} - {""}, {row["id"] for row in edges})
names = {row["key"]: row["name"] for row in nodes}
ends = {row["id"]: (row["from"], row["relation"], row["to"]) for row in edges}
for row in claims:
    references = json.loads(row["references"] or "[]")
    assert all(reference["source"] in names for reference in references), row
    assert references or row["derivedFrom"], row
    assert all(premise in keys for premise in row["derivedFrom"].split("|") if premise), row

# GraphML
graph = networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)
same("nodes in GraphML", graph.number_of_nodes(), len(nodes))
same("edges in GraphML", graph.number_of_edges(), len(edges))
found = {key: data.get("name", "") for key, data in graph.nodes(data=True)}
same("names in GraphML", found, {key: name.replace("\ufffe", "\ufffd") for key, name in names.items()})
found = {key: (source, data["relation"], target) for source, target, key, data in graph.edges(keys=True, data=True)}
same("ends of edges in GraphML", found, ends)
for row in edges:
    data = graph.edges[row["from"], row["to"], row["id"]]
    for field, kind in {"order": int, "value": float, "voice": bool}.items():
        if row[field]:
            assert type(data[field]) is kind and str(data[field]).lower() == str(kind(row[field] != "false") if kind is bool else kind(row[field])).lower(), (row, data)

# N-Quads
store = rdflib.Dataset()
store.parse(folder / "graph.nq", format="nquads")
named = [graph for graph in store.graphs() if graph.identifier != rdflib.graph.DATASET_DEFAULT_GRAPH_ID]
same("named graphs", {"claim:" + ours(graph.identifier, "claim") for graph in named}, keys)
default = store.default_context
kinds = Counter(kind for kind in (ours(kind, "kind") for kind in default.objects(None, RDF_TYPE)) if kind)
same("kinds in N-Quads", dict(kinds), expected["nodes"])
meta = rdflib.Namespace(OURS + "meta:")
about = {ours(claim, "claim"): "edge:" + ours(edge, "edge") for claim, edge in default.subject_objects(meta.edge)}
found = {}
for one in named:
    for subject, predicate, thing in one:
        relation = ours(predicate, "relation")
        if relation:
            edge = about[ours(one.identifier, "claim")]
            found[edge] = (str(subject)[len(OURS):], relation, str(thing)[len(OURS):])
same("ends of edges in N-Quads", found, ends)


def value(row):
    """What N-Quads say for the value of a claim in CSV."""
    if row["property"] == "alternateNames":
        return json.loads(row["value"])["name"]
    if row["property"] == "externalIds":
        return ":".join(json.loads(row["value"])[part] for part in ("authority", "id"))
    return row["value"]


def only(subject, predicate):
    found = [str(thing) for thing in default.objects(subject, predicate)]
    assert len(found) < 2, (subject, predicate, found)
    return found[0] if found else ""


for row in claims:
    claim = rdflib.URIRef(OURS + row["key"])
    for field in ("rank", "mode", "reason"):
        same(f"{field} of {row['key']}", only(claim, meta[field]), row[field])
    premises = {str(premise)[len(OURS):] for premise in default.objects(claim, meta.derivedFrom)}
    same(f"premises of {row['key']}", premises, set(row["derivedFrom"].split("|")) - {""})
    references = sorted(
        [only(place, meta.source)[len(OURS):], only(place, meta.locator), only(place, meta.asOf)]
        for place in default.objects(claim, meta.reference)
    )
    wanted = sorted(
        [reference["source"], reference.get("locator", ""), reference.get("asOf", "")]
        for reference in json.loads(row["references"] or "[]")
    )
    same(f"references of {row['key']}", references, wanted)
    said = store.graph(claim)
    subject = rdflib.URIRef(OURS + row["subject"])
    things = [str(thing) for thing in said.objects(subject)]
    same(f"what {row['key']} says", things, [value(row) if row["property"] else OURS + row["to"]])
    if row["relation"]:
        found = {ours(name, "qualifier"): str(thing).removeprefix(OURS) for name, thing in said.predicate_objects(claim)}
        wanted = {name: str(told).lower() if isinstance(told, bool) else str(told) for name, told in json.loads(row["qualifiers"] or "{}").items()}
        same(f"qualifiers of {row['key']}", found, wanted)
ill = [thing for *_, thing, _ in store.quads() if isinstance(thing, rdflib.Literal) and thing.ill_typed]
same("ill-typed literals", ill, [])

# Who plays Del Harris, and who says so.
rows = store.query((folder / "query.rq").read_text("utf-8"))
found = sorted([None if value is None else str(value) for value in row] for row in rows)
same("answer to the query", found, sorted(expected["plays"]))

print(f"read {len(nodes)} nodes, {len(edges)} edges, {len(claims)} claims, {len(found)} answers")

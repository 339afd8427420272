from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from paperatlas.errors import GraphError
from paperatlas.formats import FORMATS
from paperatlas.graph.graph import Graph
from paperatlas.graph.papers import Date
from paperatlas.rdf import load
from paperatlas.rdf.json_ld import context
from paperatlas.rdf.ontology import ontology
from paperatlas.rdf.shacl import check_conformance, shapes
from paperatlas.schema import NAMESPACES, NODE_TYPES, PREDICATES
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from collections.abc import Callable

PA = rdflib.Namespace(NAMESPACES["pa"])
FAIR = rdflib.Namespace(NAMESPACES["fair4ml"])
BASE = "https://w3id.org/paperatlas/"
SHIPPED = Path(__file__).parents[2] / "src" / "paperatlas" / "rdf"


PLAIN = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
WHOLE = [*PLAIN, "turtle12", "trig", "nquads"]
NAMED = {"trig": pyoxigraph.RdfFormat.TRIG, "nquads": pyoxigraph.RdfFormat.N_QUADS}


def _parsed(graph: Graph, syntax: str = "turtle") -> rdflib.Graph:
    names = {"turtle": "turtle", "ntriples": "nt11", "jsonld": "json-ld", "rdfxml": "xml"}
    return rdflib.Graph().parse(FORMATS[syntax].render(graph), format=names[syntax])


def _quads(data: bytes, syntax: pyoxigraph.RdfFormat) -> set[str]:
    return set(map(str, pyoxigraph.parse(data, syntax)))


@pytest.mark.parametrize("syntax", PLAIN)
def test_each_syntax_holds_the_same_triples(syntax: str) -> None:
    assert isomorphic(_parsed(sample_graph(), syntax), _parsed(sample_graph()))


@pytest.mark.parametrize("syntax", PLAIN)
def test_two_parsers_read_the_same_triples(syntax: str) -> None:
    again = _parsed(sample_graph(), syntax).serialize(format="nt11", encoding="utf-8")
    assert _quads(FORMATS[syntax].render(sample_graph()), PLAIN[syntax]) == _quads(again, PLAIN["ntriples"])


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # what rdflib's own parser uses
@pytest.mark.parametrize("syntax", NAMED)
def test_two_parsers_read_the_same_named_graphs(syntax: str) -> None:
    data = FORMATS[syntax].render(sample_graph())
    dataset = rdflib.Dataset().parse(data, format=syntax)
    again = dataset.serialize(format="nquads", encoding="utf-8")
    assert _quads(data, NAMED[syntax]) == _quads(again, NAMED["nquads"])


@pytest.mark.parametrize("syntax", NAMED)
def test_the_default_graph_holds_all_and_the_graph_of_a_paper_what_it_says(syntax: str) -> None:
    quads = list(pyoxigraph.parse(FORMATS[syntax].render(sample_graph()), NAMED[syntax]))
    default = {quad.triple for quad in quads if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)}
    assert {str(triple) for triple in default} == _quads(FORMATS["ntriples"].render(sample_graph()), PLAIN["ntriples"])
    assert {quad.triple for quad in quads} == default
    edges = {(s.subject, s.object, paper) for s in sample_graph().statements for paper in s.papers}
    base = len(BASE)
    for quad in quads:
        relation = quad.predicate.value.removeprefix(NAMESPACES["pa"])
        if relation in {rule.term for rule in PREDICATES} and not isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
            ends = tuple(end.value[base:] for end in (quad.subject, quad.object, quad.graph_name))
            edges.discard(ends)
            assert ends[2] in {paper for s in sample_graph().statements for paper in s.papers}
    assert edges == set()


def test_turtle_12_says_at_the_edge_what_turtle_says_beside_it() -> None:
    plain = _quads(FORMATS["turtle"].render(sample_graph()), PLAIN["turtle"])
    annotated = list(pyoxigraph.parse(FORMATS["turtle12"].render(sample_graph()), PLAIN["turtle"]))
    reified = [quad for quad in annotated if isinstance(quad.object, pyoxigraph.Triple)]
    assert len(reified) == len(sample_graph().statements)
    beside = {str(quad) for quad in annotated} - {str(quad) for quad in reified}
    assert beside < plain
    rdf = NAMESPACES["rdf"]
    assert {line.split()[1] for line in plain - beside} == {
        f"<{rdf}{name}>" for name in ("type", "subject", "predicate", "object")
    }


def _nanopublications(graph: Graph) -> list[bytes]:
    """Each nanopublication by itself."""
    parts: dict[str, list[pyoxigraph.Quad]] = {}
    for quad in pyoxigraph.parse(FORMATS["nanopubs"].render(graph), pyoxigraph.RdfFormat.TRIG):
        parts.setdefault(quad.graph_name.value.rpartition("/")[0], []).append(quad)
    return [pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TRIG) for quads in parts.values()]  # type: ignore[misc]


def test_each_stated_statement_is_a_nanopublication_that_others_accept() -> None:
    nanopub_sign = pytest.importorskip("nanopub_sign", reason="its checker has no release for this Python")
    found = _nanopublications(sample_graph())
    assert len(found) == sum(1 for statement in sample_graph().statements if statement.evidence)
    for data in found:
        assert nanopub_sign.Nanopub(data.decode()).check()


def test_json_ld_reads_as_plain_json() -> None:
    document = json.loads(FORMATS["jsonld"].render(sample_graph()))
    [otter] = [node for node in document["@graph"] if node["id"] == f"{BASE}model/otter7b"]
    assert (otter["type"], otter["label"], otter["trainsOn"]) == ("Model", "Otter-7B", [f"{BASE}dataset/riverpile"])
    [paper] = [node for node in document["@graph"] if node["id"] == f"{BASE}paper/one"]
    assert isinstance(paper["authorsComplete"], bool)
    assert paper["datePublished"] == {"@type": "xsd:date", "@value": "2024-01-02"}
    assert {node["predicate"] for node in document["@graph"] if node.get("type") == "Statement"} >= {
        "trainsOn",
        "mentions",
    }


def test_json_ld_has_the_shipped_context_whatever_the_graph_holds() -> None:
    shipped = json.loads((SHIPPED / "context.jsonld").read_bytes())["@context"]
    for graph in (Graph(), sample_graph()):
        assert json.loads(FORMATS["jsonld"].render(graph))["@context"] == shipped


@pytest.mark.parametrize("syntax", WHOLE)
def test_each_syntax_comes_back_the_same(syntax: str, tmp_path: Path) -> None:
    path = tmp_path / FORMATS[syntax].file
    graph = sample_graph()
    path.write_bytes(FORMATS[syntax].render(graph))
    assert load(path) == graph


@pytest.mark.parametrize("syntax", [*WHOLE, "nanopubs"])
def test_the_same_graph_gives_the_same_bytes_in_any_process(syntax: str) -> None:
    code = (
        "import sys; from samples import sample_graph; from paperatlas.formats import FORMATS\n"
        f"sys.stdout.buffer.write(FORMATS[{syntax!r}].render(sample_graph()))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == FORMATS[syntax].render(sample_graph())


def test_a_plain_triple_stands_beside_its_statement_with_evidence() -> None:
    triples = _parsed(sample_graph())
    otter, beaver = (rdflib.URIRef(f"{BASE}model/{name}") for name in ("otter7b", "beaver13b"))
    for relation in (PA.comparesTo, PA.outperforms, PA.underperforms, PA.basedOn):
        assert (otter, relation, beaver) in triples
    assert (otter, PA.onParWith, beaver) not in triples
    [statement] = [
        node
        for node in triples.subjects(rdflib.RDF.predicate, PA.comparesTo)
        if (node, rdflib.RDF.subject, otter) in triples
    ]
    assert triples.value(statement, PA.support).toPython() == 2  # type: ignore[union-attr]
    assert str(triples.value(statement, PA.confidence)) == "0.900"
    quotes = {str(triples.value(node, PA.quote)) for node in triples.objects(statement, PA.evidence)}
    assert quotes == {"Otter-7B outperforms Beaver-13B", "Beaver-13B still beats Otter-7B"}


def test_models_trained_or_evaluated_are_said_so_in_fair4ml_too() -> None:
    triples = _parsed(sample_graph())
    otter = rdflib.URIRef(f"{BASE}model/otter7b")
    assert (otter, FAIR.trainedOn, rdflib.URIRef(f"{BASE}dataset/riverpile")) in triples
    assert (otter, FAIR.evaluatedOn, rdflib.URIRef(f"{BASE}dataset/pondbench")) in triples
    assert not list(triples.subject_objects(FAIR.fineTunedFrom))


def test_fine_tuning_is_said_where_the_words_say_it() -> None:
    graph = sample_graph()
    tuned = tuple(
        replace(s, evidence=tuple(replace(e, quote="fine-tuned from Beaver-13B") for e in s.evidence))
        if s.predicate == "based-on"
        else s
        for s in graph.statements
    )
    triples = _parsed(replace(graph, statements=tuned))
    assert len(list(triples.subject_objects(FAIR.fineTunedFrom))) == 1


def test_the_graph_describes_itself() -> None:
    triples = _parsed(sample_graph())
    void = rdflib.Namespace(NAMESPACES["void"])
    node = rdflib.URIRef(f"{BASE}graph")
    assert triples.value(node, void.entities).toPython() == 11  # type: ignore[union-attr]
    assert triples.value(node, rdflib.DCTERMS.license) is not None
    sources = {str(triples.value(page, rdflib.RDFS.label)) for page in triples.objects(node, rdflib.DCTERMS.source)}
    assert sources == {"a.txt", "b.txt"}
    described = {node, *triples.objects(node, void.classPartition), *triples.objects(node, void.propertyPartition)}
    counted = triples.value(node, void.triples).toPython()  # type: ignore[union-attr]
    assert counted == sum(1 for subject, _, _ in triples if subject not in described)


def test_dates_keep_what_is_known() -> None:
    triples = _parsed(sample_graph())
    published = rdflib.URIRef(f"{NAMESPACES['schema']}datePublished")
    dates = {literal.n3().rpartition("#")[2] for literal in triples.objects(None, published)}
    assert dates == {"date>", "gMonthDay>"}


def test_hostile_text_comes_back_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(FORMATS["turtle"].render(sample_graph(title='"""\\ <> \'\n} . <script>')))
    assert load(path).entities["paper/two"].label == HOSTILE
    assert load(path).entities["paper/one"].label == '"""\\ <> \'\n} . <script>'


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=texts, date=st.none() | st.builds(Date, st.integers(1000, 9999), st.none() | st.integers(1, 12)))
def test_any_title_and_date_come_back(tmp_path: Path, title: str, date: Date | None) -> None:
    graph = sample_graph(title)
    graph = replace(graph, papers={**graph.papers, "paper/two": replace(graph.papers["paper/two"], date=date)})
    for syntax in WHOLE:
        path = tmp_path / FORMATS[syntax].file
        path.write_bytes(FORMATS[syntax].render(graph))
        assert load(path) == graph


def test_the_name_of_an_extractor_may_hold_anything(tmp_path: Path) -> None:
    graph = replace(sample_graph(), extractor="my <model> é-1", statements=())
    path = tmp_path / "graph.ttl"
    path.write_bytes(FORMATS["turtle"].render(graph))
    assert load(path) == graph


def test_another_base_moves_every_node(tmp_path: Path) -> None:
    graph = replace(sample_graph(), base="http://example.org/kg/")
    path = tmp_path / "graph.ttl"
    path.write_bytes(FORMATS["turtle"].render(graph))
    assert load(path) == graph
    assert BASE.encode() not in path.read_bytes().replace(NAMESPACES["pa"].encode(), b"")


def test_the_sample_conforms_to_the_shapes(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(FORMATS["turtle"].render(sample_graph()))
    check_conformance(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pa:confidence 0.900", "pa:confidence 1.900"),
        ('rdfs:label "Otter-7B"', 'rdfs:comment "Otter-7B"'),
        (
            "pa:trainsOn <https://w3id.org/paperatlas/dataset/riverpile>",
            "pa:trainsOn <https://w3id.org/paperatlas/model/otter>",
        ),
        ('pa:outcome "worse"', 'pa:outcome "bad"'),
        ("pa:inferredBy", "rdfs:comment"),
    ],
)
def test_the_shapes_find_faults(tmp_path: Path, old: str, new: str) -> None:
    data = FORMATS["turtle"].render(sample_graph()).decode()
    assert old in data
    path = tmp_path / "graph.ttl"
    path.write_text(data.replace(old, new, 1))
    with pytest.raises(GraphError, match="does not conform"):
        check_conformance(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("graph.txt", "", "cannot tell the syntax"),
        ("graph.ttl", "<a> <b>", "is broken"),
        ("graph.ttl", "<http://a> <http://b> <http://c> .", "holds no graph of paperatlas"),
        ("graph.nt", None, "run `paperatlas build` first"),
    ],
)
def test_a_file_that_holds_no_graph_says_what_to_do(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(GraphError, match=said):
        load(path)


def test_checking_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="build the graph again"):
        check_conformance(tmp_path / "none.ttl")


def test_the_ontology_has_every_term_with_label_comment_domain_and_range() -> None:
    triples = rdflib.Graph().parse(ontology(), format="turtle")
    for rule in PREDICATES:
        node = PA[rule.term]
        assert str(triples.value(node, rdflib.RDFS.label)) == rule.name
        for relation in (rdflib.RDFS.comment, rdflib.RDFS.domain, rdflib.RDFS.range):
            assert triples.value(node, relation) is not None
    for entry in NODE_TYPES:
        assert list(triples.objects(PA[entry.name], rdflib.RDFS.subClassOf))
    used = {node for node in _parsed(sample_graph()).predicates() if str(node).startswith(str(PA))}
    assert used <= set(triples.subjects())


@pytest.mark.parametrize(("name", "data"), [("ontology", ontology()), ("shapes", shapes())])
def test_ontology_and_shapes_parse_elsewhere(name: str, data: bytes) -> None:
    assert list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)), name


@pytest.mark.parametrize(
    ("name", "make"), [("ontology.ttl", ontology), ("shapes.ttl", shapes), ("context.jsonld", context)]
)
def test_files_made_from_the_schema_ship_as_generated(name: str, make: Callable[[], bytes]) -> None:
    assert (SHIPPED / name).read_bytes() == make(), "run `make docs` and commit the files"


def _unsure_graph() -> Graph:
    """The sample with its comparison kept apart."""
    graph = sample_graph()
    kept_apart = [edge for edge in graph.statements if edge.predicate == "compares-to"]
    return replace(
        graph,
        statements=tuple(edge for edge in graph.statements if edge not in kept_apart),
        unsure=tuple(kept_apart),
    )


def test_an_unsure_statement_is_a_node_with_evidence_and_no_edge() -> None:
    graph, triples = _unsure_graph(), _parsed(_unsure_graph())
    [node] = triples.subjects(rdflib.RDF.type, PA.UnsureStatement)
    assert (node, rdflib.RDF.type, rdflib.RDF.Statement) not in triples
    assert triples.value(node, rdflib.RDF.predicate) == PA.comparesTo
    assert len(list(triples.objects(node, PA.evidence))) == len(graph.unsure[0].evidence)
    for relation in (PA.comparesTo, PA.outperforms, PA.underperforms):
        assert not list(triples.subject_objects(relation))


def test_the_graph_counts_its_unsure_statements_beside_its_edges() -> None:
    triples = _parsed(_unsure_graph())
    void = rdflib.Namespace(NAMESPACES["void"])
    [part] = triples.subjects(void["class"], PA.UnsureStatement)
    assert triples.value(part, void.entities) == rdflib.Literal(1)
    assert not list(triples.subjects(void.property, PA.comparesTo))


def test_nobody_publishes_an_unsure_statement() -> None:
    written = FORMATS["nanopubs"].render(_unsure_graph())
    assert b"UnsureStatement" not in written
    assert b"comparesTo" not in written


def test_a_graph_with_unsure_statements_conforms_to_the_shapes(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(FORMATS["turtle"].render(_unsure_graph()))
    check_conformance(path)
    path.write_bytes(path.read_bytes().replace(b"a pa:UnsureStatement", b"a pa:UnsureStatement, rdf:Statement"))
    with pytest.raises(GraphError, match="does not conform"):
        check_conformance(path)


def test_the_named_graph_of_a_paper_holds_its_unsure_statements() -> None:
    graph = _unsure_graph()
    quads = _quads(FORMATS["nquads"].render(graph), pyoxigraph.RdfFormat.N_QUADS)
    node = f"<{BASE}statement/{graph.unsure[0].id}>"
    held = {
        paper
        for paper in graph.unsure[0].papers
        if any(q.startswith(node) and f"{BASE}{paper}>" in q[-60:] for q in quads)
    }
    assert held == set(graph.unsure[0].papers)

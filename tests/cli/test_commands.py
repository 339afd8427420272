from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

from data import SEEDS
from paperatlas.cli import main
from paperatlas.curation.file_models import FILE_MODELS, json_schema
from paperatlas.pipeline.outputs import BUILT, FORMATS, write_outputs
from paperatlas.rdf import load
from samples import HOSTILE, sample_graph

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("loaded_once")

ABSTRACT = (
    "We present Otter-7B, a language model trained on RiverPile, a corpus of 3T tokens. "
    "Otter-7B outperforms Beaver-13B on PondBench. "
    "Code is at https://github.com/wet/otter."
)
FILES = {
    "graph.html",
    "explorer.html",
    "layout.json",
    "graph.ttl",
    "ontology.ttl",
    "shapes.ttl",
    "report.html",
    "graph.graphml",
    "graph.gexf",
    "graph.json",
    "nodes.csv",
    "edges.csv",
}


def run(*words: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin, catch_exceptions=False)


def page(folder: Path, *records: dict[str, object], name: str = "papers.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    papers = page(
        folder,
        {"id": "1", "title": "Otter-7B: A Small Model", "abstract": ABSTRACT, "authors": ["Ada Lake"]},
        {"id": "2", "title": HOSTILE, "abstract": "We test Beaver-13B on PondBench.", "affiliations": ["Wet Lab"]},
    )
    result = run("build", papers, "-o", folder / "out")
    assert result.exit_code == 0, result.output
    return folder / "out"


def test_build_writes_every_file_and_says_what_to_open(built: Path, tmp_path: Path) -> None:
    assert {path.name for path in built.iterdir()} >= FILES
    result = run("build", SEEDS / "author_listing.txt", "-o", tmp_path / "out")
    assert "13 records, 13 papers; 0 left out, 0 warnings." in result.stdout
    assert f"Open {tmp_path / 'out' / 'explorer.html'} in a browser" in result.stdout
    assert "reading author_listing.txt" in result.stderr


def test_build_can_be_quiet_or_speak_json(tmp_path: Path) -> None:
    papers = page(tmp_path, {"id": "1", "title": "T", "abstract": ABSTRACT})
    quiet = run("build", papers, "-o", tmp_path / "out", "--quiet")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")
    summary = json.loads(run("build", papers, "-o", tmp_path / "out", "--json").stdout)
    assert summary["records"] == summary["nodes"]["Paper"] == 1
    assert summary["files"][0] == str(tmp_path / "out" / "graph.html")


def test_build_reads_standard_input(tmp_path: Path) -> None:
    record = json.dumps({"id": "1", "title": "T", "abstract": ABSTRACT})
    assert run("build", "-", "-o", tmp_path / "out", stdin=record).exit_code == 0
    assert [source.name for source in load(tmp_path / "out" / "graph.ttl").pages] == ["standard-input"]


def test_options_of_build_reach_the_graph(tmp_path: Path) -> None:
    registry = tmp_path / "known.yaml"
    registry.write_text("- {name: Zilk, type: Method, aliases: [zilking]}\n")
    papers = page(tmp_path, {"id": "1", "title": "T", "abstract": "It was made by zilking Otter and then Otter-7B."})
    options = ("--base", "http://example.org/kg/", "--registry", registry, "--no-inferred")
    assert run("build", papers, "-o", tmp_path / "out", *options).exit_code == 0
    graph = load(tmp_path / "out" / "graph.ttl")
    assert graph.base == "http://example.org/kg/"
    assert graph.entities["method/zilk"].label == "Zilk"
    assert not any(statement.inferred_by for statement in graph.statements)
    assert run("build", papers, "-o", tmp_path / "out", "--min-confidence", "1").exit_code == 0
    kept = load(tmp_path / "out" / "graph.ttl")
    assert {statement.predicate for statement in kept.statements} <= {"mentions", "variant-of"}


def test_a_skipped_record_is_told_and_an_error_only_where_strict(tmp_path: Path) -> None:
    papers = page(tmp_path, {"id": "1", "title": "T", "abstract": ABSTRACT})
    papers.write_text(papers.read_text() + '{"cut\n')
    lenient = run("build", papers, "-o", tmp_path / "out")
    assert lenient.exit_code == 0
    assert "warning: papers.jsonl:2: no whole JSON object" in lenient.stderr
    assert "1 left out" in lenient.stdout
    assert run("build", papers, "-o", tmp_path / "out", "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no paper was found"), (b"\x00\x01" * 99, "this is no text"), (b"hello\n", "no paper was found")],
)
def test_no_paper_is_an_error_and_leaves_what_was_built(tmp_path: Path, content: bytes, said: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "graph.ttl").write_text("precious")
    odd = tmp_path / "odd.txt"
    odd.write_bytes(content)
    result = run("build", odd, "-o", out)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "odd.txt" in result.stderr
    assert (out / "graph.ttl").read_text() == "precious"
    assert {path.name for path in out.iterdir()} == {"graph.ttl", "state.sqlite", ".lock"}


@pytest.mark.parametrize(
    "words",
    [
        ("build",),
        ("build", "x", "--min-confidence", "2"),
        ("build", "x", "--no-such-option"),
        ("export", "no-such-format"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_exits_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "no-such.txt"), "there is no page no-such.txt; check the path"),
        (("build", SEEDS / "author_listing.txt", "--base", "x y"), "makes no IRIs"),
        (("build", SEEDS / "author_listing.txt", "--registry", "none.yaml"), "cannot read the registry none.yaml"),
        (("build", SEEDS / "author_listing.txt", "-o", "/dev/null/x"), "cannot write to /dev/null/x"),
        (("extract", SEEDS / "author_listing.txt", "-o", "/dev/null/x"), "cannot write to /dev/null"),
        (("show", "x", "--graph", "none.ttl"), "run `paperatlas build` first"),
        (("analyze", "--graph", "none.ttl"), "run `paperatlas build` first"),
        (("search", "otter", "-o", "none"), "none holds no graph; make one with `paperatlas build"),
        (("query", "most-compared", "--graph", "none"), "there is no graph none; make one with `paperatlas build`"),
        (("schema", "--check", "none.ttl"), "cannot read none.ttl"),
    ],
)
def test_errors_say_what_to_do_on_one_line(words: tuple[object, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    [line] = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert said in line


def test_extract_writes_a_line_a_paper_in_their_order(tmp_path: Path) -> None:
    papers = page(
        tmp_path,
        {"id": "b", "title": "Otter", "abstract": ABSTRACT},
        {"id": "a", "title": "Nothing", "abstract": "Nothing is named here."},
        {"id": "c", "title": "No abstract"},
    )
    assert run("extract", papers, "-o", tmp_path / "lines.jsonl").exit_code == 0
    lines = [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["b", "a", "c"]
    assert {entity["name"] for entity in lines[0]["entities"]} >= {"Otter-7B", "RiverPile", "PondBench"}
    assert lines[1] == {"id": "a", "entities": [], "relations": []}
    printed = run("extract", papers, "--quiet").stdout
    assert printed == (tmp_path / "lines.jsonl").read_text()


def test_extract_takes_pages_too() -> None:
    result = run("extract", SEEDS / "author_listing.txt", "--quiet")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines][:2] == ["author_listing.txt:1", "author_listing.txt:4"]
    assert len({line["id"] for line in lines}) == 13


def test_extract_of_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert run("extract", tmp_path / "empty.txt").exit_code == 1


def test_show_tells_statements_with_their_words(built: Path) -> None:
    result = run("show", "otter 7b", "--graph", built / "graph.ttl")
    assert "Otter-7B  (Model)" in result.stdout
    assert "this trains-on RiverPile" in result.stdout
    assert "papers.jsonl:1" in result.stdout
    [thing] = json.loads(run("show", "Otter-7B", "--graph", built / "graph.ttl", "--json").stdout)
    assert (thing["type"], thing["label"]) == ("Model", "Otter-7B")
    assert len(run("show", "Otter-7B", "--all", "--graph", built / "graph.ttl").stdout) > len(result.stdout)


def test_show_of_an_unknown_name_suggests_near_ones(built: Path) -> None:
    result = run("show", "Oter-7B", "--graph", built / "graph.ttl")
    assert result.exit_code == 1
    assert "did you mean 'Otter-7B'?" in result.stderr


@pytest.mark.parametrize("name", ["Otter-7B", "riverpile", "Otter-7B: A Small Model", HOSTILE, "lab/wetlab"])
def test_show_tells_the_same_from_the_store_and_from_a_file(built: Path, name: str) -> None:
    from_store, from_file = (run("show", name, "--graph", path, "--json") for path in (built, built / "graph.ttl"))
    assert from_store.exit_code == 0, from_store.stderr
    assert json.loads(from_store.stdout) == json.loads(from_file.stdout)


def test_show_suggests_near_names_from_the_store_too(built: Path) -> None:
    assert "did you mean 'Otter-7B'?" in run("show", "Oter-7B", "--graph", built).stderr
    assert "look for it with `paperatlas search`" in run("show", "§", "--graph", built).stderr


def test_search_prints_a_table_or_json(built: Path) -> None:
    lines = run("search", "otter", "-o", built).stdout.splitlines()
    assert lines[0].split() == ["type", "name", "what", "papers", "say"]
    assert lines[1].split()[:2] == ["Model", "Otter-7B"]
    [hit] = json.loads(run("search", "small", "model", "--type", "paper", "-o", built, "--json").stdout)
    assert (hit["type"], hit["label"]) == ("Paper", "Otter-7B: A Small Model")
    assert set(hit) == {"id", "type", "label", "snippet", "score"}
    assert len(json.loads(run("search", "o", "--limit", "1", "-o", built, "--json").stdout)) == 1


def test_search_that_finds_nothing_says_so(built: Path) -> None:
    result = run("search", "zebra", "-o", built)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "try fewer words" in result.stderr


def test_query_reads_a_folder_of_outputs(built: Path) -> None:
    question = ("query", "what-beats", "--param", "model=Beaver-13B", "--format", "csv", "--graph")
    from_store, from_file = (run(*question, path).stdout for path in (built, built / "graph.ttl"))
    assert from_store == from_file
    assert "Otter-7B" in from_store


@pytest.mark.parametrize("form", FORMATS)
def test_export_writes_each_format(built: Path, tmp_path: Path, form: str) -> None:
    result = run("export", form, "--graph", built / "graph.ttl", "-o", tmp_path / "file")
    assert result.exit_code == 0, result.output
    assert b"Otter-7B" in (tmp_path / "file").read_bytes()
    assert run("export", form, "--graph", built / "graph.ttl").stdout_bytes == (tmp_path / "file").read_bytes()


def test_the_help_of_export_tells_every_format() -> None:
    text = run("export", "--help").output.partition("FORMAT is one of:")[2]
    assert [line.split()[0] for line in text.splitlines() if ": " in line and line.startswith("    ")] == list(FORMATS)


def test_an_export_of_a_built_graph_is_what_the_build_wrote(built: Path, tmp_path: Path) -> None:
    for form in BUILT:
        name = FORMATS[form].file
        run("export", form, "--graph", built / "graph.ttl", "-o", tmp_path / name)
        assert (tmp_path / name).read_bytes() == (built / name).read_bytes()


def test_load_names_the_page_that_build_names(built: Path, tmp_path: Path) -> None:
    result = run("load", built / "graph.ttl", "-o", tmp_path)
    assert f"Open {tmp_path / 'explorer.html'} in a browser." in result.stdout


def test_analyze_writes_tables_and_report(built: Path, tmp_path: Path) -> None:
    result = run("analyze", "--graph", built, "-o", tmp_path / "analysis")
    assert result.exit_code == 0
    written = {str(path) for path in (tmp_path / "analysis").rglob("*") if path.is_file()}
    assert set(result.stdout.splitlines()) == written
    assert (tmp_path / "analysis" / "report.html").read_bytes() == (built / "report.html").read_bytes()
    as_json = json.loads(run("analyze", "--graph", built / "graph.ttl", "-o", tmp_path / "analysis", "--json").stdout)
    assert set(as_json["files"]) == written


def test_the_list_of_commands_tells_what_each_says_of_itself() -> None:
    context = click.Context(main)
    printed = " ".join(run("--help").stdout.split())
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        told = command.get_short_help_str(limit=1000)
        assert f" {name} {told}" in printed


def test_help_loads_no_command() -> None:
    program = (
        "import sys; from paperatlas.cli import main; main(['--help'], standalone_mode=False); "
        "sys.exit(any(name.startswith(('paperatlas.cli.', 'rdflib', 'spacy')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_schema_prints_tables_ontology_shapes_and_checks(built: Path) -> None:
    assert "trains-on" in run("schema").stdout
    assert "owl:Ontology" in run("schema", "--ontology").stdout
    assert "sh:NodeShape" in run("schema", "--shapes").stdout
    types = json.loads(run("schema", "--json").stdout)["node_types"]
    assert {(entry["name"], entry["colour"], entry["shape"]) for entry in types} >= {("Lab", "#bf3657", "hexagon")}
    assert "conforms" in run("schema", "--check", built / "graph.ttl").stdout


def test_hostile_text_is_no_markup_in_what_is_printed(built: Path) -> None:
    result = run("show", HOSTILE, "--graph", built / "graph.ttl")
    assert HOSTILE in result.stdout


def test_the_reader_of_our_output_may_go_away() -> None:
    code = "from paperatlas.cli import main; main(['schema', '--ontology'])"
    command = f'{sys.executable} -c "{code}" | head -c 10'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_graph_in_rdf_gives_the_outputs_that_it_came_from(built: Path, tmp_path: Path) -> None:
    result = run("load", built / "graph.ttl", "-o", tmp_path / "again")
    assert "nodes and" in result.output
    for name in ("graph.ttl", "graph.html", "nodes.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (built / name).read_bytes()


def test_pages_come_and_go_by_command(tmp_path: Path) -> None:
    one = page(tmp_path, {"id": "1", "title": "Otter-7B: A Model", "abstract": ABSTRACT}, name="one.jsonl")
    two = page(tmp_path, {"id": "2", "title": "Ponds", "abstract": "We test Beaver-13B."}, name="two.jsonl")
    out = tmp_path / "out"
    assert run("build", one, "-o", out).exit_code == 0
    shutil.copytree(out, tmp_path / "before")
    assert "1 texts were read" in run("add", two, "-o", out).output
    assert "two.jsonl" in run("status", "-o", out).output
    assert [entry["state"] for entry in json.loads(run("status", "-o", out, "--json").output)] == ["as read"] * 2
    changes = json.loads(run("diff", tmp_path / "before", out, "--json").output)
    assert {change["subject"] for change in changes["came"]} == {"Ponds"}
    assert "came  Ponds" in run("diff", tmp_path / "before", out, "--all").output
    assert run("remove", "two.jsonl", "-o", out).exit_code == 0
    assert "0 came, 0 went, 0 changed" in run("diff", tmp_path / "before", out).output
    assert "Nothing is new" in run("build", one, "-o", out).output


def test_what_comes_on_standard_input_may_come_again(tmp_path: Path) -> None:
    first = json.dumps({"id": "1", "title": "Otter-7B: A Model", "abstract": ABSTRACT}) + "\n"
    other = json.dumps({"id": "2", "title": "Ponds", "abstract": "We test Beaver-13B."}) + "\n"
    out = tmp_path / "out"
    for text, read in ((first, 1), (first, 0), (other, 1)):
        assert f"{read} texts were read" in run("build", "-", "-o", out, stdin=text).output
    more = page(tmp_path, {"id": "3", "title": "Lakes", "abstract": "We test Heron-2."})
    assert "2 records" in run("add", more, "-o", out).output
    assert "standard input" in run("status", "-o", out).output


@pytest.mark.parametrize("kind", FILE_MODELS)
def test_each_kind_of_file_that_users_write_has_a_schema_for_editors(kind: str) -> None:
    printed = json.loads(run("schema", "--json-schema", kind).stdout)
    assert printed["$schema"].startswith("https://json-schema.org/")
    assert printed == json_schema(kind)


def test_help_names_the_kinds_of_files_that_users_write() -> None:
    assert f"write: {', '.join(FILE_MODELS)}." in " ".join(run("schema", "--help").stdout.split())


@pytest.fixture
def unsure(tmp_path: Path) -> Path:
    """The folder of the sample with its comparison kept apart."""
    graph = sample_graph()
    apart = tuple(edge for edge in graph.statements if edge.predicate == "compares-to")
    edges = tuple(edge for edge in graph.statements if edge not in apart)
    write_outputs(replace(graph, statements=edges, unsure=apart), tmp_path / "unsure")
    return tmp_path / "unsure"


def test_show_counts_what_is_less_certain_and_shows_it_on_request(unsure: Path) -> None:
    for graph in (unsure, unsure / "graph.ttl"):
        shown = run("show", "Otter-7B", "--graph", graph).output
        assert "compares-to" not in shown
        assert "1 less certain: --unsure" in shown
        for options in (["--unsure"], ["--min-confidence", "0.5"]):
            asked = run("show", "Otter-7B", "--graph", graph, *options).output
            assert "this compares-to Beaver-13B" in asked
            assert ", unsure)" in asked
            assert "less certain" not in asked


def test_show_says_stated_where_a_listing_states_it_and_what_our_model_stands_for(unsure: Path) -> None:
    assert "(1 paper, stated)" in run("show", "Ada Lake", "--graph", unsure).output
    assert "“It starts from Beaver-13B and is tuned” [Otter-7B]" in run("show", "Otter-7B", "--graph", unsure).output


def test_show_says_which_papers_name_what_no_statement_is_about(unsure: Path) -> None:
    graph = load(unsure)
    named = tuple(edge for edge in graph.statements if edge.predicate == "mentions")
    write_outputs(replace(graph, statements=named), unsure)
    assert "no statement; 1 paper names RiverPile: " in run("show", "RiverPile", "--graph", unsure).output


def test_an_export_takes_less_certain_statements_if_asked_to(unsure: Path) -> None:
    for form in ("edges-csv", "graphml", "gexf", "json", "ntriples"):
        plain = run("export", form, "--graph", unsure, "-o", unsure / "plain")
        asked = run("export", form, "--graph", unsure, "--unsure", "-o", unsure / "asked")
        assert (plain.exit_code, asked.exit_code) == (0, 0)
        edge = "vocab#comparesTo> <https://w3id.org/paperatlas/model/" if form == "ntriples" else "compares-to"
        assert edge not in (unsure / "plain").read_text("utf-8")
        assert edge in (unsure / "asked").read_text("utf-8")


def test_the_two_options_of_confidence_exclude_each_other(unsure: Path) -> None:
    both = ("--unsure", "--min-confidence", "0.5")
    for command in (("show", "Otter-7B", "--graph", unsure), ("build", unsure / "graph.json", "-o", unsure)):
        refused = run(*command, *both)
        assert refused.exit_code == 2
        assert "exclude each other" in refused.output


def test_a_diff_calls_a_statement_gone_that_became_unsure(unsure: Path, tmp_path: Path) -> None:
    write_outputs(sample_graph(), tmp_path / "before")
    assert "1 went" in run("diff", tmp_path / "before", unsure).output
    assert "0 went" in run("diff", tmp_path / "before", unsure, "--unsure").output


def test_an_analysis_counts_less_certain_statements_if_asked_to(unsure: Path) -> None:
    for options, compared in (((), False), (("--unsure",), True), (("--min-confidence", "0.95"), False)):
        assert run("analyze", "--graph", unsure, "-o", unsure / "found", *options).exit_code == 0
        assert ("Beaver-13B" in (unsure / "found" / "comparisons.csv").read_text("utf-8")) is compared


@pytest.mark.parametrize(("least", "said"), [("1", True), ("0", False)])
def test_build_says_how_many_statements_are_kept_apart(tmp_path: Path, least: str, said: bool) -> None:
    papers = page(tmp_path, {"id": "1", "title": "Otter-7B: A Small Model", "abstract": ABSTRACT})
    result = run("build", papers, "-o", tmp_path / "out", "--min-confidence", least)
    counted = "statements are less certain and kept apart; --unsure of other commands shows them."
    assert (counted in result.output) is said
    summary = json.loads(run("build", papers, "-o", tmp_path / "out", "--min-confidence", least, "--json").output)
    assert (summary["unsure"] > 0) is said


def test_search_says_that_it_finds_the_words_of_sure_statements(unsure: Path) -> None:
    assert "sure statements alone" in " ".join(run("search", "--help").output.split())
    words = ("search", "outperforms", "--type", "Model", "-o")
    assert "Nothing was found" in run(*words, unsure).output
    write_outputs(sample_graph(), unsure)
    assert "Otter-7B" in run(*words, unsure).output


def test_a_comparison_without_a_change_has_no_table(unsure: Path) -> None:
    assert run("diff", unsure, unsure).output.startswith("0 came, 0 went, 0 changed")

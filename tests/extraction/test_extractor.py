from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

import paperatlas.extraction
from extractors import default_extractor
from paperatlas.curation.registry import KnownEntity
from paperatlas.errors import ExtractionError
from paperatlas.extraction import Extractor, ModelExtractor, load_extractor
from paperatlas.extraction.extractor import extractor_of
from paperatlas.graph.extractions import PAPER, Extraction
from paperatlas.graph.papers import Paper, SourceLocation
from paperatlas.schema import check_edge

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTRACTOR = default_extractor()


def paper(title: str, abstract: str, name: str = "1") -> Paper:
    return Paper(name, title, abstract, SourceLocation("p.txt", 1))


def extract(title: str, abstract: str) -> Extraction:
    return next(EXTRACTOR.extract([paper(title, abstract)]))


def check(extraction: Extraction, text: str) -> None:
    """Hold an extraction against what its records promise."""
    assert extraction.text == text
    types = {entity.name: entity.type for entity in extraction.entities} | {PAPER: "Paper"}
    assert len(types) == len(extraction.entities) + 1
    taken: set[int] = set()
    for entity in extraction.entities:
        assert entity.mentions
        assert 0 <= entity.confidence <= 1
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text
            assert taken.isdisjoint(range(mention.start, mention.end))
            taken.update(range(mention.start, mention.end))
    for relation in extraction.relations:
        check_edge(types[relation.subject], relation.predicate, types[relation.object])
        assert (relation.outcome is not None) == (relation.predicate == "compares-to")
        assert any(s.start <= relation.evidence.start and relation.evidence.end <= s.end for s in extraction.sentences)
    triples = [(r.subject, r.predicate, r.object) for r in extraction.relations]
    assert len(set(triples)) == len(triples)


def test_the_extractor_of_a_model_is_an_extractor() -> None:
    extractor: Extractor = ModelExtractor()
    assert extractor.name.startswith("encoder-")
    assert extract("T", "A.").extractor == extractor.name


def test_the_model_is_small_and_needs_no_pytorch() -> None:
    folder = Path(paperatlas.extraction.__file__).parent / "tables"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 45_000_000
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['torch', 'onnx', 'safetensors'])); "
        "from paperatlas.extraction import load_extractor as load; "
        "doc = load().nlp('On GPT-4'); print(doc.spans['paperatlas'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[GPT-4]\n"


def test_papers_are_read_as_they_come_and_keep_their_order() -> None:
    def endless() -> Iterator[Paper]:
        for number in itertools.count():
            yield paper("", "" if number % 2 else "We use GPT-4.", str(number))

    some = itertools.islice(EXTRACTOR.extract(endless()), 200)
    assert [extraction.paper_id for extraction in some] == [str(number) for number in range(200)]


WORDS = st.sampled_from(
    [
        *("We", "present", "Otter-7B", "(OB)", "a", "model", "outperforms", "GPT-4", "on", "MMLU", "and", "trained"),
        *("PondBench's", "The-Pile", "7B", "PAPER", "PAPERs", "ÉCOLE", "模型", "π-net", "https://x.io/GPT-4"),
        *(",", ".", ":", "\n", ")", "(", "$\\alpha$", "&lt;b&gt;", "\ud83d", "\x00", "\u2028", "\u200f"),
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=60))
@example([], [])
def test_any_text_gives_a_sound_extraction(title: list[str], abstract: list[str]) -> None:
    source = paper(" ".join(title), " ".join(abstract))
    check(next(EXTRACTOR.extract([source])), source.text)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), max_size=120), st.text(st.characters(), max_size=400))
def test_any_characters_give_a_sound_extraction(title: str, abstract: str) -> None:
    source = paper(title, abstract)
    check(next(EXTRACTOR.extract([source])), source.text)


@pytest.mark.parametrize(
    "abstract",
    ["x" * 2_000_000, ")" * 100_000, "We use GPT-4 on MMLU. " * 600, "https://" + "(" * 50_000, "\n" * 5000],
)
def test_very_long_texts_are_read_whole(abstract: str) -> None:
    check(extract("Otter-7B", abstract), f"Otter-7B\n{abstract}")


def test_the_same_text_gives_the_same_extraction() -> None:
    text = "We present Otter-7B. It beats GPT-4 and LLaMA-2 on MMLU, GSM8K and PondBench."
    assert extract("Otter-7B", text) == next(ModelExtractor().extract([paper("Otter-7B", text)]))


def test_a_made_up_abstract_is_read() -> None:
    found = extract("Otter-7B: A Model of Ponds", "We present Otter-7B, a language model that outperforms GPT-4.")
    assert [(entity.name, entity.type, entity.introduced) for entity in found.entities] == [
        ("Otter-7B", "Model", True),
        ("GPT-4", "Model", False),
    ]


def test_links_are_kept_and_name_nothing() -> None:
    found = extract("On ponds", "Code is at https://github.com/pond/Otter-7B.")
    assert [link.url for link in found.links] == ["https://github.com/pond/Otter-7B"]
    assert found.entities == ()


def test_relations_stand_at_the_document_too() -> None:
    nlp = load_extractor().nlp
    doc = nlp("T\nWe present Otter-7B, a language model. Otter-7B outperforms GPT-4 on MMLU.")
    assert doc._.relations == doc._.extraction.relations
    assert ("Otter-7B", "compares-to", "GPT-4") in {(r.subject, r.predicate, r.object) for r in doc._.relations}
    assert nlp.make_doc("T")._.relations == ()


def test_a_pipeline_goes_through_bytes() -> None:
    nlp = load_extractor().nlp
    again = type(nlp).from_config(nlp.config, meta=nlp.meta).from_bytes(nlp.to_bytes())
    text = "T\nWe present Otter-7B, a language model. Otter-7B outperforms GPT-4 on MMLU."
    assert again(text)._.extraction == nlp(text)._.extraction


def test_known_things_are_found_with_any_model_that_has_their_type() -> None:
    known = [KnownEntity("Zilk", "Method", ("zilking",)), KnownEntity("Wug", "Author", ())]
    (found,) = extractor_of("default", known).extract([paper("T", "It was made by zilking a wug and a Wug.")])
    assert [(entity.name, entity.type) for entity in found.entities if entity.confidence == 1] == [
        ("zilking", "Method")
    ]


def broken(folder: Path, change: str) -> Path:
    """A copy of the default model with a fault."""
    load_extractor().nlp.to_disk(folder, exclude=["vocab"])
    if change == "table":
        (folder / "paperatlas_names" / "name_weights.tsv").write_text("cue\tModel\nx\ty\n")
    elif change == "no table":
        (folder / "paperatlas_relations" / "relation_weights.tsv").unlink()
    elif change == "schema":
        (folder / "meta.json").write_text('{"lang": "en", "name": "x", "version": "0"}')
    elif change == "other":
        spacy.blank("en").to_disk(folder)
    elif change == "config":
        (folder / "config.cfg").write_text("{")
    return folder


@pytest.mark.parametrize("change", ["table", "no table", "schema", "other", "config"])
def test_a_broken_model_is_an_error_that_says_what_to_do(tmp_path: Path, change: str) -> None:
    with pytest.raises(ExtractionError, match="is no model that can be loaded; name a folder that `paperatlas train`"):
        load_extractor(broken(tmp_path / "model", change))


def test_a_model_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match="none is no model"):
        load_extractor(tmp_path / "none")

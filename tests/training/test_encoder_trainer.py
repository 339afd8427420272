from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from encoders import PIECES, tiny_encoder, torch
from observers import RecordedProgress
from paperatlas.errors import ExtractionError
from paperatlas.extraction.encoder.component import Encoder, NameHead, OnnxSession, PairHead
from paperatlas.extraction.encoder.wordpiece import Vocabulary, encode_doc
from paperatlas.extraction.extractor import blank_pipeline
from paperatlas.extraction.relation_features import Pair
from paperatlas.graph.extractions import ExtractedEntity
from paperatlas.training.encoder_examples import LabelSet, TrainingExample
from paperatlas.training.encoder_network import Checkpoint, EncoderNetwork
from paperatlas.training.encoder_trainer import encoder_files, train_encoder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

LABELS = LabelSet(("Animal", "-"), ("PAPER", "Animal"), ("eats", "-"))
VOCABULARY = Vocabulary(PIECES)
READER = blank_pipeline()
ANIMAL, NOTHING = (1.0, 0.0), (0.0, 1.0)
TEXTS = ("On otters\nThe otter eats the fish.", "On fish\nThe fish sees the otter.")


def examples() -> list[TrainingExample]:
    made = []
    for number, text in enumerate(TEXTS):
        doc = READER(text)
        animals = [(token.i, token.i + 1) for token in doc if token.text in {"otter", "fish"}]
        others = [(token.i, token.i + 1) for token in doc if token.text in {"The", "the", "On"}]
        candidates = [*(([span], ANIMAL) for span in animals), *(([span], NOTHING) for span in others)]
        sentence = list(doc.sents)[1]
        first, second = (span for span in animals if span[0] >= sentence.start)
        animal = ExtractedEntity("otter", "Animal", (), 1.0)
        pairs = [
            (Pair(animal, animal, sentence, first, second), NOTHING if number else ANIMAL),
            (Pair(None, animal, sentence, None, second), NOTHING),
        ]
        made.append(TrainingExample(doc, candidates, pairs, VOCABULARY, LABELS))
    return made * 8


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    return Checkpoint.read(tiny_encoder(tmp_path_factory.mktemp("encoder")))


@pytest.fixture(scope="module")
def files(checkpoint: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    kept = tmp_path_factory.mktemp("kept") / "epochs"
    return encoder_files(train_encoder(examples(), checkpoint, LABELS, kept, epochs=80), checkpoint, LABELS)


def test_what_was_taught_is_told(files: dict[str, bytes]) -> None:
    encoder, names, pairs = Encoder(), NameHead(files["names.onnx"]), PairHead(files["pairs.onnx"])
    encoder.load_contents(files)
    for number, text in enumerate(TEXTS):
        doc = encoder(READER(text))
        sentence = list(doc.sents)[1]
        one, other = [token.i for token in sentence if token.text in {"otter", "fish"}]
        shares = np.exp(names.log_probabilities(doc, [[(one, one + 1)], [(sentence.start, sentence.start + 1)]]))
        assert names.classes == LABELS.classes
        assert shares[0, 0] > 0.5
        assert shares[1, 1] > 0.5
        asked = [((one, one + 1), (other, other + 1)), (None, (other, other + 1))]
        related = np.exp(pairs.log_probabilities(sentence, asked, [("Animal", "Animal"), ("PAPER", "Animal")]))
        assert (related[0, 0] > 0.5) == (number == 0)
        assert related[1, 1] > 0.5
        np.testing.assert_allclose(related.sum(1), 1, rtol=1e-4)


def test_nothing_to_weigh_gives_nothing(files: dict[str, bytes]) -> None:
    encoder, names = Encoder(), NameHead(files["names.onnx"])
    encoder.load_contents(files)
    assert names.log_probabilities(encoder(READER("On ponds")), []).shape == (0, 2)
    assert len(encoder(READER("")).tensor) == 0


def test_graphs_give_what_networks_give_for_texts_of_any_length(
    checkpoint: Checkpoint, files: dict[str, bytes]
) -> None:
    fresh = EncoderNetwork(checkpoint, 2).eval()
    assert fresh.positions.shape == (512, 16)
    graph = OnnxSession(files["encoder.onnx"])
    for count in (1, 9, 300):
        (text,) = encode_doc(READER(" ".join(["otter"] * count)), VOCABULARY)
        states = graph.run(numbers=text.numbers[np.newaxis], features=text.features[np.newaxis])
        assert states.shape == (1, count + 2, 16)
        with torch.no_grad():
            arrays = (torch.from_numpy(array)[None] for array in (text.numbers, text.features))
            assert fresh(*arrays).shape == states.shape


def test_texts_of_a_batch_do_not_touch_each_other(checkpoint: Checkpoint) -> None:
    network = EncoderNetwork(checkpoint, 2).eval()
    numbers = torch.tensor([[2, 30, 31, 32, 3], [2, 40, 3, 0, 0]])
    features = torch.zeros(2, 5, 3, dtype=torch.long)
    with torch.no_grad():
        both = network(numbers, features, numbers == 0)
        alone = network(numbers[1:, :3], features[1:, :3])
    torch.testing.assert_close(both[1:, :3], alone)


def test_teaching_that_was_stopped_goes_on_to_the_same_weights(checkpoint: Checkpoint, tmp_path: Path) -> None:
    whole = train_encoder(examples(), checkpoint, LABELS, tmp_path / "whole", epochs=3, seed=5)
    with pytest.raises(KeyboardInterrupt):
        train_encoder(
            examples(), checkpoint, LABELS, tmp_path / "kept", epochs=3, seed=5, progress=RecordedProgress(stop_after=3)
        )
    progress = RecordedProgress()
    again = train_encoder(examples(), checkpoint, LABELS, tmp_path / "kept", epochs=3, seed=5, progress=progress)
    assert progress.steps == ["teaching the encoder: 66 %"]
    assert encoder_files(again, checkpoint, LABELS) == encoder_files(whole, checkpoint, LABELS)


def test_a_folder_without_an_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match=r"is no encoder to begin with; name a folder with vocab\.txt"):
        Checkpoint.read(tmp_path)


def test_a_broken_network_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ExtractionError, match="network is broken"):
        OnnxSession(b"none")

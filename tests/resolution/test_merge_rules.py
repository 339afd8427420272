from __future__ import annotations

import pytest

from paperatlas.resolution.merge_rules import TypeEvidence, disambiguate

MODEL_METHOD = ("Model", "Method")


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        (TypeEvidence(MODEL_METHOD, (10, 1), "Mamba", registered=(True, True)), (False, "registry_lists_both")),
        (TypeEvidence(MODEL_METHOD, (1, 1), "Mamba", together=True), (True, "one_paper_uses_both")),
        (TypeEvidence(MODEL_METHOD, (10, 1), "Mamba"), (True, "one_type_prevails")),
        (TypeEvidence(MODEL_METHOD, (10, 1), "Mamba", registered=(False, True)), (False, "else_two")),
        (TypeEvidence(MODEL_METHOD, (5, 4), "LongWriter"), (False, "both_are_supported")),
        (TypeEvidence(MODEL_METHOD, (1, 2), "LongWriter"), (True, "coined_name")),
        (TypeEvidence(MODEL_METHOD, (1, 2), None), (False, "else_two")),
        (TypeEvidence(("Model", "Dataset"), (1, 2), "ImageReward"), (False, "else_two")),
        (TypeEvidence(MODEL_METHOD, (1, 1), "Phoenix"), (False, "else_two")),
        (TypeEvidence(MODEL_METHOD, (2, 1), "VGGP", introduced=(True, False)), (True, "introduced_in_one_type")),
        (
            TypeEvidence(("Method", "Dataset"), (1, 2), "MuRiver", introduced=(True, False)),
            (True, "introduced_in_one_type"),
        ),
        (TypeEvidence(MODEL_METHOD, (1, 1), "Falcon", introduced=(True, False)), (False, "else_two")),
        (TypeEvidence(("Model", "Dataset"), (5, 1), "OBELISK"), (True, "one_type_prevails")),
        (TypeEvidence(("Model", "Dataset"), (9, 1), "VAP", introduced=(False, True)), (False, "else_two")),
        (TypeEvidence(MODEL_METHOD, (2, 1), "GPTR", registered=(True, False)), (True, "registered_in_one_type")),
        (TypeEvidence(("Model", "Dataset"), (2, 2), "Otter", registered=(True, False)), (False, "else_two")),
        (
            TypeEvidence(("Model", "Dataset"), (2, 2), "OTTER", registered=(True, False)),
            (True, "registered_in_one_type"),
        ),
        (
            TypeEvidence(("Dataset", "Method"), (2, 1), "D4", registered=(True, False), introduced=(False, True)),
            (False, "else_two"),
        ),
        (
            TypeEvidence(("Dataset", "Method"), (2, 1), "PondLab", registered=(True, False), introduced=(False, True)),
            (True, "registered_in_one_type"),
        ),
    ],
)
def test_evidence_decides(evidence: TypeEvidence, answer: tuple[bool, str]) -> None:
    assert disambiguate(evidence) == answer

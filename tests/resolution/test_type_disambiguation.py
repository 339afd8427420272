from __future__ import annotations

import pytest

from paperatlas.resolution.type_disambiguation import Evidence, judge

MODEL_METHOD = ("Model", "Method")


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        (Evidence(MODEL_METHOD, (10, 1), "Mamba", registered=(True, True)), (False, "registry_lists_both")),
        (Evidence(MODEL_METHOD, (1, 1), "Mamba", together=True), (True, "one_paper_uses_both")),
        (Evidence(MODEL_METHOD, (10, 1), "Mamba"), (True, "one_type_prevails")),
        (Evidence(MODEL_METHOD, (10, 1), "Mamba", registered=(False, True)), (False, "else_two")),
        (Evidence(MODEL_METHOD, (5, 4), "LongWriter"), (False, "both_are_supported")),
        (Evidence(MODEL_METHOD, (1, 2), "LongWriter"), (True, "coined_name")),
        (Evidence(MODEL_METHOD, (1, 2), None), (False, "else_two")),
        (Evidence(("Model", "Dataset"), (1, 2), "ImageReward"), (False, "else_two")),
        (Evidence(MODEL_METHOD, (1, 1), "Phoenix"), (False, "else_two")),
    ],
)
def test_evidence_decides(evidence: Evidence, answer: tuple[bool, str]) -> None:
    assert judge(evidence) == answer

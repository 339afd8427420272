"""Networks as ONNX graphs, run by ONNX Runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf

from paperatlas.errors import ExtractionError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OnnxSession"]


class OnnxSession:
    """A network with named arrays in and one array out.

    Attributes:
        notes: What was written beside the network, by name.
    """

    def __init__(self, content: bytes) -> None:
        """Load a network.

        Args:
            content: An ONNX file.

        Raises:
            ExtractionError: if it is none.
        """
        options = onnxruntime.SessionOptions()
        # One thread a document: whoever wants more speed runs more processes, and sums are added in one order.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
            raise ExtractionError("the model's network is broken; train the model anew or install it again") from error
        self.notes: Mapping[str, str] = self._session.get_modelmeta().custom_metadata_map

    def run(self, **arrays: np.ndarray) -> np.ndarray:
        """What the network makes of arrays, each by the name that the network has for it."""
        return np.asarray(self._session.run(None, arrays)[0])

"""The neural encoder of the shipped model: WordPiece tokenization, the ONNX networks and the spaCy component."""

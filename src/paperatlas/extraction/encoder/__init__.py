"""The neural encoder of the shipped model: word pieces, ONNX sessions and the components of spaCy that use them.

It knows documents, places in them and numbers; what a name or a relation is, :mod:`paperatlas.extraction` knows.
Reading with an encoder needs ONNX Runtime; :mod:`~paperatlas.training.encoder_trainer` one needs PyTorch.
"""

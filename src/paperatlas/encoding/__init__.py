"""A small neural encoder: what each word of a text means where it stands, as numbers.

It knows documents, places in them and numbers; what a name or a relation is, :mod:`paperatlas.extraction` knows.
Reading with an encoder needs ONNX Runtime; :mod:`~paperatlas.encoding.teaching` one needs PyTorch.
"""

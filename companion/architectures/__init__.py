"""Architectures: the papers' tables as data, and short builders in PyTorch (`*_torch`) and Keras (`*_keras`)."""

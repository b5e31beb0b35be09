"""Weights that are trained already: small ones of this project (`small_torch`, `small_keras`) and the official ones.

Nothing is imported here: import the modules by name.
"""

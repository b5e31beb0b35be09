"""Batch and group normalization in NumPy, and two recipes that measure what they do for training.

`reference`, `running`, `gradient` and `groups` hold the formulas; `sweep_torch` and `small_batches_torch` are the
commands whose committed results `tables` reads. Nothing is imported here: import the modules by name.
"""

"""Detectors: nets and the recipes that trained them."""

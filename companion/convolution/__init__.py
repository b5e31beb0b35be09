"""Convolution by hand: what it costs (`arithmetic`) and what it computes (`reference`).

Nothing is imported here, so that ``import companion.convolution`` costs nothing; import the modules by name.
"""

"""Boxes and what is computed with them: formats, overlap, anchors, matching, suppression, average precision.

Boxes are float, in pixels, as ``x1, y1, x2, y2`` (xyxy): the left, top, right and lower edge, so that the width is
``x2 - x1``. `aspect_ratio` is height over width.
"""

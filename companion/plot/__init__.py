"""Figures of the book: each function draws on the axes it is given, returns them, and never calls ``show``.

>>> from companion import plot
>>> sorted(plot.__all__)[:3]
['COLORS', 'architecture', 'class_color']
"""

from companion.check import require

require("matplotlib")

from companion.plot.architecture import architecture  # noqa: E402
from companion.plot.boxes import draw_boxes  # noqa: E402
from companion.plot.curves import confusion, curves  # noqa: E402
from companion.plot.filters import feature_maps, filters  # noqa: E402
from companion.plot.heat import draw_heat  # noqa: E402
from companion.plot.images import image_grid, numbers, show_image  # noqa: E402
from companion.plot.masks import draw_mask  # noqa: E402
from companion.plot.scores import precision_recall, reliability  # noqa: E402
from companion.plot.style import COLORS, class_color, use_style  # noqa: E402

__all__ = [
    "COLORS",
    "architecture",
    "class_color",
    "confusion",
    "curves",
    "draw_boxes",
    "draw_heat",
    "draw_mask",
    "feature_maps",
    "filters",
    "image_grid",
    "numbers",
    "precision_recall",
    "reliability",
    "show_image",
    "use_style",
]

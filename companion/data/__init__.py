"""Data sets: embedded ones that need no network, and public ones that are downloaded once.

`load(name, split=...)` gives an `ImageData`; `choose(mini=..., full=...)` names the data set for the tier in force.
"""

from companion.data.image_data import ImageData
from companion.data.loading import NAMES, choose, load

__all__ = ["NAMES", "ImageData", "choose", "load"]

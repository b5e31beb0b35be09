"""Small gray patches with and without a face, carried by scikit-image; to be computed with, never shown.

Notes
-----
The 200 patches come from Labeled Faces in the Wild (Huang et al. 2007): press photographs gathered from the web
without asking the people in them or the photographers. No licence is stated. A net may be trained on them here; no page
of the book shows one.
"""

import numpy as np

from companion.check import one_of
from companion.data.image_data import SPLITS, ImageData
from companion.data.splits import stratified_split

CLASS_NAMES = ("background", "face")

_SPLIT_SEED = 0


def read(split: str) -> ImageData:
    """Return one split of the face patches: 120 for training, 40 for validation, 40 for testing, half of each faces.

    Parameters
    ----------
    split : str
        "train", "validation" or "test".

    Returns
    -------
    ImageData
        Images (N, 25, 25, 1), labels 0 (background) and 1 (face).

    Raises
    ------
    ValueError
        If the split is unknown.
    """
    from skimage.data import lfw_subset

    patches = lfw_subset()  # the first 100 are faces
    images = np.rint(255 * patches if patches.dtype != np.uint8 else patches).astype(np.uint8)[..., None]
    labels = np.repeat(np.array([1, 0], dtype=np.int64), 100)
    chosen = stratified_split(labels, validation=0.2, test=0.2, seed=_SPLIT_SEED)[one_of("split", split, SPLITS)]
    return ImageData("faces", split, images[chosen], labels[chosen], CLASS_NAMES)

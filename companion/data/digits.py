"""Handwritten digits, 8x8 pixels, carried by scikit-learn.

Notes
-----
The 1,797 pictures are the *test* half of the "Optical Recognition of Handwritten Digits" set of the UCI repository
(Alpaydin and Kaynak 1998): 13 writers, none of whom wrote in the other half. Which writer wrote which digit is not
recorded, so our split cannot keep writers apart: every writer is probably in all three parts, and the accuracy on our
test part says how well a net reads *these* writers, not a new one.
"""

import numpy as np

from companion.check import one_of
from companion.data.image_data import SPLITS, ImageData
from companion.data.splits import stratified_split

CLASS_NAMES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")

_SPLIT_SEED = 0


def read(split: str) -> ImageData:
    """Return one split of the digits: 1,169 for training, 269 for validation, 359 for testing.

    Parameters
    ----------
    split : str
        "train", "validation" or "test".

    Returns
    -------
    ImageData
        Images (N, 8, 8, 1), the original gray levels 0..16 scaled to 0..255, white ink on black.

    Raises
    ------
    ValueError
        If the split is unknown.
    """
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    images = np.rint(images * (255 / 16)).astype(np.uint8).reshape(-1, 8, 8, 1)
    labels = labels.astype(np.int64)
    chosen = stratified_split(labels, validation=0.15, test=0.2, seed=_SPLIT_SEED)[one_of("split", split, SPLITS)]
    return ImageData("digits", split, images[chosen], labels[chosen], CLASS_NAMES)

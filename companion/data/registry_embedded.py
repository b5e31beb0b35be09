"""What is known about the data sets of the mini tier, which come with the software or are made by it."""

from companion.data import digits, faces, texture_regions
from companion.data.entries import Entry
from companion.data.shapes import SHAPES

EMBEDDED = {
    "digits": Entry(
        "Optical Recognition of Handwritten Digits, test half",
        "mini",
        (1169, 269, 359),
        "8 x 8 x 1",
        "CC BY 4.0 (UCI Machine Learning Repository)",
        "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998",
        "Carried by scikit-learn: the 1,797 digits that 13 people wrote for the test half of the original. Who wrote "
        "which is not recorded, so our stratified split at random does not keep the writers apart.",
        digits.CLASS_NAMES,
        reader="digits",
    ),
    "faces": Entry(
        "Face patches of Labeled Faces in the Wild",
        "mini",
        (120, 40, 40),
        "25 x 25 x 1",
        "not stated; press photographs of people who were not asked",
        "G. B. Huang, M. Ramesh, T. Berg and E. Learned-Miller, Labeled Faces in the Wild, University of "
        "Massachusetts, Amherst, Technical Report 07-49, 2007",
        "Carried by scikit-image: 100 patches with a face, 100 without. Computed with and never shown.",
        faces.CLASS_NAMES,
        shown=False,
        reader="faces",
    ),
    "photos": Entry(
        "Photographs of scikit-image and scikit-learn",
        "mini",
        (16, 16, 16),
        "various x 3",
        "each its own, see below",
        "S. van der Walt et al., scikit-image: image processing in Python, PeerJ 2:e453, 2014; F. Pedregosa et al., "
        "Scikit-learn: Machine Learning in Python, JMLR 12, 2011",
        "Carried by the two packages. Nothing is learned from them as they are, so all splits hold all of them.",
        (),
        reader="photos",
    ),
    "textures": Entry(
        "Texture patches",
        "mini",
        (1800, 480, 480),
        "32 x 32 x 1",
        "those of the photographs they are cut from",
        "the photographs below",
        "Cut by us in gray from the photographs. Training, validation and test patches come from disjoint rectangles "
        "of a photograph; within a split patches overlap.",
        tuple(texture_regions.REGIONS),
        reader="textures",
    ),
    "scenes": Entry(
        "Drawn scenes",
        "mini",
        (1000, 250, 250),
        "128 x 128 x 3",
        "CC BY 4.0 (this project), over the photographs below",
        "this project, and the photographs below",
        "Drawn by us: flat shapes with patterns, light and shadow on photographs, one to four in a picture, with exact "
        "boxes, semantic and instance masks. Each split has its own part of every photograph.",
        SHAPES,
        reader="scenes",
    ),
}
"""Every embedded data set by its name."""

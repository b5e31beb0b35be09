"""Which rectangles of which photographs the texture patches are cut from."""

from dataclasses import dataclass

Rectangle = tuple[int, int, int, int]


@dataclass(frozen=True)
class Texture:
    """Where the patches of one class come from.

    Parameters
    ----------
    photo : str
        Name of the photograph.
    train, validation, test : tuple of (x1, y1, x2, y2)
        Rectangles of the photograph, pixels, xyxy; those of different splits are disjoint.
    reduction : int
        A patch covers `reduction` * 32 pixels of the photograph and is averaged down.
    """

    photo: str
    train: tuple[Rectangle, ...]
    validation: tuple[Rectangle, ...]
    test: tuple[Rectangle, ...]
    reduction: int = 1


_SURFACE = (((0, 0, 300, 512),), ((300, 0, 400, 512),), ((400, 0, 512, 512),))  # a photograph that is all one texture
REGIONS = {
    "brick": Texture("brick", *_SURFACE, reduction=2),
    "coins": Texture("coins", ((0, 0, 384, 160),), ((0, 160, 384, 230),), ((0, 230, 384, 303),)),
    "fur": Texture("chelsea", ((120, 0, 300, 75), (60, 160, 130, 220)), ((40, 75, 120, 155),), ((130, 155, 215, 230),)),
    "galaxies": Texture("hubble_deep_field", ((0, 0, 600, 872),), ((600, 0, 800, 872),), ((800, 0, 1000, 872),)),
    "grass": Texture("grass", *_SURFACE),
    "gravel": Texture("gravel", *_SURFACE),
    "leaves": Texture(
        "china",
        ((400, 310, 550, 427), (560, 260, 640, 427)),
        ((100, 350, 200, 427),),
        ((0, 350, 100, 427), (560, 180, 635, 255)),
    ),
    "petals": Texture(
        "flower", ((250, 105, 420, 215), (360, 215, 435, 265)), ((180, 200, 250, 290),), ((225, 290, 390, 350),)
    ),
    "roof": Texture(
        "china", ((115, 80, 305, 125), (85, 145, 325, 182)), ((75, 242, 340, 283),), ((200, 325, 360, 385),)
    ),
    "sky": Texture("china", ((350, 0, 640, 90),), ((350, 90, 550, 170),), ((0, 0, 90, 140),)),
    "vessels": Texture(
        "retina", ((250, 250, 1150, 650),), ((250, 650, 1300, 850),), ((250, 850, 1150, 1150),), reduction=4
    ),
    "wood": Texture("coffee", ((500, 190, 600, 400), (0, 120, 70, 200)), ((0, 205, 75, 255),), ((0, 260, 85, 400),)),
}
"""The texture of each class, by class name."""

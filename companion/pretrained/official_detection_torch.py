"""Official COCO weights of torchvision's detectors, through our folder, mirror and checksum.

>>> NAMES
('fasterrcnn_resnet50_fpn', 'maskrcnn_resnet50_fpn')
"""

from collections.abc import Callable

from companion.check import one_of, require

require("torch")
require("torchvision")

from torch import Tensor, nn
from torchvision import models
from torchvision.models.detection import FasterRCNN, MaskRCNN
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
from torchvision.ops import FrozenBatchNorm2d

from companion.pretrained.official import TORCHVISION_DETECTORS
from companion.pretrained.official_torch import fill

NAMES = tuple(TORCHVISION_DETECTORS)
"""The models that :func:`load` knows, by torchvision's names."""

_WEIGHTS = "COCO_V1"


def load(name: str) -> nn.Module:
    """Return a detector with its official COCO weights, ready to predict.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    nn.Module
        In evaluation mode, on the CPU. Takes a list of float images (3, H, W) in [0, 1], gives for each a dict with
        "boxes" (N, 4) in pixels, xyxy, "labels" (N,), indices into :func:`categories`, "scores" (N,), and "masks"
        (N, 1, H, W) for Mask R-CNN. The last three stages of its base net are left trainable.

    Raises
    ------
    ValueError, OSError
        As :func:`companion.pretrained.official_torch.load`.

    Notes
    -----
    As torchvision does it: the batch normalisation is frozen, and its epsilon is 0, the value under which these weights
    were trained.
    """
    weights = TORCHVISION_DETECTORS[one_of("name", name, NAMES)]
    base = resnet_fpn_backbone(backbone_name="resnet50", weights=None, trainable_layers=3)
    detector = MaskRCNN if name.startswith("maskrcnn") else FasterRCNN
    model = detector(base, num_classes=len(categories(name)))
    fill(model, weights)
    for module in model.modules():
        if isinstance(module, FrozenBatchNorm2d):
            module.eps = 0.0
    return model.eval()


def transform(name: str) -> Callable[[Tensor], Tensor]:
    """Return what prepares a picture: torchvision's own transform of these weights, to floats in [0, 1].

    Examples
    --------
    >>> import torch
    >>> transform("maskrcnn_resnet50_fpn")(torch.full((3, 2, 2), 255, dtype=torch.uint8)).max()
    tensor(1.)
    """
    return models.get_model_weights(one_of("name", name, NAMES))[_WEIGHTS].transforms()


def categories(name: str) -> tuple[str, ...]:
    """Return the names of the classes by label: COCO's 80, "__background__" at 0, and "N/A" where COCO has a gap.

    Examples
    --------
    >>> names = categories("fasterrcnn_resnet50_fpn")
    >>> len(names), names[1], names.count("N/A")
    (91, 'person', 10)
    """
    return tuple(models.get_model_weights(one_of("name", name, NAMES))[_WEIGHTS].meta["categories"])

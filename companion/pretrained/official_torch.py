"""Official ImageNet weights of torchvision's classifiers, through our folder, mirror and checksum.

>>> "vgg16" in NAMES
True
"""

import re
from collections.abc import Callable
from pathlib import Path

from companion.check import one_of, require

require("torch")
require("torchvision")

import torch
from torch import Tensor, nn
from torchvision import models

from companion.pretrained.official import TORCHVISION, OfficialWeights, fetch_weights

NAMES = tuple(TORCHVISION)
"""The models that :func:`load` knows, by torchvision's names."""

_WEIGHTS = "IMAGENET1K_V1"
_FRESH = {name: {"init_weights": False} for name in NAMES if name.startswith("vgg")}
_OPTIONS = {**_FRESH, "googlenet": {"transform_input": True, "aux_logits": True, "init_weights": False}}


def load(name: str) -> nn.Module:
    """Return a classifier with its official ImageNet weights, ready to predict.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    nn.Module
        In evaluation mode, on the CPU. Takes float images of shape (N, 3, H, W) prepared by :func:`transform`, gives
        logits of shape (N, 1000) in the order of :func:`categories`.

    Raises
    ------
    ValueError
        If the name is unknown, or if the file does not hold this model's weights.
    OSError
        If the file cannot be had, or is damaged.

    Notes
    -----
    Always the weights that torchvision calls `IMAGENET1K_V1`, never its default, which changes with its version. They
    exist for every model and were trained with the plain recipes of the papers, so that accuracies can be compared
    with the papers and with Keras. `IMAGENET1K_V2` predicts better, after a longer training with label smoothing and
    mixed pictures, which is known to make frozen features less useful for other tasks.

    The file is read with ``weights_only=True``: nothing in it is run. What torchvision does while loading is done here
    too: the old names of DenseNet's layers are translated; GoogLeNet undoes the usual normalisation for the other one
    that its weights were trained with, and drops its auxiliary heads, which were never trained.

    References
    ----------
    Kornblith, Chen, Lee, Norouzi 2021, Why do better loss functions lead to less transferable features?
    """
    weights = TORCHVISION[one_of("name", name, NAMES)]
    model = models.get_model(name, weights=None, **_OPTIONS.get(name, {}))
    fill(model, weights)
    if name == "googlenet":
        model.aux_logits, model.aux1, model.aux2 = False, None, None
    return model.eval()


def weights(name: str) -> dict[str, Tensor]:
    """Return the official ImageNet weights themselves, for a net that was built from scratch.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    dict of str to Tensor
        Under the names that torchvision's model has today, on the CPU.

    Raises
    ------
    ValueError
        If the name is unknown, or if the file does not hold tensors by name.
    OSError
        If the file cannot be had, or is damaged.

    Notes
    -----
    The same file as for :func:`load`, and read in the same way. Everything in it is returned: GoogLeNet's has auxiliary
    heads, which were never trained.

    Examples
    --------
    ``companion.architectures.weights_torch.load_official(resnet50(), weights("resnet50"))``
    """
    return _read(*_fetched(TORCHVISION[one_of("name", name, NAMES)]))


def transform(name: str) -> Callable[[Tensor], Tensor]:
    """Return what prepares a picture for a model: torchvision's own transform of these weights.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    callable
        Takes a PIL image or a uint8 tensor (3, H, W) or (N, 3, H, W), gives floats (3, 224, 224) or (N, ...): shorter
        side to 256 pixels, the centre cut out, values in [0, 1], then ImageNet's mean of the channel subtracted and
        divided by its standard deviation, as :func:`companion.pretrained.inputs.normalise` does.

    Examples
    --------
    >>> transform("vgg16")(torch.zeros(3, 300, 400, dtype=torch.uint8)).shape
    torch.Size([3, 224, 224])
    """
    return models.get_model_weights(one_of("name", name, NAMES))[_WEIGHTS].transforms()


def categories(name: str) -> tuple[str, ...]:
    """Return the names of the classes, in the order of the logits.

    Examples
    --------
    >>> len(categories("vgg16")), categories("vgg16")[0]
    (1000, 'tench')
    """
    return tuple(models.get_model_weights(one_of("name", name, NAMES))[_WEIGHTS].meta["categories"])


def fill(model: nn.Module, weights: OfficialWeights) -> None:
    """Put official weights into a model, which is changed in place.

    Parameters
    ----------
    model : nn.Module
        With the very parameters and buffers that the file holds.
    weights : OfficialWeights
        Which file.

    Raises
    ------
    ValueError
        If the file holds anything but this model's weights; the model must not be used then.
    OSError
        If the file cannot be had, or is damaged.
    """
    path, advice = _fetched(weights)
    state = _read(path, advice)
    try:
        model.load_state_dict(state, strict=True)
    except RuntimeError as error:
        reasons = " ".join(str(error).splitlines()[1:2]).strip()
        raise ValueError(f"{path.name} does not fit {type(model).__name__}: {reasons[:200]}; {advice}") from error


def _fetched(weights: OfficialWeights) -> tuple[Path, str]:
    """Return where the file lies, and what to do if it turns out to hold something else."""
    path = fetch_weights(weights)
    return path, f"the weights are not usable: delete {path} and load again, or check COMPANION_MIRROR"


def _read(path: Path, advice: str) -> dict[str, Tensor]:
    """Return the tensors of a file by their names of today."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except OSError:
        raise
    except Exception as error:  # a damaged or hostile file may fail anywhere in the reader
        raise ValueError(f"{path.name} is not a file of plain tensors ({type(error).__name__}); {advice}") from error
    if not isinstance(state, dict) or not all(isinstance(value, Tensor) for value in state.values()):
        raise ValueError(f"{path.name} must hold tensors by name, got {type(state).__name__}; {advice}")
    for old in list(state):
        # In DenseNet's file the layers "norm1", "conv1", ... are still called "norm.1", "conv.1", ...
        new = re.sub(r"(denselayer\d+\.(?:norm|conv))\.([12])\.", r"\1\2.", old)
        if new != old:
            state[new] = state.pop(old)
    return state

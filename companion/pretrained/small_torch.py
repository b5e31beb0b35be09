"""The small pretrained backbones in PyTorch."""

from companion.check import one_of, require

require("torch")

import torch
from torch import nn

from companion.architectures.backbones_torch import small_resnet, small_vgg
from companion.pretrained.small import NAMES, read_weights

_BUILDERS = {"small_vgg": small_vgg, "small_resnet": small_resnet}


def load(name: str) -> nn.Module:
    """Return a backbone with the weights that this project trained, in evaluation mode.

    Parameters
    ----------
    name : str
        "small_vgg" or "small_resnet".

    Returns
    -------
    torch.nn.Module
        Gives vectors (N, 128) for images (N, 3, H, W) normalised as :func:`companion.pretrained.inputs.normalise`
        does; its method `features` gives the feature maps by name.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> load("small_resnet")(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 128])
    """
    model = _BUILDERS[one_of("name", name, NAMES)]()
    weights = {key: torch.from_numpy(value) for key, value in read_weights(name).items()}
    counters = {key: value for key, value in model.state_dict().items() if key.endswith("num_batches_tracked")}
    model.load_state_dict(weights | counters)
    return model.eval()

"""What every layer of a net puts out for some pictures, and how much of it is zero."""

from companion.check import require

require("torch")

import torch
from torch import Tensor, nn


@torch.no_grad()
def layer_outputs(model: nn.Module, images: Tensor, *, kinds: tuple[type[nn.Module], ...] | None = None) -> dict:
    """Return the outputs of the layers of a net, in the order in which they are computed.

    Parameters
    ----------
    model : torch.nn.Module
        Any net; it is run in evaluation mode, and its mode is afterwards as before.
    images : Tensor of shape (N, C, H, W)
        A batch.
    kinds : tuple of module types, optional
        Which layers to watch, such as ``(nn.ReLU,)``; by default every module that holds no others.

    Returns
    -------
    dict of str to Tensor
        Outputs by the layer's name, of shape (N, channels, height, width) before the flattening and (N, units) after.

    Raises
    ------
    ValueError
        If the net has no such layer.

    Notes
    -----
    A forward hook copies each output, so that a ReLU working in place cannot change what an earlier layer gave. A layer
    that is used several times is listed once for each use: "relu", "relu (2)", ... A ReLU written as a function, as in
    ``torch.relu(x)``, is no module and cannot be seen.

    Examples
    --------
    >>> net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16, 2))
    >>> {name: tuple(output.shape) for name, output in layer_outputs(net, torch.zeros(1, 1, 4, 4)).items()}
    {'0': (1, 4, 2, 2), '1': (1, 4, 2, 2), '2': (1, 16), '3': (1, 2)}
    """
    chosen = [(name, module) for name, module in model.named_modules() if _is_watched(module, kinds)]
    if not chosen:
        wanted = "layer" if kinds is None else " or ".join(kind.__name__ for kind in kinds)
        raise ValueError(f"model must hold at least one {wanted}, got {type(model).__name__} without")
    outputs: dict[str, Tensor] = {}

    def watch(name):
        def keep(module, inputs, output):
            uses = sum(key == name or key.startswith(f"{name} (") for key in outputs)
            outputs[f"{name} ({uses + 1})" if uses else name] = output.detach().clone()

        return keep

    hooks = [module.register_forward_hook(watch(name)) for name, module in chosen]
    training = model.training
    try:
        model.eval()(images)
    finally:
        model.train(training)
        for hook in hooks:
            hook.remove()
    return outputs


def share_of_zeros(model: nn.Module, images: Tensor) -> dict[str, float]:
    """Return which share of the outputs of every ReLU is exactly 0.

    Parameters
    ----------
    model : torch.nn.Module
        A net whose ReLUs are modules.
    images : Tensor of shape (N, C, H, W)
        The share is taken over all pictures, places and channels.

    Returns
    -------
    dict of str to float
        From 0 to 1, by the layer's name, from the first ReLU to the last.

    Raises
    ------
    ValueError
        If the net has no ReLU.

    Examples
    --------
    >>> share_of_zeros(nn.ReLU(), torch.tensor([[-1.0, 0.0, 2.0, 3.0]]))
    {'': 0.5}
    """
    outputs = layer_outputs(model, images, kinds=(nn.ReLU,))
    return {name: (output == 0).double().mean().item() for name, output in outputs.items()}


def _is_watched(module: nn.Module, kinds: tuple[type[nn.Module], ...] | None) -> bool:
    return not any(module.children()) if kinds is None else isinstance(module, kinds)

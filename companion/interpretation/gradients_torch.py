"""What a unit answers to (gradient ascent) and which places speak for a class (Grad-CAM)."""

from collections.abc import Iterator
from contextlib import contextmanager

from companion.check import integer, real, require

require("torch")

import torch
from torch import Tensor, nn

import numpy as np
from numpy.typing import NDArray


def gradient_ascent(
    model: nn.Module, layer: str, channel: int, *, start: Tensor, steps: int = 60, step_size: float = 0.05
) -> Tensor:
    """Change a picture step by step so that one channel of one layer answers more.

    Parameters
    ----------
    model : torch.nn.Module
        A trained net.
    layer : str
        Name of a layer, best one *before* its ReLU: where a ReLU is silent its gradient is 0, and nothing would move.
    channel : int
        Which output channel; the mean of ``elu(output)`` over all places is made large.
    start : Tensor of shape (1, C, H, W), float in [0, 1]
        First picture, gray noise for example. It is not changed.
    steps : int
        How many steps.
    step_size : float
        Root mean square of the change of a pixel in one step.

    Returns
    -------
    Tensor of shape (1, C, H, W), float in [0, 1]
        The last picture.

    Raises
    ------
    TypeError, ValueError
        If there is no such layer or channel, or an argument is out of range.

    Notes
    -----
    The gradient is divided by its root mean square, so that one step size suits every layer, and before each step the
    picture is moved around by up to 4 pixels and back after it, which keeps patterns from clinging to the grid of the
    pooling (Olah, Mordvintsev and Schubert 2017). The mean of the output itself would turn the pictures of a first
    layer into plain white or black; behind ELU (x where positive, else exp(x) - 1) strong answers at some places are
    worth more than weak ones everywhere, and a silent place still has a gradient. No term asks for natural pictures:
    what comes out excites the unit strongly, and may look like nothing the net has seen.

    References
    ----------
    Erhan, Bengio, Courville and Vincent 2009, Visualizing higher-layer features of a deep network.
    """
    integer("steps", steps, minimum=0)
    real("step_size", step_size, minimum=0)
    picture, generator = start.detach().clone(), torch.Generator().manual_seed(0)
    with _watched(model, layer) as outputs:
        for _ in range(steps):
            moves = torch.randint(-4, 5, (2,), generator=generator).tolist()
            moved = picture.roll(moves, dims=(2, 3)).requires_grad_()
            model(moved)
            (gradient,) = torch.autograd.grad(nn.functional.elu(_channel(outputs[-1], channel)).mean(), moved)
            rms = gradient.square().mean().sqrt().clamp_min(1e-12)
            moved = (moved.detach() + step_size * gradient / rms).clamp(0, 1)
            picture = moved.roll([-move for move in moves], dims=(2, 3))
    return picture


def grad_cam(model: nn.Module, layer: str, image: Tensor, class_index: int) -> NDArray[np.float32]:
    """Return the heat map of Grad-CAM: which places of a layer speak for a class.

    Parameters
    ----------
    model : torch.nn.Module
        Gives logits (1, K); it is run in evaluation mode.
    layer : str
        Name of a layer whose output has shape (1, channels, H', W'): usually the last one before the global pooling.
    image : Tensor of shape (1, C, H, W)
        One picture.
    class_index : int
        The class whose logit is explained.

    Returns
    -------
    ndarray of shape (H', W'), float32
        At least 0, in units of the logit; larger where the layer speaks for the class.

    Raises
    ------
    TypeError, ValueError
        If there is no such layer or class, or the layer's output is no map.

    References
    ----------
    Selvaraju et al. 2017, Grad-CAM, equations 1 and 2.
    """
    if image.ndim != 4 or len(image) != 1:
        raise ValueError(f"image must be one picture of shape (1, C, H, W), got {tuple(image.shape)}")
    with _watched(model, layer) as outputs:
        logits = model(image.detach().requires_grad_())
        integer("class_index", class_index, minimum=0, maximum=logits.shape[1] - 1)
        maps = outputs[-1]  # (1, channels, H', W')
        if maps.ndim != 4:
            raise ValueError(
                f"layer must give maps of shape (1, channels, H, W), got {tuple(maps.shape)} from {layer!r}"
            )
        (gradients,) = torch.autograd.grad(logits[0, class_index], maps)
    weights = gradients.mean(dim=(2, 3), keepdim=True)  # equation 1
    return (weights * maps).sum(dim=1).relu()[0].detach().cpu().numpy()  # equation 2


@contextmanager
def _watched(model: nn.Module, layer: str) -> Iterator[list[Tensor]]:
    """Yield a list that gets the outputs of `layer`; the model is in evaluation mode meanwhile."""
    modules = dict(model.named_modules())
    if layer not in modules or layer == "":
        raise ValueError(f"layer must be one of {', '.join(repr(name) for name in modules if name)}, got {layer!r}")
    outputs: list[Tensor] = []
    hook = modules[layer].register_forward_hook(lambda module, inputs, output: outputs.append(output))
    training = model.training
    try:
        model.eval()
        yield outputs
    finally:
        model.train(training)
        hook.remove()


def _channel(output: Tensor, channel: int) -> Tensor:
    integer("channel", channel, minimum=0, maximum=output.shape[1] - 1)
    return output[:, channel]

"""The training loop in PyTorch, with everything in sight."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

from companion.check import require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader

import numpy as np
from numpy.typing import NDArray

from companion.training.arguments import check_arguments, check_batches
from companion.training.history import History, Mean, check_loss
from companion.training.progress import progress_bar
from companion.training.schedules import constant


def fit(
    model: nn.Module,
    train: DataLoader,
    validation: DataLoader,
    *,
    epochs: int,
    optimizer: torch.optim.Optimizer,
    schedule: Callable[[float], float] | None = None,
    patience: int | None = None,
    checkpoint: str | Path | None = None,
) -> History:
    """Train a classifier with cross-entropy on its logits.

    Parameters
    ----------
    model : torch.nn.Module
        Gives logits (N, K) for images (N, C, H, W). Trained in place, on the device it is on.
    train, validation : DataLoader
        Batches (images, labels), see :func:`companion.data.datasets_torch.batches`.
    epochs : int
        How many times to go through `train`; 0 only measures.
    optimizer : torch.optim.Optimizer
        Built from the model's parameters. Its learning rate is as before when training ends.
    schedule : callable, optional
        From progress in [0, 1] to a factor on the initial learning rate, asked before every update.
    patience : int, optional
        Stop when the validation loss has not reached a new minimum for so many epochs. With a patience the model ends
        with the weights of its best epoch, stopped early or not; without one it keeps its last weights.
    checkpoint : path, optional
        File that gets the weights (`state_dict`) whenever the validation loss reaches a new minimum. Read it with
        ``model.load_state_dict(torch.load(path, weights_only=True))``.

    Returns
    -------
    History
        Its entry 0 was measured before the first update.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range, or there is no batch.
    FloatingPointError
        If a loss is not finite.
    """
    check_arguments(train, validation, epochs=epochs, patience=patience)
    schedule, rates = schedule or constant, [group["lr"] for group in optimizer.param_groups]
    history, best = History(), {}
    with progress_bar(epochs * len(train)) as bar:
        for epoch in range(epochs + 1):
            if epoch == 0:
                measured = evaluate(model, train)
            else:
                mean = Mean()
                for index, (images, labels) in enumerate(train):
                    progress = (epoch - 1 + index / len(train)) / epochs
                    _set_rates(optimizer, [rate * schedule(progress) for rate in rates])
                    loss, accuracy = _update(model, images, labels, optimizer)
                    mean.add(check_loss("training loss", loss, epoch=epoch), accuracy, count=labels.numel())
                    bar.update(1)
                measured = mean.values
            rate = optimizer.param_groups[0]["lr"]
            history.record(epoch, train=measured, validation=evaluate(model, validation), learning_rate=rate)
            if history.best_epoch == epoch:
                best = deepcopy(model.state_dict())
                _save(best, checkpoint)
            if patience is not None and history.epochs_since_best >= patience:
                break
    if patience is not None:
        model.load_state_dict(best)
    _set_rates(optimizer, rates)
    return history


def _update(model: nn.Module, images: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer) -> tuple[float, float]:
    """Make one update; return the batch's loss and accuracy before it."""
    device = _device(model)
    images, labels = images.to(device), labels.to(device)
    model.train()
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item(), _accuracy(logits, labels)


@torch.no_grad()
def evaluate(model: nn.Module, batches: DataLoader) -> tuple[float, float]:
    """Return the cross-entropy and the accuracy, in evaluation mode.

    Parameters
    ----------
    model : torch.nn.Module
        Gives logits. Its mode is as before when the function returns.
    batches : DataLoader
        Batches (images, labels).

    Returns
    -------
    tuple of float
        (loss, accuracy): means over all samples, however they are cut into batches.

    Raises
    ------
    TypeError, ValueError
        If there is no batch.
    """
    check_batches("batches", batches)
    mean = Mean()
    for logits, labels in _forward(model, batches):
        mean.add(F.cross_entropy(logits, labels).item(), _accuracy(logits, labels), count=labels.numel())
    return mean.values


@torch.no_grad()
def predict(model: nn.Module, batches: DataLoader) -> NDArray[np.float32]:
    """Return the logits of every sample, in evaluation mode and in the order of the batches.

    Parameters, errors as in :func:`evaluate`.

    Returns
    -------
    ndarray of shape (N, K)
        Row i belongs to sample i if the batches are not shuffled.
    """
    check_batches("batches", batches)
    return np.concatenate([logits.cpu().numpy() for logits, _ in _forward(model, batches)])


def _forward(model: nn.Module, batches: DataLoader) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield logits and labels in evaluation mode, then put the mode back."""
    was_training, device = model.training, _device(model)
    model.eval()
    try:
        for images, labels in batches:
            yield model(images.to(device)), labels.to(device)
    finally:
        model.train(was_training)


def _accuracy(logits: Tensor, labels: Tensor) -> float:
    return (logits.argmax(dim=1) == labels).sum().item() / labels.numel()


def _device(model: nn.Module) -> torch.device:
    return next(model.parameters()).device


def _set_rates(optimizer: torch.optim.Optimizer, rates: list[float]) -> None:
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate


def _save(weights: dict[str, Tensor], path: str | Path | None) -> None:
    """Write next to the file first, so that an interruption never leaves half a checkpoint."""
    if path is not None:
        part = Path(path).with_name(Path(path).name + ".part")
        torch.save(weights, part)
        part.replace(path)

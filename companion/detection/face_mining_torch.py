"""Training the face finder: patches, random changes to them, and hard negatives from photographs without a face."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from companion.check import integer, require

require("torch")

import torch
import torch.nn.functional as F
from torch import Tensor

import numpy as np

from companion import data
from companion.detection.face_finder_torch import FaceNet, cut_windows, face_net, windows_above
from companion.proposals.image_pyramid import PyramidLevel

STEPS, MOST_NEGATIVES = 500, 1000
"""Updates in each round of training, and hard negatives that a round adds at most."""

_HALF_BATCH, _LEARNING_RATE, _WEIGHT_DECAY = 32, 2e-3, 0.01
_TURN, _STRETCH, _SHIFT, _CONTRAST, _BRIGHTNESS = 0.15, 0.12, 0.12, 0.5, 0.25


def face_patches(*splits: str) -> tuple[Tensor, Tensor]:
    """Return the patches with a face and those without.

    Parameters
    ----------
    *splits : str
        Parts of the data set: "train", "validation", "test".

    Returns
    -------
    faces, others : Tensor of shape (N, 1, 25, 25), float32 in [0, 1]
    """
    parts = [data.load("faces", split=split) for split in splits]
    images = torch.from_numpy(np.concatenate([part.images for part in parts])).permute(0, 3, 1, 2).float() / 255
    labels = torch.from_numpy(np.concatenate([part.labels for part in parts]))
    return images[labels == 1], images[labels == 0]


def vary(patches: Tensor, generator: torch.Generator) -> Tensor:
    """Return patches that are mirrored, turned, shifted, scaled, and lit differently, each at random.

    Parameters
    ----------
    patches : Tensor of shape (N, 1, H, W)
        Values in [0, 1].
    generator : torch.Generator
        Where chance comes from.

    Returns
    -------
    Tensor of shape (N, 1, H, W)
        Mirrored with probability 1/2; turned by up to 0.15 radians either way, shifted by up to 6 % of a side, and
        made smaller or larger: the part of the patch that is seen has 0.88 to 1.12 times its side (where it sticks
        out, the border pixels are repeated). Contrast times 0.5 to 1.5, brightness up to 0.25 less or more. What
        leaves [0, 1] is not cut off.
    """

    def draw(size: float, *shape: int) -> Tensor:
        return size * (2 * torch.rand(len(patches), *shape, generator=generator) - 1)

    angle, scale, mirror = draw(_TURN), 1 + draw(_STRETCH), draw(1.0).sign()
    turned = torch.stack([angle.cos(), -angle.sin(), angle.sin(), angle.cos()], dim=1).unflatten(1, (2, 2))
    turned = scale[:, None, None] * turned * torch.stack([mirror, torch.ones_like(mirror)], dim=1)[:, None]
    places = F.affine_grid(torch.cat([turned, draw(_SHIFT, 2, 1)], dim=2), list(patches.shape), align_corners=False)
    moved = F.grid_sample(patches, places, padding_mode="border", align_corners=False)
    return (moved - 0.5) * (1 + draw(_CONTRAST, 1, 1, 1)) + 0.5 + draw(_BRIGHTNESS, 1, 1, 1)


def train(model: FaceNet, faces: Tensor, others: Tensor, *, steps: int = STEPS, generator: torch.Generator) -> None:
    """Train the net in place, on as many faces as others in every batch.

    Parameters
    ----------
    model : FaceNet
        In evaluation mode when this returns. Dropout draws from PyTorch's global generator.
    faces, others : Tensor of shape (N, 1, 25, 25)
        Patches; each batch draws 32 of each, with replacement, and varies them.
    steps : int
        Updates of AdamW, with a learning rate that falls linearly to 0.
    generator : torch.Generator
        Draws patches and their changes.

    Raises
    ------
    TypeError, ValueError
        If `steps` is no whole number of at least 1, or there is no patch of a kind.
    """
    integer("steps", steps, minimum=1)
    if not len(faces) or not len(others):
        raise ValueError(f"faces and others must hold at least one patch, got {len(faces)} and {len(others)}")
    optimizer = torch.optim.AdamW(model.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    labels = torch.arange(2).repeat_interleave(_HALF_BATCH).float()
    model.train()
    for _ in range(steps):
        drawn = [kind[torch.randint(len(kind), (_HALF_BATCH,), generator=generator)] for kind in (others, faces)]
        loss = F.binary_cross_entropy_with_logits(model(vary(torch.cat(drawn), generator)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    model.eval()


def hard_negatives(
    model: FaceNet, pyramids: Sequence[Sequence[PyramidLevel]], *, most: int = MOST_NEGATIVES, rng: np.random.Generator
) -> tuple[Tensor, int]:
    """Return windows that the net takes for faces in photographs that hold none.

    Parameters
    ----------
    model : FaceNet
        In evaluation mode.
    pyramids : sequence of sequences of PyramidLevel
        One a photograph, none of them with a face.
    most : int
        Most windows to return; of more, so many are drawn at random.
    rng : numpy.random.Generator
        Draws them.

    Returns
    -------
    patches : Tensor of shape (N, 1, 25, 25)
    found : int
        How many there were.
    """
    places = [windows_above(model, levels)[2] for levels in pyramids]
    owners = np.repeat(np.arange(len(places)), [len(part) for part in places])
    chosen = np.sort(rng.permutation(len(owners))[: integer("most", most, minimum=0)])
    rows = np.concatenate([np.empty((0, 3), np.int64), *places])
    patches = [cut_windows(levels, rows[chosen[owners[chosen] == index]]) for index, levels in enumerate(pyramids)]
    found = np.concatenate([cut_windows([], rows[:0]), *patches])
    return torch.from_numpy(found)[:, None], len(owners)


@dataclass(frozen=True)
class Round:
    """The net after one round of training.

    Parameters
    ----------
    number : int
        0 is trained on the patches alone.
    model : FaceNet
        Trained further in the next round, in place: measure it before asking for that.
    negatives : int
        Hard negatives that it has been trained on.
    """

    number: int
    model: FaceNet
    negatives: int


def mining_rounds(
    pyramids: Sequence[Sequence[PyramidLevel]], *, rounds: int = 3, seed: int = 0, steps: int = STEPS
) -> Iterator[Round]:
    """Train a face finder, and train it on with its own false positives, again and again.

    Parameters
    ----------
    pyramids : sequence of sequences of PyramidLevel
        Photographs without a face, see :func:`companion.detection.face_finder_torch.face_pyramid`.
    rounds : int
        How often to look for hard negatives.
    seed : int
        Seeds the weights and all that is drawn. PyTorch's global generator is left as it was.
    steps : int
        Updates in each round.

    Yields
    ------
    Round
        Number 0, 1, ..., rounds.

    Raises
    ------
    TypeError, ValueError
        If a number is out of range.

    Notes
    -----
    As Sung and Poggio do, false positives are added to the negatives, which only grow. A round goes on from the weights
    of the round before, with a fresh optimizer.

    References
    ----------
    Sung and Poggio 1998; Rowley, Baluja and Kanade 1998.
    """
    rounds, seed = integer("rounds", rounds, minimum=0), integer("seed", seed, minimum=0)
    chance, generator, rng = _Chance(seed), torch.Generator().manual_seed(seed), np.random.default_rng(seed)
    faces, patches = face_patches("train")
    with chance:
        model = face_net()
    others = patches
    for number in range(rounds + 1):
        if number:
            others = torch.cat([others, hard_negatives(model, pyramids, rng=rng)[0]])
        with chance:
            train(model, faces, others, steps=steps, generator=generator)
        yield Round(number, model, len(others) - len(patches))


class _Chance:
    """What PyTorch's global generator draws inside ``with``: a series of its own that each ``with`` goes on with."""

    def __init__(self, seed: int) -> None:
        self._inside = torch.Generator().manual_seed(seed).get_state()

    def __enter__(self) -> None:
        self._outside = torch.get_rng_state()
        torch.set_rng_state(self._inside)

    def __exit__(self, *_: object) -> None:
        self._inside = torch.get_rng_state()
        torch.set_rng_state(self._outside)

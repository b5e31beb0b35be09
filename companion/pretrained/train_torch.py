"""The recipe of the small weights in PyTorch: train on the pretext task, judge on data never seen, write both down.

It is run as ``python -m companion.pretrained.train NAME``.

Notes
-----
Architecture, pretext task and rate were set beforehand. Before any training, a look at drawn samples changed where
characters are placed and which squares of photographs have too little contrast. One short try (`small_resnet`, 800
steps) was looked at on the *validation* parts of the probe's data sets and changed nothing more; the number of steps
was cut for time. No choice was made on the test parts, which the table reports.
"""

import datetime
import platform
import time
from collections.abc import Callable
from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch
import torch.nn.functional as F
from torch import nn

import numpy as np
import sklearn
from safetensors.torch import save_file

from companion.architectures.backbones_torch import small_resnet, small_vgg
from companion.pretrained.judging_torch import features, judge, one_thread, to_tensor
from companion.pretrained.pretext import NUM_CLASSES, draw_batch
from companion.pretrained.tables import NAMES, table_path, weights_path
from companion.training.progress import progress_bar
from companion.training.schedules import linear_warmup_cosine
from companion.training.tables import Row, table_text

BATCH_SIZE = 128
RECIPE = "1"
"""Version of this recipe; it grows with every change that moves the weights."""

TRAINED_ON = (
    f"{NUM_CLASSES} classes of things drawn or cut anew for every picture: invented characters, outlines, surfaces, "
    "and squares of the training strips of nine photographs"
)
NORMALISATION = "RGB in 0..1, minus (0.485, 0.456, 0.406), divided by (0.229, 0.224, 0.225)"

_BUILDERS: dict[str, Callable[[], nn.Module]] = {"small_vgg": small_vgg, "small_resnet": small_resnet}
_RATE, _MOMENTUM, _DECAY, _WARM_UP = 0.1, 0.9, 5e-4, 0.05
_SEED, _FRESH_SEED = 0, 1  # of training, and of the pictures that the pretext accuracy is measured on
_FRESH = 4096


def make(name: str, *, folder: Path, steps: int) -> None:
    """Train a net, judge it, write ``weights/NAME.safetensors`` and ``results/NAME.csv``.

    Parameters
    ----------
    name : str
        "small_vgg" or "small_resnet".
    folder : Path
        Where the two folders are, or are made.
    steps : int
        Number of updates, at least 1.

    Raises
    ------
    TypeError, ValueError
        If the name is unknown or `steps` too small.

    Notes
    -----
    Everything runs on one CPU thread. The same versions on the same kind of processor give the same weights, bit by
    bit; other ones give other weights of about the same accuracies. Only the date in the file's head differs.
    """
    start = time.perf_counter()
    with one_thread():
        net, accuracy = train(name, steps=steps)
        rows = judge(net, _BUILDERS[name])
    notes = _notes(name, steps, accuracy, time.perf_counter() - start)
    for path in (weights_path(name, folder=folder), table_path(name, folder=folder)):
        path.parent.mkdir(parents=True, exist_ok=True)
    weights = {key: value for key, value in net.state_dict().items() if not key.endswith("num_batches_tracked")}
    arrays = {key: value.contiguous() for key, value in weights.items()}
    save_file(arrays, weights_path(name, folder=folder), _head(name, notes, rows))
    weights_path(name, folder=folder).chmod(0o644)  # the library makes it readable to nobody else
    table_path(name, folder=folder).write_text(
        table_text(rows, [f"{key}: {value}" for key, value in notes.items()]), encoding="utf-8"
    )


def train(name: str, *, steps: int) -> tuple[nn.Module, float]:
    """Return a net trained on the pretext task, in evaluation mode, and its accuracy on fresh pictures of that task.

    Parameters and errors as in :func:`make`.

    Notes
    -----
    Stochastic gradient descent with Nesterov's momentum; the rate rises for a twentieth of the steps, then falls along
    a cosine to 0. Every picture is new, so there is nothing to overfit.
    """
    integer("steps", steps, minimum=1)
    torch.manual_seed(_SEED)
    net = _BUILDERS[one_of("name", name, NAMES)]().to(memory_format=torch.channels_last)
    whole = nn.Sequential(net, nn.Linear(net.num_features, NUM_CLASSES)).train()
    optimizer = torch.optim.SGD(whole.parameters(), _RATE, _MOMENTUM, weight_decay=_DECAY, nesterov=True)
    rng = np.random.default_rng(_SEED)
    with progress_bar(steps) as bar:
        for step in range(steps):
            for group in optimizer.param_groups:
                group["lr"] = _RATE * linear_warmup_cosine(step / steps, warmup=_WARM_UP)
            images, labels = draw_batch(BATCH_SIZE, rng)
            loss = F.cross_entropy(whole(to_tensor(images)), torch.from_numpy(labels))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            bar.update(1)
    images, labels = draw_batch(_FRESH, np.random.default_rng(_FRESH_SEED))
    right = features(whole.eval(), images).argmax(axis=1) == labels
    return net.eval(), float(right.mean())


def _notes(name: str, steps: int, accuracy: float, seconds: float) -> dict[str, str]:
    """Return the head of the table."""
    versions = f"Python {platform.python_version()}, torch {torch.__version__.partition('+')[0]}"
    versions += f", numpy {np.__version__}, scikit-learn {sklearn.__version__}, one CPU thread"
    return {
        "command": f"python -m companion.pretrained.train {name}",
        "versions": versions,
        "date": datetime.date.today().isoformat(),
        "recipe": RECIPE,
        "steps": f"{steps} of {BATCH_SIZE} pictures",
        "seconds": f"{seconds:.0f}",
        "pretext accuracy": f"{accuracy:.3f} of {NUM_CLASSES} classes, on {_FRESH} fresh pictures",
    }


def _head(name: str, notes: dict[str, str], rows: list[Row]) -> dict[str, str]:
    """Return what the file of the weights says of itself."""
    reached = "; ".join(
        f"{row['data']} {row['accuracy']} with {row['labels_per_class']} labels a class"
        for row in rows
        if row["features"] == "pretrained"
    )
    about = {"name": name, "format": "pt", "trained_on": TRAINED_ON, "normalisation": NORMALISATION}
    return about | notes | {"linear probe": reached, "licence": "MIT"}

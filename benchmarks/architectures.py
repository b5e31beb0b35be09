"""Training steps and building times of the nets of the chapter, against torchvision's nets of the same names.

A step is forward, backward and an update by stochastic gradient descent, in processor time on one thread. Steps of
both nets alternate, and the median of the ratios of neighbours counts; a net that misses the bound is measured once
more, for longer, before it fails. Run with: python -m benchmarks.architectures
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module

os.environ["OMP_NUM_THREADS"] = "1"  # read when PyTorch is imported, below

import torch  # noqa: E402
import torchvision  # noqa: E402
from torch import nn  # noqa: E402

from companion.architectures.official import official_models  # noqa: E402

MOST_TIME, BUILD_SECONDS = 1.05, 2.0
ROUNDS, MORE_ROUNDS = 7, 25
NETS = {  # height and width of the pictures, pixels
    "alexnet": 96,
    "vgg11": 64,
    "googlenet": 96,
    "resnet18": 96,
    "resnet50": 64,
    "densenet121": 64,
    "mobilenet_v2": 96,
    "efficientnet_b0": 64,
}
BATCH = 2


def step(model: nn.Module, size: int) -> Callable[[], float]:
    """Return a function that trains a model for one step and returns the seconds of processor time that it took."""
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)
    pictures, labels = torch.rand(BATCH, 3, size, size), torch.arange(BATCH)

    def run() -> float:
        start = time.process_time()
        optimizer.zero_grad()
        outputs = model(pictures)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        sum(nn.functional.cross_entropy(logits, labels) for logits in outputs).backward()
        optimizer.step()
        return time.process_time() - start

    return run


def build(family: str, name: str) -> nn.Module:
    """Return a net of ours."""
    model: nn.Module = getattr(import_module(f"companion.architectures.{family}_torch"), name)()
    return model


def building_time(family: str, name: str) -> float:
    """Return the seconds of processor time that building a net takes; a slow one is built once more."""
    for _ in range(2):
        start = time.process_time()
        build(family, name)
        seconds = time.process_time() - start
        if seconds <= BUILD_SECONDS:
            break
    return seconds


def ratio(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> float:
    """Return the median of the ratios of neighbouring steps; the first of each pair changes from pair to pair."""
    ratios = []
    for index in range(rounds):
        first, second = (ours, theirs) if index % 2 else (theirs, ours)
        times = {first: first(), second: second()}
        ratios.append(times[ours] / times[theirs])
    return statistics.median(ratios)


def compare(name: str, family: str, size: int) -> float:
    """Return the time of our training step over that of torchvision's."""
    torch.manual_seed(0)
    options = {"init_weights": True} if name == "googlenet" else {}  # left out, it warns that this takes long
    official = torchvision.models.get_model(name, **options)
    ours, theirs = (step(model.train(), size) for model in (build(family, name), official))
    for warm_up in (ours, theirs):
        warm_up()
    measured = ratio(ours, theirs, ROUNDS)
    return measured if measured <= MOST_TIME else ratio(ours, theirs, MORE_ROUNDS)


def main() -> int:
    """Print both tables; return 1 if a bound is missed."""
    torch.set_num_threads(1)
    models = official_models()
    missed = []
    print(f"training step, batch of {BATCH}, ours / torchvision's, at most {MOST_TIME}")
    for name, size in NETS.items():
        found = compare(name, models[name][0], size)
        print(f"  {name:16} {size:3} pixels  {found:.3f}", flush=True)
        missed += [name] * (found > MOST_TIME)
    building = {name: building_time(family, name) for name, (family, _) in models.items()}
    slowest = max(building, key=lambda name: building[name])
    print(f"building {len(models)} nets: at most {building[slowest]:.2f} s ({slowest}), {BUILD_SECONDS:g} s allowed")
    missed += [f"building {name}" for name, seconds in building.items() if seconds > BUILD_SECONDS]
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())

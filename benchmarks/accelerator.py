"""Images a second of our ResNet-50 in training on an accelerator, in four ways, beside torchvision's ResNet-50.

Not part of `make bench`. Run with: python -m benchmarks.accelerator. Without an accelerator it says so and ends.
"""

import sys
import time
import warnings
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import torch
import torchvision
from torch import nn

from companion.architectures.resnet_torch import resnet50

BATCH, SIZE = 128, 224
WARM_UP, STEPS, ROUNDS = 5, 20, 3


@dataclass(frozen=True)
class Way:
    """One way of training: the type of the numbers, the order in memory, compiled or not."""

    name: str
    bfloat16: bool = False
    channels_last: bool = False
    compiled: bool = False


WAYS = (
    Way("float32"),
    Way("bfloat16", bfloat16=True),
    Way("bfloat16, channels last", bfloat16=True, channels_last=True),
    Way("bfloat16, channels last, compiled", bfloat16=True, channels_last=True, compiled=True),
)


def images_per_second(model: nn.Module, way: Way) -> float:
    """Return how many pictures a second a model is trained on: the best of some rounds of steps."""
    layout: Any = torch.channels_last if way.channels_last else torch.contiguous_format
    model = model.cuda().train().to(memory_format=layout)
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
    pictures = torch.rand(BATCH, 3, SIZE, SIZE, device="cuda").contiguous(memory_format=layout)
    labels = torch.randint(1000, (BATCH,), device="cuda")
    forward: Any = torch.compile(model) if way.compiled else model

    def steps(count: int) -> float:
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(count):
            optimizer.zero_grad()
            with torch.autocast("cuda", torch.bfloat16) if way.bfloat16 else nullcontext():
                loss = nn.functional.cross_entropy(forward(pictures), labels)
            loss.backward()
            optimizer.step()
        torch.cuda.synchronize()
        return time.perf_counter() - start

    steps(WARM_UP)
    return BATCH * STEPS / min(steps(STEPS) for _ in range(ROUNDS))


def main() -> int:
    """Print the table; return 0 also where there is nothing to measure on."""
    if not torch.cuda.is_available():
        print("no accelerator here: nothing was measured")
        return 0
    warnings.simplefilter("ignore")  # the compiler advises to allow TF32, which float32 is not
    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    print(f"{torch.cuda.get_device_name()}, PyTorch {torch.__version__}, training, batches of {BATCH}, {SIZE} pixels")
    print(f"{'images a second':36} {'ours':>8} {'torchvision':>12} {'ours / theirs':>14}")
    for way in WAYS:
        ours, theirs = (images_per_second(build(), way) for build in (resnet50, torchvision.models.resnet50))
        print(f"{way.name:36} {ours:8.0f} {theirs:12.0f} {ours / theirs:14.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""VGG-16 on 64 windows of 224 pixels: crop by crop, against one pass over the whole picture. Times and peak memory.

The picture has 448x448 pixels and the windows are 32 apart. In one pass the base gives 14x14x512 numbers, and the head
looks at 64 windows of 7x7 of them. Run with: python -m benchmarks.sliding_windows
"""

from benchmarks._measure import peak_memory, seconds  # sets one thread: first

# isort: split
import sys
from collections.abc import Callable

import torch

from companion.architectures.vgg_torch import vgg16
from companion.proposals.dense_torch import feature_windows, logits_of_crops, to_fully_convolutional
from companion.proposals.sliding_windows import sliding_windows

AT_LEAST = 8.0
SIDE, WINDOW, STRIDE, GRID = 448, 224, 32, 7
BATCH = 4
MORE_ROUNDS = 3


def ways() -> dict[str, Callable[[], torch.Tensor]]:
    """Return the ways to the logits (64, 1000) of all windows; all share the weights of one net."""
    torch.manual_seed(0)
    model = vgg16().eval()
    layers = list(model.children())
    base, head = torch.nn.Sequential(*layers[:5]), torch.nn.Sequential(*layers[5:])
    whole = to_fully_convolutional(base, head, grid_size=GRID)
    picture, windows = torch.rand(3, SIDE, SIDE), sliding_windows(SIDE, window=WINDOW, step=STRIDE)
    return {
        "crops": lambda: logits_of_crops(model, picture, windows, batch_size=BATCH),
        "fully convolutional": lambda: whole(picture[None])[0].flatten(1).T,
        "head on cut windows": lambda: head(feature_windows(base(picture[None]), grid_size=GRID)),
    }


def measure(name: str, crops: Callable[[], object], other: Callable[[], object], rounds: int) -> float:
    """Print one comparison with the crops and return how many times faster the other way is: best of the rounds."""
    one_by_one = min(seconds(crops) for _ in range(rounds))
    at_once = min(seconds(other) for _ in range(max(3, rounds)))
    ratio = one_by_one / at_once
    print(
        f"crops {one_by_one:5.1f} s / {name} {at_once:5.2f} s = {ratio:4.1f}, at least {AT_LEAST:g}; "
        f"peak memory {peak_memory(crops):4.0f} MiB / {peak_memory(other):4.0f} MiB",
        flush=True,
    )
    return ratio


@torch.inference_mode()
def main() -> int:
    """Print the table; return 1 if a bound is missed, or if the two ways in one pass do not agree."""
    torch.set_num_threads(1)
    functions = ways()
    crops = functions.pop("crops")
    print(f"VGG-16, {SIDE}x{SIDE}, windows of {WINDOW} at step {STRIDE}, crops in batches of {BATCH}, one thread")
    missed = []
    for name, function in functions.items():
        ratio = measure(name, crops, function, 1)
        if ratio < AT_LEAST:
            ratio = measure(name, crops, function, MORE_ROUNDS)
        missed += [name] * (ratio < AT_LEAST)
    first, second = (function() for function in functions.values())
    apart = ((first - second).abs().max() / second.abs().max()).item()
    print(f"the two ways in one pass differ by {apart:.0e} of the largest logit, at most 1e-5")
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed) or first.shape != (64, 1000) or apart > 1e-5)


if __name__ == "__main__":
    sys.exit(main())

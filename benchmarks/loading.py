"""Load 10,000 drawn scenes and, where they are at hand, 70,000 Fashion-MNIST pictures, each in a fresh process.

Fails where loading takes 15 s of processor time or more, or 1 GB of memory, imports included. Run with:
python -m benchmarks.loading
"""

import os
import subprocess
import sys

SECONDS, MEGABYTES = 15.0, 1000.0
_LOADS = {
    "10,000 scenes": "from companion.data.scenes import draw_scenes; data = [draw_scenes(10_000)]",
    "70,000 Fashion-MNIST pictures": "from companion.data import load; "
    "data = [load('fashion_mnist', split=split) for split in ('train', 'validation', 'test')]",
}
_MEASURED = """
import resource, sys, time
start = time.process_time()
{load}
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(sum(map(len, data)), time.process_time() - start, most)
"""


def measure(load: str) -> tuple[int, float, float]:
    """Return pictures, seconds of processor time, and most megabytes, of a fresh process."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    script = [sys.executable, "-c", _MEASURED.format(load=load)]
    pictures, seconds, most = subprocess.run(
        script, check=True, capture_output=True, text=True, env=environment
    ).stdout.split()
    return int(pictures), float(seconds), float(most)


def main() -> int:
    """Print what was measured; return 1 if a bound is missed."""
    from companion.data.fetch import status

    missed = False
    for title, load in _LOADS.items():
        if "fashion" in load and status("fashion_mnist") != "there":
            print(f"{title}: not downloaded, not measured")
            continue
        pictures, seconds, most = measure(load)
        print(f"{title}: {pictures} in {seconds:.1f} s of processor time, {most:.0f} MB")
        missed |= seconds >= SECONDS or most >= MEGABYTES
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

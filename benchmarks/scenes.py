"""Draw 1,000 scenes of 128 x 128 pixels on one core, and fail if that takes 5 seconds or more.

Run with: python -m benchmarks.scenes
"""

import os
import sys
import time

COUNT, LIMIT = 1000, 5.0


def main() -> int:
    """Print scenes a second; return 1 if the limit is missed."""
    from companion.data.scenes import draw_scenes

    draw_scenes(1)  # reads the photographs, once a process
    start = time.process_time()
    draw_scenes(COUNT)
    seconds = time.process_time() - start
    print(f"scenes: {COUNT} of 128 x 128 in {seconds:.2f} s of processor time, {COUNT / seconds:.0f} a second")
    if seconds >= LIMIT:
        print(f"scenes: too slow, the limit is {LIMIT:g} s", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())

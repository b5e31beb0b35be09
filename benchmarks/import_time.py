"""How long `import companion` takes in a fresh process, and what it pulls in."""

import subprocess
import sys

BOUND_SECONDS = 0.1
HEAVY = ("torch", "keras", "tensorflow", "matplotlib", "numpy")
_CODE = f"""
import sys, time
start = time.perf_counter()
import companion
print(time.perf_counter() - start, *[name for name in {HEAVY!r} if name in sys.modules])
"""


def main() -> int:
    """Print the best of five runs; return 1 if it misses the bound."""
    runs = [subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=True) for _ in range(5)]
    words = [run.stdout.split() for run in runs]
    seconds, heavy = min(float(line[0]) for line in words), words[0][1:]
    print(f"import companion: {seconds * 1000:.1f} ms, {BOUND_SECONDS * 1000:.0f} allowed")
    print(f"heavy packages it pulls in: {', '.join(heavy) or 'none'}")
    return int(seconds > BOUND_SECONDS or bool(heavy))


if __name__ == "__main__":
    sys.exit(main())

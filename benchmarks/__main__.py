"""Run every benchmark, each in a process of its own: ``python -m benchmarks [NAME ...]``."""

import subprocess
import sys
from pathlib import Path

ON_REQUEST = ("accelerator",)  # run only by name


def main() -> int:
    """Run the named benchmarks, or all but those on request; return 1 if one missed its bound."""
    standing = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    unknown = sorted(set(sys.argv[1:]) - set(standing))
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(standing)}", file=sys.stderr)
        return 2
    failed = []
    for name in sys.argv[1:] or [name for name in standing if name not in ON_REQUEST]:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nmissed a bound: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

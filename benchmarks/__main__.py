"""Run every benchmark, print the table, and keep it: `python -m benchmarks` (or `make bench`)."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from benchmarks import resume, rules, sign_in

RESULTS = Path(__file__).parent / "results"


def main() -> int:
    figures = []
    busy = _busy()
    print(f"{'milliseconds':<48}{'median':>10}{'p95':>10}{'least':>10}{'most':>10}")
    for figure in chain(rules.figures(), sign_in.figures(), resume.figures()):
        name, *times = figure
        print(f"{name:<48}" + "".join(f"{time:>10.4f}" for time in times))
        figures.append(figure._asdict())
    now = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    kept = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "load_per_processor": {"before": busy, "after": _busy()},
        "milliseconds": figures,
    }
    (RESULTS / f"{now:%Y-%m-%d}.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return 0


def _busy() -> float:
    """How much there is to do for each processor, over a minute: far below 1 on a machine that does nothing else."""
    return round(os.getloadavg()[0] / (os.cpu_count() or 1), 2)


if __name__ == "__main__":
    sys.exit(main())

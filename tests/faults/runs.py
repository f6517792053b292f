"""Which evenings are played, and a line for each that went well, so that many can be played in pieces."""

import functools
import hashlib
import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterable
from subprocess import PIPE
from typing import Any, NamedTuple

from common.manifest import ROOT
from tests.faults.evening import Evening
from tests.faults.plan import KINDS, TOGETHER

PASSED = ROOT / ".artel" / "faults.jsonl"
TRIED = ("common", "functions", "handlers", "infra", "migrations", "tests/faults")
MANY = 200
HANDFUL = range(55, 55 + TOGETHER)
"""Each kind once, and only one of them for long."""


def seeds() -> list[int]:
    """A handful, or as many as the environment says."""
    wished = os.environ.get("FAULT_SEEDS", "rest" if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else "")
    if wished == "rest":
        before = {run["seed"] for run in records()}
        return [seed for seed in range(MANY) if seed not in before]
    first, _, last = wished.partition("-")
    return list(range(int(first), int(last or first) + 1)) if first else list(HANDFUL)


def rounds() -> list[list[int]]:
    """Those that are played side by side."""
    wished = seeds()
    return [wished[first : first + TOGETHER] for first in range(0, len(wished), TOGETHER)]


class Survived(NamedTuple):
    """An evening in which all was well, and how long it took until the last goodbye, and until all was delivered."""

    seed: int
    evening: Evening
    played_s: float
    delivered_s: float


def passed(survived: Iterable[Survived]) -> None:
    """Keep what these evenings went through."""
    PASSED.parent.mkdir(exist_ok=True)
    with PASSED.open("a", encoding="utf-8") as file:
        for seed, evening, played_s, delivered_s in survived:
            run = {
                "seed": seed,
                "code": _code(),
                "faults": evening.inflicted,
                "lines": evening.judge.lines,
                "statuses": evening.judge.statuses,
                "longest_s": round(evening.judge.longest, 1),
                "told": evening.told,
                "in_doubt": evening.in_doubt,
                "played_s": round(played_s, 1),
                "delivered_s": round(delivered_s, 1),
            }
            file.write(json.dumps(run) + "\n")


def records() -> list[dict[str, Any]]:
    """The evenings that have passed with the code as it is."""
    if not PASSED.exists():
        return []
    runs = [json.loads(line) for line in PASSED.read_text(encoding="utf-8").splitlines()]
    return list({run["seed"]: run for run in runs if run["code"] == _code()}.values())


def table() -> list[str]:
    """How often each kind of fault was survived."""
    runs = records()
    counted = _added(Counter(run["faults"]) for run in runs)
    lines = _added(Counter(run["lines"]) for run in runs)
    told, in_doubt = (sum(run[name] for run in runs) for name in ("told", "in_doubt"))
    return [
        *(f"{kind:<24}{counted[kind]:>6}" for kind in KINDS),
        f"{'in all':<24}{counted.total():>6}",
        *(f"{kind:<24}{lines[kind]:>6}" for kind in sorted(lines)),
        f"{len(runs)} evenings, answers {dict(_added(Counter(run['statuses']) for run in runs).most_common())}, "
        f"the longest {max((run['longest_s'] for run in runs), default=0)} s, "
        f"{told} notifications, {in_doubt} of them in doubt at Telegram",
    ]


def _added(counts: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counts, Counter[str]())


@functools.cache
def _code() -> str:
    """The folders that are tried, as they are committed, and whether there is more than that."""
    git = ["git", "-C", str(ROOT)]
    trees = subprocess.run([*git, "rev-parse", *(f"HEAD:{each}" for each in TRIED)], stdout=PIPE, check=False)
    changed = subprocess.run([*git, "status", "--porcelain", "--", *TRIED], stdout=PIPE, check=False)
    return hashlib.sha256(trees.stdout).hexdigest()[:12] + ("+" if changed.stdout else "")

"""Which evenings are played, and a line for each that went well, so that many can be played in pieces."""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Sequence
from typing import Any

from common.manifest import ROOT
from tests.faults.people import Judge
from tests.faults.plan import KINDS, TOGETHER

PASSED = ROOT / ".artel" / "faults.jsonl"
MANY = 200
HANDFUL = range(20, 20 + TOGETHER)
"""Each kind once, and only one of them for long."""


def seeds() -> list[int]:
    """A handful, or as many as the environment says."""
    wished = os.environ.get("FAULT_SEEDS", "rest" if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else "")
    if wished == "rest":
        before = {run["seed"] for run in records()}
        return [seed for seed in range(MANY) if seed not in before]
    first, _, last = wished.partition("-")
    return list(range(int(first), int(last or first) + 1)) if first else list(HANDFUL)


def passed(seed: int, inflicted: Sequence[str], judge: Judge, seconds: float) -> None:
    """Keep what an evening went through."""
    run = {
        "seed": seed,
        "code": _code(),
        "faults": inflicted,
        "statuses": judge.statuses,
        "longest_s": round(judge.longest, 1),
        "seconds": round(seconds, 1),
    }
    PASSED.parent.mkdir(exist_ok=True)
    with PASSED.open("a", encoding="utf-8") as file:
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
    counted = Counter(kind for run in runs for kind in run["faults"])
    answers = sum((Counter(run["statuses"]) for run in runs), Counter[str]())
    return [
        *(f"{kind:<24}{counted[kind]:>6}" for kind in KINDS),
        f"{'in all':<24}{counted.total():>6}",
        f"{len(runs)} evenings, answers {dict(answers.most_common())}, "
        f"the longest {max((run['longest_s'] for run in runs), default=0)} s",
    ]


def _code() -> str:
    """The commit that is tried, and whether it is more than that."""
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=False)
    return commit.stdout.strip() + ("+" if changed.stdout.strip() else "")

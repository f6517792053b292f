"""How hard hypothesis looks: `fast` with every run, `deep` before a release (HYPOTHESIS_PROFILE=deep).

`mutants` is for infra/mutants.sh, which runs the tests a thousand times.
"""

import os

from hypothesis import settings


def load() -> None:
    """Register the profiles and load the one that the environment names."""
    settings.register_profile("fast", max_examples=30, deadline=None, derandomize=True)
    settings.register_profile("deep", max_examples=10_000, deadline=None)
    settings.register_profile("mutants", max_examples=15, deadline=None, derandomize=True, database=None)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

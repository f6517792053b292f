"""How hard hypothesis looks: `fast` with every run, `deep` before a release (HYPOTHESIS_PROFILE=deep)."""

import os

from hypothesis import settings


def load() -> None:
    """Register both profiles and load the one that the environment names."""
    settings.register_profile("fast", max_examples=60, deadline=None, derandomize=True)
    settings.register_profile("deep", max_examples=10_000, deadline=None)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

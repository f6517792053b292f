"""What people call things."""

from typing import Annotated

from msgspec import Meta

Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"\S")]
"""What people call something: not blank, and short enough for a board."""

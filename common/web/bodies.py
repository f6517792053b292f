"""The base of request bodies."""

import msgspec


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """A request body: a field that it does not know is refused, so that a misspelt one cannot be lost in silence."""

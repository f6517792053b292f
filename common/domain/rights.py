"""Who may do what in a session: the table of the domain, as data."""

from typing import Literal

from common.errors import Refusal

Role = Literal["host", "scorer", "player", "spectator"]
Scorers = Literal["host", "everyone"]
Action = Literal["record", "undo_any", "run_game", "add_guest", "keep_ledger", "run_session"]

_MAY: dict[Action, frozenset[Role]] = {
    "record": frozenset({"host", "scorer"}),
    "undo_any": frozenset({"host", "scorer"}),
    "run_game": frozenset({"host", "scorer"}),
    "add_guest": frozenset({"host", "scorer"}),
    "keep_ledger": frozenset({"host", "scorer"}),
    "run_session": frozenset({"host"}),
}


def may(role: Role, action: Action, scorers: Scorers = "host") -> bool:
    """Whether a seat of this role may act; `scorers` = everyone lets players record, and undo their own last event."""
    return role in _MAY[action] or (action == "record" and role == "player" and scorers == "everyone")


def demand(role: Role, action: Action, scorers: Scorers = "host") -> None:
    """Raise Refusal `not_allowed` unless the role may act."""
    if not may(role, action, scorers):
        raise Refusal("not_allowed")

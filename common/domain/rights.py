"""Who may do what in a session: the table of the domain, as data.

A guest has no account, so nobody can act as one; whoever never had a seat learns not even that the session exists.
"""

from dataclasses import dataclass
from typing import Literal

from common.errors import Refusal

Role = Literal["host", "scorer", "player", "spectator"]
Scorers = Literal["host", "everyone"]
"""Who records besides the host and his scorers: nobody, or every player."""
Sums = Literal["everyone", "players"]
"""Who sees what things cost: also the spectators, or only those who play."""

Action = Literal[
    "see", "see_sums", "confirm", "leave", "settle",
    "invite", "record", "undo_any", "run_game", "add_guest", "keep_ledger", "run_session",
]  # fmt: skip
Right = Literal["yes", "no", "if everyone scores", "if sums are shown"]

YES: Right = "yes"
NO: Right = "no"

ROLES: tuple[Role, ...] = ("host", "scorer", "player", "spectator")
RIGHTS: dict[Action, tuple[Right, Right, Right, Right]] = {
    #               host scorer player               spectator
    "see":         (YES, YES,   YES,                  YES),
    "see_sums":    (YES, YES,   YES,                  "if sums are shown"),
    "confirm":     (YES, YES,   YES,                  YES),
    "leave":       (YES, YES,   YES,                  YES),
    "settle":      (YES, YES,   YES,                  YES),
    "invite":      (YES, YES,   YES,                  NO),
    "record":      (YES, YES,   "if everyone scores", NO),
    "undo_any":    (YES, YES,   NO,                   NO),
    "run_game":    (YES, YES,   NO,                   NO),
    "add_guest":   (YES, YES,   NO,                   NO),
    "keep_ledger": (YES, YES,   NO,                   NO),
    "run_session": (YES, NO,    NO,                   NO),
}  # fmt: skip
"""Recording includes taking back one's own last event; `undo_any` is for all others. To settle is to record a payment
that one makes or gets, to confirm is to say that it has arrived; `keep_ledger` is for all that others have to pay."""

AFTER_LEAVING: frozenset[Action] = frozenset({"see", "see_sums", "confirm"})
"""What is left to someone who has gone home: he was there, and may owe."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A player's place in a session, as far as rights go."""

    role: Role
    active: bool = True
    scorers: Scorers = "host"
    sums: Sums = "everyone"

    def may(self, action: Action) -> bool:
        """Whether this is among his rights."""
        right = RIGHTS[action][ROLES.index(self.role)]
        granted = {"yes": True, "no": False}.get(right)
        if granted is None:
            granted = self.scorers == "everyone" if right == "if everyone scores" else self.sums == "everyone"
        return granted and (self.active or action in AFTER_LEAVING)

    def demand(self, action: Action) -> None:
        """Raise Refusal `not_a_member` for someone who has left, `not_allowed` for any other who may not."""
        if not self.may(action):
            raise Refusal("not_allowed" if self.active or action in AFTER_LEAVING else "not_a_member")

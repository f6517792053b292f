"""What if we had played by other rules: the games of an evening, scored anew from their events."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from common.domain import game, result
from common.domain.rules import Rules
from common.errors import Refusal


class Played(NamedTuple):
    """A finished game: the order in which it was started, and everything that was recorded."""

    number: int
    turns: Sequence[UUID]
    events: Sequence[game.Event]


def settle(rules: Rules, played: Played) -> result.Result:
    """The result that this game would have had. Raises Refusal `rules_do_not_fit`, saying which game and why not."""
    try:
        return result.settle(rules, game.replay(rules, played.turns, played.events))
    except Refusal as refusal:
        raise Refusal("rules_do_not_fit", f"Game {played.number}: {refusal.detail}") from refusal

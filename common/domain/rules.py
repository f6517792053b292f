"""What a game is scored by: rules as data, with a default for every field and a clear word for every wrong one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from common.domain.shape import Range, read
from common.errors import FieldError, Refusal

Color = Literal["white", "yellow", "pink", "green", "red", "blue", "brown", "black", "orange", "purple"]
TurnsMode = Literal["fair", "random", "random_no_repeat", "manual"]
GameType = Literal[
    "kolkhoz", "free_pyramid", "combined_pyramid", "dynamic_pyramid", "classic_pyramid", "continuous_pyramid"
]
Points = Annotated[int, Range(0, 999)]
Kopecks = Annotated[int, Range(0, 100_000_000)]
"""Up to a million roubles a point or a game: above any club, and no sum of it overflows a bigint."""


@dataclass(frozen=True, slots=True)
class Ball:
    """`count` balls of one colour, each worth `value` points."""

    color: Color
    value: Points = 1
    count: Annotated[int, Range(1, 999)] = 1


@dataclass(frozen=True, slots=True)
class KolkhozFoul:
    """What a foul costs, by `mode`: the fouler loses points, or the called ball's value, or gives to the next."""

    mode: Literal["own_minus", "own_minus_nominal", "none", "next_plus"] = "own_minus"
    points: Points = 1


@dataclass(frozen=True, slots=True)
class KolkhozRules:
    """Kolkhoz has no official rule set, so the rules of the house are data."""

    game_type: Literal["kolkhoz"] = "kolkhoz"
    point_price_kopecks: Kopecks = 0
    balls: Annotated[tuple[Ball, ...], Range(1, 10)] = (Ball("white", 1, 15),)
    settlement: Literal["direct", "everyone"] = "direct"
    last_ball_value: Points | None = None
    foul: KolkhozFoul = KolkhozFoul()
    flukes: Literal["count", "ignore"] = "count"
    pot_keeps_turn: bool = True
    negative_points: bool = True
    ends: Literal["balls_gone", "manual"] = "balls_gone"
    turns: TurnsMode = "fair"

    def value(self, color: str) -> int:
        """The points of a ball of this colour. Raises KeyError."""
        return {ball.color: ball.value for ball in self.balls}[color]  # type: ignore[index]  # a str may be no Color


@dataclass(frozen=True, slots=True)
class PyramidFoul:
    """By the official rules the opponent gets the points; by the old club rule the fouler loses them."""

    mode: Literal["opponent_plus", "own_minus"] = "opponent_plus"
    points: Points = 1


@dataclass(frozen=True, slots=True)
class PyramidRules:
    """A game of Russian pyramid, 1×1 or 2×2, to a target."""

    game_type: Literal[
        "free_pyramid", "combined_pyramid", "dynamic_pyramid", "classic_pyramid", "continuous_pyramid"
    ] = "free_pyramid"
    target: Annotated[int, Range(1, 999)] = 8
    game_price_kopecks: Kopecks = 0
    price_per: Literal["player", "team"] = "player"
    foul: PyramidFoul = PyramidFoul()
    turns: TurnsMode = "fair"


Rules = KolkhozRules | PyramidRules

_TARGETS = {
    "free_pyramid": 8,
    "combined_pyramid": 8,
    "dynamic_pyramid": 8,
    "classic_pyramid": 71,
    "continuous_pyramid": 50,
}


def parse(given: Mapping[str, Any]) -> Rules:
    """Rules out of JSON. Raises Refusal `rules_invalid`, naming every wrong field and what would be right."""
    errors: list[FieldError] = []
    rules: Rules | None = None
    match given.get("game_type"):
        case "kolkhoz":
            rules = read(KolkhozRules, given, "rules", errors)
            if rules and (twice := [color for color, n in Counter(b.color for b in rules.balls).items() if n > 1]):
                errors.append(FieldError("rules.balls", f"name each colour once: {', '.join(twice)}"))
        case str(game_type) if game_type in _TARGETS:
            rules = read(PyramidRules, {"target": _TARGETS[game_type], **given}, "rules", errors)
        case _:
            errors.append(FieldError("rules.game_type", f"must be one of kolkhoz, {', '.join(_TARGETS)}"))
    if errors or rules is None:
        raise Refusal("rules_invalid", errors=errors)
    return rules


@lru_cache(maxsize=256)
def as_json(rules: Rules) -> dict[str, Any]:
    """All fields of the rules, defaults included, as JSON has them: one object for equal rules, never to be changed."""
    return asdict(rules)

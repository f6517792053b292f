"""What a game is scored by: rules as data, with a default for every field and a clear word for every wrong one."""

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID

from common.domain.shape import Range, read
from common.errors import FieldError, Refusal

Color = Literal["white", "yellow", "pink", "green", "red", "blue", "brown", "black", "orange", "purple"]
TurnsMode = Literal["fair", "random", "random_no_repeat", "manual"]
Breaks = Literal["last_ball", "rotates"]
"""Who breaks the next game: who potted the last ball of the one before, or each in turn."""
Version = Literal[1]
"""Of the meaning of the fields; rules that are kept say which one they were written for."""
PyramidType = Literal["free_pyramid", "combined_pyramid", "dynamic_pyramid", "classic_pyramid", "continuous_pyramid"]
GameType = Literal["kolkhoz", PyramidType]
Points = Annotated[int, Range(0, 999)]
Target = Annotated[int, Range(1, 999)]
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
    version: Version = 1
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
    breaks: Breaks = "last_ball"

    def value(self, color: str) -> int:
        """The points of a ball of this colour. Raises KeyError."""
        return {ball.color: ball.value for ball in self.balls}[color]  # type: ignore[index]  # a str may be no Color


@dataclass(frozen=True, slots=True)
class PyramidFoul:
    """By the official rules the opponent gets the points; by the old club rule the fouler loses them."""

    mode: Literal["opponent_plus", "own_minus"] = "opponent_plus"
    points: Points = 1


@dataclass(frozen=True, slots=True)
class PersonalTarget:
    """A handicap: what this seat plays to instead of the target of the rules."""

    seat_id: UUID
    target: Target


@dataclass(frozen=True, slots=True)
class PyramidRules:
    """What all games of Russian pyramid share: 1×1 or 2×2, to a target, for the price of a game."""

    game_type: PyramidType
    version: Version = 1
    target: Target = 8
    targets: Annotated[tuple[PersonalTarget, ...], Range(0, 16)] = ()
    game_price_kopecks: Kopecks = 0
    price_per: Literal["player", "team"] = "player"
    foul: PyramidFoul = PyramidFoul()
    turns: TurnsMode = "fair"
    breaks: Breaks = "rotates"


@dataclass(frozen=True, slots=True)
class FreePyramidRules(PyramidRules):
    """Свободная пирамида, «американка»: any ball is a cue ball, and every ball that falls counts."""

    game_type: Literal["free_pyramid"] = "free_pyramid"


@dataclass(frozen=True, slots=True)
class CombinedPyramidRules(PyramidRules):
    """Комбинированная пирамида, «московская»: one cue ball; for a potted one an object ball is taken off the table."""

    game_type: Literal["combined_pyramid"] = "combined_pyramid"


@dataclass(frozen=True, slots=True)
class DynamicPyramidRules(PyramidRules):
    """Динамичная пирамида, «невская»: as combined, and after a potted cue ball it is in hand anywhere."""

    game_type: Literal["dynamic_pyramid"] = "dynamic_pyramid"


@dataclass(frozen=True, slots=True)
class ClassicPyramidRules(PyramidRules):
    """Классическая пирамида: each ball counts its number, to 71 of 140."""

    game_type: Literal["classic_pyramid"] = "classic_pyramid"
    target: Target = 71


@dataclass(frozen=True, slots=True)
class ContinuousPyramidRules(PyramidRules):
    """Продолженная пирамида: free pyramid with the balls set up again and again."""

    game_type: Literal["continuous_pyramid"] = "continuous_pyramid"
    target: Target = 50


Rules = (
    KolkhozRules
    | FreePyramidRules
    | CombinedPyramidRules
    | DynamicPyramidRules
    | ClassicPyramidRules
    | ContinuousPyramidRules
)
TYPES: dict[str, type[Rules]] = {
    "kolkhoz": KolkhozRules,
    "free_pyramid": FreePyramidRules,
    "combined_pyramid": CombinedPyramidRules,
    "dynamic_pyramid": DynamicPyramidRules,
    "classic_pyramid": ClassicPyramidRules,
    "continuous_pyramid": ContinuousPyramidRules,
}


def parse(given: Mapping[str, Any]) -> Rules:
    """Rules out of JSON. Raises Refusal `rules_invalid`, naming every wrong field and what would be right."""
    errors: list[FieldError] = []
    game_type = given.get("game_type")
    rules: Rules | None = None
    if isinstance(game_type, str) and game_type in TYPES:
        rules = read(TYPES[game_type], given, "rules", errors)
    else:
        errors.append(FieldError("rules.game_type", f"must be one of {', '.join(TYPES)}"))
    if isinstance(rules, KolkhozRules):
        _demand_once("rules.balls", "each colour", (ball.color for ball in rules.balls), errors)
    elif isinstance(rules, PyramidRules):
        _demand_once("rules.targets", "each seat", (personal.seat_id for personal in rules.targets), errors)
    if errors or rules is None:
        raise Refusal("rules_invalid", errors=errors)
    return rules


def handicapped(rules: Rules) -> list[UUID]:
    """The seats that play to a target of their own."""
    return [] if isinstance(rules, KolkhozRules) else [personal.seat_id for personal in rules.targets]


def demand_no_seats(rules: Rules) -> None:
    """Raise Refusal `rules_invalid` for rules that name seats: those are of one evening, and this is for many."""
    if handicapped(rules):
        raise Refusal("rules_invalid", errors=[FieldError("rules.targets", "name no seats: they are of one session")])


@lru_cache(maxsize=256)
def for_points(rules: Rules) -> Rules:
    """The same rules without a price."""
    if isinstance(rules, KolkhozRules):
        return replace(rules, point_price_kopecks=0)
    return replace(rules, game_price_kopecks=0)


def as_json(rules: Rules) -> dict[str, Any]:
    """All fields of the rules, defaults included, as JSON has them: one object for equal rules, never to be changed."""
    written: dict[str, Any] = json.loads(_canonical(asdict(rules)))
    return written


@lru_cache(maxsize=256)
def digest(rules: Rules) -> bytes:
    """What a game keeps of its rules so that nobody can change them behind its back: see `digest_of`."""
    return digest_of(as_json(rules))


def digest_of(written: Mapping[str, Any]) -> bytes:
    """The SHA-256 of rules as they are kept, also of those that had fewer fields than today's.

    Of their canonical form (RFC 8785, JSON Canonicalization Scheme): keys sorted, no white space, UTF-8.
    """
    return hashlib.sha256(_canonical(written).encode()).digest()


def _canonical(written: Mapping[str, Any]) -> str:
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def _demand_once(path: str, each: str, named: Iterable[Hashable], errors: list[FieldError]) -> None:
    if twice := [str(name) for name, times in Counter(named).items() if times > 1]:
        errors.append(FieldError(path, f"name {each} once: {', '.join(twice)}"))

"""What a player is remembered for"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain.achievements import RULES, Achievement, Code, Played, achievements
from common.domain.game import Event, alive
from common.domain.rules import TYPES

ANNA, BORIS = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
COLORED = {"yellow": 1, "pink": 2}


def told(story: str, *, game: int = 0) -> list[Event]:
    """`a` and `b` pot a white ball, `y` and `p` are Anna's yellow and pink ones, `k` her fluke, `o` her own ball.

    `f` is her foul, `u` takes the event before it back, be that an undo or not.
    """
    events: list[Event] = []
    for nth, letter in enumerate(story):
        made = UUID(int=(game + 1) * 10_000 + nth)
        if letter == "u":
            events += [Event(made, "undo", event_id=events[-1].id)] if events else []
        elif letter == "f":
            events.append(Event(made, "foul", ANNA))
        else:
            color = {"y": "yellow", "p": "pink"}.get(letter, "white")
            seat = BORIS if letter == "b" else ANNA
            events.append(Event(made, "pot", seat, color=color, fluke=letter == "k", own_ball=letter == "o"))
    return events


def game(story: str = "", nth: int = 0, **other: Any) -> Played:
    """Anna's game number `nth`, which ended so many hours after the noon."""
    given = {"game_type": "kolkhoz", "won": False, "fouls": story.count("f"), "seats": 2, "colored": {}} | other
    finished_at = NOON + timedelta(hours=nth)
    return Played(UUID(int=500 + nth), finished_at=finished_at, seat=ANNA, events=told(story, game=nth), **given)


def reached(*games: Played) -> set[Code]:
    return {each.code for each in achievements(games) if each.reached_at}


def one(code: Code, *games: Played) -> Achievement:
    return next(each for each in achievements(games) if each.code == code)


def test_whoever_has_not_played_has_none_and_sees_all_that_there_are() -> None:
    found = achievements([])
    assert [each.code for each in found] == list(RULES)
    assert {(each.reached_at, each.game_id, each.count) for each in found} == {(None, None, 0)}


@pytest.mark.parametrize(
    ("code", "enough", "not_enough"),
    [
        ("first_game", [game()], []),
        ("first_win", [game(won=True)], [game()]),
        ("run_of_five", [game("baaaaa")], [game("aaaabaaaa")]),
        ("run_of_five", [game("aaaafuua" + "a" * 4)], [game("aaaafa")]),
        ("clean_game", [game("ab", won=True)], [game("af", won=True)]),
        ("clean_game", [game("ab", won=True)], [game("b", won=True)]),
        ("clean_game", [game("ab", won=True)], [game("ab")]),
        ("all_colors", [game("pyap", colored=COLORED)], [game("pya", colored=COLORED)]),
        ("all_colors", [game("pp", colored={"pink": 2})], [game("y", colored={"yellow": 1})]),
        ("late_riser", [game("bbbbba", won=True)], [game("bbbbabb", won=True)]),
        ("late_riser", [game("bbbbba", won=True)], [game("bbbbb", won=True)]),
        ("late_riser", [game("bbbbba", won=True)], [game("bbbbbua", won=True)]),
        ("full_table", [game(seats=8)], [game(seats=7)]),
        ("lucky_fool", [game("k" * 6), game("kkkk", 1)], [game("k" * 9)]),
        ("own_balls", [game("o" * 10)], [game("o" * 10 + "u")]),
        ("hat_trick", [game(won=True, nth=n) for n in range(3)], [game(won=n != 1, nth=n) for n in range(4)]),
        ("all_rounder", [game(game_type=t, nth=n) for n, t in enumerate(TYPES)], [game(nth=n) for n in range(9)]),
        ("fifty_games", [game(nth=n) for n in range(50)], [game(nth=n) for n in range(49)]),
    ],
)
def test_each_has_a_rule(code: Code, enough: list[Played], not_enough: list[Played]) -> None:
    assert code in reached(*enough)
    assert code not in reached(*not_enough)


def test_it_is_given_for_the_game_that_makes_it_full_and_how_far_it_is_is_told_before() -> None:
    games = [game("kkk", 0), game("kkk", 1), game("kkkkk", 2), game("k", 3)]
    assert one("lucky_fool", *games[:2]) == Achievement("lucky_fool", None, None, 6, 10)
    assert one("lucky_fool", *games) == Achievement("lucky_fool", games[2].finished_at, games[2].game_id, 10, 10)


stories = st.text("abypkofu", max_size=24)
histories = st.lists(st.tuples(stories, st.booleans(), st.integers(2, 8)), max_size=8).map(
    lambda drawn: [
        game(story, nth, won=won, seats=seats, colored=COLORED) for nth, (story, won, seats) in enumerate(drawn)
    ]
)


@given(histories)
def test_what_was_taken_back_brings_nothing(games: Sequence[Played]) -> None:
    assert achievements(games) == achievements([replace(each, events=alive(each.events)) for each in games])


@given(histories, st.randoms(use_true_random=False))
def test_games_count_in_the_order_of_their_ends(games: list[Played], dice: Any) -> None:
    shuffled = dice.sample(games, len(games))
    assert achievements(shuffled) == achievements(games)


@given(histories, histories)
def test_what_was_given_once_is_not_given_again(before: list[Played], after: list[Played]) -> None:
    later = [replace(each, finished_at=each.finished_at + timedelta(days=30)) for each in after]
    for now, then in zip(achievements([*before, *later]), achievements(before), strict=True):
        assert then.reached_at is None or now == then
        assert now.count >= then.count

"""How good somebody is"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from common.domain.contest import Contest, Part
from common.rating import NEWCOMER, ratings

PEOPLE = [UUID(int=number) for number in range(1, 6)]
ANNA, BORIS, VERA, GRISHA, DASHA = PEOPLE


def kolkhoz(points: dict[UUID, int], *, guests: Sequence[UUID] = ()) -> Contest:
    most = max(points.values())
    parts = [
        Part(UUID(int=who.int + 100), None if who in guests else who, made, made == most)
        for who, made in points.items()
    ]
    return Contest("kolkhoz", [part.seat_id for part in parts], parts)


def pyramid(won: Sequence[UUID], lost: Sequence[UUID]) -> Contest:
    parts = [Part(UUID(int=who.int + 100), who, 0, who in won) for pair in zip(won, lost, strict=True) for who in pair]
    return Contest("free_pyramid", [part.seat_id for part in parts], parts)


scores = st.dictionaries(st.sampled_from(PEOPLE), st.integers(-3, 15), min_size=2)
histories = st.lists(scores.map(kolkhoz), max_size=6)


def test_nobody_has_one_without_a_game() -> None:
    assert ratings([]) == {}


def test_a_victory_over_a_strong_player_is_worth_more() -> None:
    strong, weak = [kolkhoz({BORIS: 8, VERA: 2})] * 5, [kolkhoz({BORIS: 2, VERA: 8})] * 5
    won = kolkhoz({ANNA: 8, BORIS: 0})
    assert ratings([*strong, won])[ANNA] > ratings([won])[ANNA] > ratings([*weak, won])[ANNA] > NEWCOMER


def test_a_pair_rises_and_falls_together() -> None:
    found = ratings([pyramid([ANNA, VERA], [BORIS, GRISHA])])
    assert found[ANNA] == found[VERA] > NEWCOMER > found[BORIS] == found[GRISHA]


def test_a_guest_is_a_newcomer_each_time() -> None:
    games = [kolkhoz({ANNA: 5, BORIS: 1}, guests=[BORIS])] * 2
    assert ratings(games).keys() == {ANNA}
    against_one = [kolkhoz({ANNA: 5, BORIS: 1})] * 2
    assert ratings(games)[ANNA] > ratings(against_one)[ANNA], "a guest has not lost before"


def test_in_kolkhoz_the_order_of_points_is_the_order_of_ratings() -> None:
    found = ratings([kolkhoz(dict(zip(PEOPLE, (9, 7, 5, 3, 1), strict=True)))])
    assert all(better > worse for better, worse in pairwise(found[who] for who in PEOPLE))


@given(histories, scores)
def test_who_wins_alone_never_falls_and_who_has_not_played_stays_where_he_is(
    before: list[Contest], points: dict[UUID, int]
) -> None:
    first = max(points, key=points.__getitem__)
    points = {**points, first: points[first] + 1}
    was, now = ratings(before), ratings([*before, kolkhoz(points)])
    assert now[first] >= was.get(first, NEWCOMER)
    others = [who for who in was if who not in points]
    assert [now[who] for who in others] == [was[who] for who in others]


@given(histories, st.permutations(PEOPLE))
def test_it_does_not_matter_what_people_are_called(games: list[Contest], others: list[UUID]) -> None:
    named = dict(zip(PEOPLE, others, strict=True))
    renamed = [
        Contest(game.game_type, game.turns, [Part(p.seat_id, named[p.player_id], p.points, p.won) for p in game.parts])
        for game in games
    ]
    assert ratings(renamed) == {named[who]: rating for who, rating in ratings(games).items()}


@given(histories, st.randoms(use_true_random=False))
def test_nor_in_which_order_a_game_names_them(games: list[Contest], dice: Any) -> None:
    shuffled = [Contest(game.game_type, game.turns, dice.sample(game.parts, len(game.parts))) for game in games]
    found = ratings(games)
    assert all(abs(rating - found[who]) <= 1 for who, rating in ratings(shuffled).items())

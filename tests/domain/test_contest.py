"""Who has played against whom"""

from uuid import UUID

import pytest

from common.domain.contest import Contest, Part, Tally, tallies, teams

ANNA, BORIS, VERA, GRISHA = (UUID(int=number) for number in range(1, 5))


def seat(player: UUID) -> UUID:
    return UUID(int=player.int + 100)


def contest(game_type: str, *parts: tuple[UUID, int, bool], turns: tuple[UUID, ...] = (), guest: UUID | None = None):
    """Each with his points and whether he has won; all of them in this order unless `turns` says who is left."""
    made = [Part(seat(who), None if who == guest else who, points, won) for who, points, won in parts]
    return Contest(game_type, [seat(who) for who in turns or [who for who, *_ in parts]], made)


def test_in_kolkhoz_everyone_is_by_himself_and_equal_points_are_one_place() -> None:
    game = contest("kolkhoz", (ANNA, 3, False), (BORIS, 5, True), (VERA, 3, False), (GRISHA, -1, False), guest=GRISHA)
    assert teams(game) == [([ANNA], -3), ([BORIS], -5), ([VERA], -3), ([None], 1)]


def test_in_pyramid_one_side_is_against_the_other() -> None:
    game = contest("free_pyramid", (ANNA, 2, True), (BORIS, 7, False), (VERA, 6, True), (GRISHA, 0, False))
    assert teams(game) == [([ANNA, VERA], 0), ([BORIS, GRISHA], 1)]


@pytest.mark.parametrize("game_type", ["kolkhoz", "classic_pyramid"])
def test_a_level_game_has_one_place_for_both(game_type: str) -> None:
    first, second = teams(contest(game_type, (ANNA, 4, False), (BORIS, 4, False)))
    assert first.place == second.place


def test_who_has_left_a_game_of_pyramid_is_on_no_side_of_it_but_has_played() -> None:
    game = contest("free_pyramid", (ANNA, 8, True), (BORIS, 1, False), (VERA, 3, False), turns=(ANNA, VERA))
    assert teams(game) == [([ANNA], 0), ([VERA], 1)]
    assert tallies([game]) == {ANNA: Tally(1, 1), BORIS: Tally(1, 0), VERA: Tally(1, 0)}


def test_guests_have_no_tally() -> None:
    games = [contest("kolkhoz", (ANNA, n, n == 2), (BORIS, 1, n == 0), guest=BORIS) for n in (0, 2, 2)]
    assert tallies(games) == {ANNA: Tally(3, 2)}

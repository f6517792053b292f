"""An honest evening passes the check, and nothing can be changed in it unnoticed."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import fairness
from common.domain.dice import commitment
from common.domain.fairness import Mismatch, Played, check, orders, pairs
from common.domain.game import Event
from tests.domain.draws import SEATS, SEED, SESSION, Evening, evenings

A, B, C, D = SEATS[:4]


def verdict(evening: Evening, games: list[Played] | None = None) -> list[Mismatch]:
    return check(evening.seed, commitment(evening.seed), evening.session, games or evening.games)


def three_games() -> Evening:
    evening = Evening(mode="random", breaks="last_ball")
    evening.play([A, B, C, D])
    evening.play([A, B, C])
    evening.play([A, B, C])
    return evening


@given(evenings())
def test_an_honest_evening_passes(evening: Evening) -> None:
    assert verdict(evening) == []


def test_an_evening_without_draws_passes() -> None:
    evening = Evening()
    evening.keep("manual", "rotates", [A, B])
    assert verdict(evening) == []
    assert check(SEED, commitment(SEED), SESSION, []) == []


def test_another_seed_than_the_one_committed_to_is_found() -> None:
    evening, other = Evening(mode="random"), bytes(32)
    evening.all(SEATS, 3)
    assert Mismatch(None, "seed") in check(other, commitment(evening.seed), SESSION, evening.games)
    assert {found.number for found in check(other, commitment(other), SESSION, evening.games)} == {1, 2, 3}


@given(evenings(), st.data())
def test_a_changed_order_is_found(evening: Evening, data: st.DataObject) -> None:
    drawn = [number for number, game in enumerate(evening.games) if game.draw]
    if drawn:
        number = data.draw(st.sampled_from(drawn))
        game = evening.games[number]
        turns = data.draw(st.permutations(game.turns).filter(lambda turns: turns != list(game.turns)))
        games = [*evening.games]
        games[number] = replace(game, turns=turns, orders=[turns])
        assert Mismatch(number + 1, "turns") in verdict(evening, games)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"session_id": UUID(int=78)}, "session"),
        ({"mode": "random_no_repeat"}, "rules"),
        ({"breaks": "rotates"}, "rules"),
        ({"seats": (B, A, C)}, "seats"),
        ({"history": (((0, 1, 2),), ((0, 1, 2),))}, "history"),
        ({"history": (((0, 1, 2, 3),),)}, "history"),
        ({"history": ()}, "history"),
        ({"last_potter": None}, "last_potter"),
        ({"last_potter": 3}, "last_potter"),
        ({"last_potter": 9}, "last_potter"),
        ({"others": (SEATS[6],)}, "history"),
    ],
)
def test_changed_facts_are_found(changed: dict[str, object], found: str) -> None:
    evening = three_games()
    *before, game = evening.games
    assert game.draw is not None
    tampered = replace(game, draw=replace(game.draw, **changed))
    assert Mismatch(3, found) in verdict(evening, [*before, tampered])
    # It is found even when the order was drawn anew from the changed facts.
    again = replace(tampered, turns=fairness.draw(SEED, tampered.draw))
    assert Mismatch(3, found) in verdict(evening, [*before, again])


def test_a_past_that_was_rewritten_is_found() -> None:
    first, second, third = three_games().games
    rewritten = replace(first, orders=[[A, B, C, D], [A, B, C]])
    assert verdict(three_games(), [rewritten, second, third]) == [Mismatch(2, "history"), Mismatch(3, "history")]
    cancelled = replace(first, orders=[], last_potter=None)
    assert {found.number for found in verdict(three_games(), [cancelled, second, third])} == {2, 3}
    potter = replace(second, last_potter=next(seat for seat in (A, B) if seat != second.last_potter))
    assert verdict(three_games(), [first, potter, third]) == [Mismatch(3, "last_potter")]


def test_the_last_ball_is_that_of_the_last_game_that_counts() -> None:
    evening = Evening()
    evening.play([A, B, C], last_potter=A)
    evening.play([A, B, C], last_potter=B)
    evening.play([A, B, C], orders=[], last_potter=None)
    evening.play([A, B, C], orders=[], last_potter=None)
    evening.play([A, B, C])
    assert verdict(evening) == []
    first, second, *rest = evening.games
    for other in (A, C, None):
        games = [first, replace(second, last_potter=other), *rest]
        assert verdict(evening, games) == [Mismatch(number, "last_potter") for number in (3, 4, 5)]


def test_a_game_that_was_reopened_is_not_compared_with_the_draws_after_it() -> None:
    first, second, third = three_games().games
    other = replace(second, orders=[[A, B, C], [A, B]], last_potter=None, reopened=True)
    assert verdict(three_games(), [first, other, third]) == []
    cancelled = replace(second, orders=[], last_potter=None, reopened=True)
    assert verdict(three_games(), [first, cancelled, third]) == []
    # Its own draw still is, and so is the rest of the past.
    assert Mismatch(2, "turns") in verdict(three_games(), [first, replace(other, turns=second.turns[::-1]), third])
    rewritten = replace(first, orders=[[A, B, C, D], [A, B, C]])
    assert verdict(three_games(), [rewritten, other, third]) == [Mismatch(2, "history"), Mismatch(3, "history")]


def test_pairs_count_the_games_in_which_one_could_pay_the_other() -> None:
    evening = Evening()
    evening.keep("manual", "rotates", [A, B])
    evening.keep("manual", "rotates", [A, B, C])
    evening.keep("manual", "rotates", [A, B, C], orders=[], last_potter=None)
    assert pairs(evening.games) == Counter({(A, B): 2, (B, A): 1, (B, C): 1, (C, A): 1})


def events(*kinds: object) -> list[Event]:
    """A kind of event each, or an order for a reorder."""
    return [
        Event(UUID(int=number), kind, A) if isinstance(kind, str) else Event(UUID(int=number), "reorder", turns=kind)
        for number, kind in enumerate(kinds, 100)
    ]


@pytest.mark.parametrize(
    ("happened", "played"),
    [
        ((), [(A, B)]),
        (("note",), [(A, B)]),
        (("pot", "miss", "foul", "turn"), [(A, B)]),
        (((B, A),), [(B, A)]),
        (((B, A), "pot"), [(B, A)]),
        (("pot", (B, A)), [(A, B)]),
        (("pot", (B, A), "note", "miss"), [(A, B), (B, A)]),
        (("pot", (B, A), "miss", (A, B), "pot", "pot"), [(A, B), (B, A), (A, B)]),
        (("pot", (B, A), (C, A), "foul"), [(A, B), (C, A)]),
    ],
)
def test_an_order_counts_when_something_was_played_in_it(happened: tuple[object, ...], played: list[object]) -> None:
    assert orders((A, B), events(*happened)) == played


def test_an_order_that_was_taken_back_does_not_count() -> None:
    pot, reorder = events("pot", (B, A))
    undo = Event(UUID(int=500), "undo", event_id=reorder.id)
    assert orders((A, B), [pot, reorder, undo, replace(pot, id=UUID(int=501))]) == [(A, B)]

"""Who shoots after whom, and who breaks: fair, random, without repeats, by hand; and all of it again from the seed."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise, permutations
from math import factorial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import cycles
from common.domain.fairness import pairs
from common.domain.turns import Draw, draw
from tests.domain.chance import surprise
from tests.domain.draws import (
    SEATS,
    SEED,
    SEEDS,
    Evening,
    companies,
    cycle,
    evenings,
    neighbours,
    squares,
)

GAMES = {2: 1, 3: 2, 4: 6, 5: 4, 6: 10, 7: 6, 8: 7}
"""After so many games everyone has paid everyone equally often."""
IMPOSSIBLE = {4: 3, 6: 5}
FACTS = Draw.of(UUID(int=77), "fair", "rotates", SEATS[:3], [[SEATS[:4]], [], [(SEATS[1], SEATS[0])]], SEATS[0])


def test_facts_hold_people_as_numbers() -> None:
    assert (FACTS.seats, FACTS.others) == (SEATS[:3], (SEATS[3],))
    assert FACTS.history == (((0, 1, 2, 3),), (), ((1, 0),))
    assert FACTS.last_potter == 0
    assert replace(FACTS, last_potter=None) == Draw.of(
        FACTS.session_id, "fair", "rotates", FACTS.seats, [[SEATS[:4]], [], [(SEATS[1], SEATS[0])]], None
    )


def known(evening: Evening, players: int, games: int) -> str:
    return " ".join("".join(str(SEATS.index(seat)) for seat in turns) for turns in evening.all(SEATS[:players], games))


def test_draws_are_those_that_every_phone_computes() -> None:
    assert known(Evening(mode="fair"), 5, 5) == "23014 04312 13402 41032 30142"
    assert known(Evening(mode="fair", breaks="last_ball"), 6, 3) == "501342 245103 315402"
    assert known(Evening(mode="random"), 5, 5) == "23140 04123 12340 42013 34102"
    assert known(Evening(mode="random_no_repeat"), 4, 7) == "2130 0321 1230 3201 2310 0312 1320"
    assert known(Evening(mode="manual"), 3, 4) == "012 120 201 012"


@given(evenings())
def test_the_same_seed_and_facts_give_the_same_order(evening: Evening) -> None:
    for game in evening.games:
        if game.draw:
            assert draw(evening.seed, game.draw) == game.turns
            assert sorted(game.turns) == list(game.draw.seats)


@given(SEEDS, companies(8), st.data())
def test_who_follows_whom_does_not_depend_on_the_list_of_those_who_play(
    seed: bytes, seats: tuple[UUID, ...], data: st.DataObject
) -> None:
    evening = Evening(seed, breaks="rotates")
    evening.all(seats, data.draw(st.integers(0, 3)))
    other = data.draw(st.permutations(seats))
    assert cycle(draw(seed, evening.facts(other))) == cycle(draw(seed, evening.facts(seats)))


@pytest.mark.parametrize("players", range(2, 9))
@pytest.mark.parametrize("seed", [SEED, bytes(32)])
def test_fair_gives_every_ordered_pair_equally_often_in_every_round(players: int, seed: bytes) -> None:
    evening = Evening(seed)
    for round_ in range(1, 4):
        evening.all(SEATS[:players], GAMES[players])
        times = {2: 1, 3: 1, 4: 2, 5: 1, 6: 2, 7: 1, 8: 1}[players] * round_
        assert pairs(evening.games) == dict.fromkeys(permutations(SEATS[:players], 2), times)


@pytest.mark.parametrize("players", range(2, 9))
@pytest.mark.parametrize("seed", [SEED, bytes(32)])
def test_fair_is_within_one_after_every_game_but_where_it_cannot_be(players: int, seed: bytes) -> None:
    evening = Evening(seed)
    for game in range(1, 2 * GAMES[players] + 1):
        evening.play(SEATS[:players])
        met = pairs(evening.games)
        counts = [met[pair] for pair in permutations(SEATS[:players], 2)]
        allowed = 2 if game % GAMES[players] == IMPOSSIBLE.get(players) else 1
        assert max(counts) - min(counts) <= allowed


@given(SEEDS, st.sampled_from(range(2, 9)))
def test_an_evening_of_the_same_people_follows_the_schedule(seed: bytes, players: int) -> None:
    evening = Evening(seed)
    played = [cycle(turns) for turns in evening.all(SEATS[:players], 2 * GAMES[players])]
    schedule = 2 * [tuple(each) for each in cycles.schedule(players)]
    # The places are whatever makes the first game the first cycle; they must do so for all the others.
    ways = [
        people
        for people in permutations(SEATS[:players])
        if cycle([people[place] for place in schedule[0]]) == played[0]
    ]
    assert any(
        all(cycle([people[place] for place in each]) == turns for each, turns in zip(schedule, played, strict=True))
        for people in ways
    )


@given(evenings(largest=5, modes=st.just("fair")), companies(5))
def test_fair_evens_out_as_well_as_any_order_could(evening: Evening, seats: tuple[UUID, ...]) -> None:
    before = pairs(evening.games)

    def uneven(turns: list[UUID] | tuple[UUID, ...]) -> int:
        return squares((before + Counter(neighbours(turns))).values())

    assert uneven(evening.play(seats)) == min(uneven((seats[0], *rest)) for rest in permutations(seats[1:]))


def test_fair_goes_on_where_it_was_when_a_guest_has_gone_again() -> None:
    evening = Evening()
    first = evening.play(SEATS[:3])
    evening.play(SEATS[:4])
    assert cycle(evening.play(SEATS[:3])) != cycle(first)


def test_fair_prefers_the_cycle_that_was_played_least() -> None:
    schedule = Evening().all(SEATS[:4], 6)
    one, two, three, four = schedule[0]
    evening = Evening()
    for turns in (schedule[0], schedule[1], [one, three], [two, four]):
        evening.keep("manual", "rotates", turns)
    # Now everyone could pay everyone once, so all cycles are as light as on a new evening.
    assert set(pairs(evening.games).values()) == {1}
    assert cycle(evening.play(SEATS[:4])) == cycle(schedule[2])


def test_a_pair_counts_once_in_a_game_whose_order_changed_around_it() -> None:
    a, b, c, d, _ = SEATS[:5]
    evening = Evening()
    evening.keep("fair", "rotates", [a, b, c], orders=[[a, b, c], [a, b, c, d], [d, a, b]])
    assert pairs(evening.games) == Counter([(a, b), (b, c), (c, a), (c, d), (d, a), (b, d)])
    assert cycle(evening.play([a, b, c])) == (a, c, b)


def test_who_follows_whom_first_is_left_to_the_seed() -> None:
    for players in (3, 4, 5):
        drawn = Counter(
            cycle(draw(number.to_bytes(32, "big"), Evening().facts(SEATS[:players]))) for number in range(2400)
        )
        assert len(drawn) == factorial(players - 1)
        assert surprise(drawn, factorial(players - 1)) < 4


@pytest.mark.parametrize("mode", ["random", "random_no_repeat"])
@pytest.mark.parametrize("players", [2, 3, 4, 5])
def test_every_random_cycle_is_equally_likely(mode: str, players: int) -> None:
    seats = SEATS[:players]
    drawn: Counter[tuple[UUID, ...]] = Counter()
    for number in range(600):
        evening = Evening(number.to_bytes(32, "big"), mode)
        drawn.update(cycle(turns) for turns in evening.all(seats, 2))
    assert len(drawn) == factorial(players - 1)
    if players > 2:
        assert surprise(drawn, factorial(players - 1)) < 4


def test_without_repeats_every_unused_cycle_is_equally_likely() -> None:
    evening = Evening(mode="random_no_repeat")
    used = {cycle(turns) for turns in evening.all(SEATS[:4], 3)}
    drawn = Counter(cycle(draw(number.to_bytes(32, "big"), evening.facts(SEATS[:4]))) for number in range(900))
    assert len(drawn) == 3
    assert not used & drawn.keys()
    assert surprise(drawn, 3) < 4


@pytest.mark.parametrize("players", range(2, 7))
def test_without_repeats_every_cycle_is_played_once_before_any_again(players: int) -> None:
    number = factorial(players - 1)
    played = [cycle(turns) for turns in Evening(mode="random_no_repeat").all(SEATS[:players], 2 * number)]
    assert len(set(played[:number])) == len(set(played[number:])) == number


def test_repeats_are_counted_for_the_same_people_only() -> None:
    evening = Evening(mode="random_no_repeat")
    three, four = SEATS[:3], SEATS[:4]
    first = cycle(evening.play(three))
    evening.all(four, 3)
    evening.all(SEATS[1:4], 1)
    assert {first, cycle(evening.play(three))} == {cycle(three), cycle([*three[::-1]])}


def test_a_cycle_that_people_repeated_by_hand_is_still_used_once_only() -> None:
    evening = Evening(mode="random_no_repeat")
    a, b, c, d = SEATS[:4]
    for _ in range(7):
        evening.keep("manual", "rotates", [a, b, c, d])
        evening.keep("manual", "rotates", [c, d, a, b])
    rest = {cycle(turns) for turns in evening.all(SEATS[:4], 5)}
    assert len(rest) == 5
    assert (a, b, c, d) not in rest


def test_games_that_are_cancelled_do_not_count_and_cannot_change_the_next_order() -> None:
    for mode in ("fair", "random", "random_no_repeat"):
        evening = Evening(mode=mode)
        evening.all(SEATS[:5], 2)
        first = evening.play(SEATS[:5], orders=[], last_potter=None)
        assert evening.play(SEATS[:5], orders=[], last_potter=None) == first
        assert evening.play(SEATS[:5]) == first
        assert evening.play(SEATS[:5]) != first


def test_another_game_or_session_has_other_dice() -> None:
    drawn = {tuple(turns) for turns in Evening(mode="random").all(SEATS, 20)}
    assert len(drawn) == 20
    assert Evening(mode="random").play(SEATS) != Evening(mode="random", session=UUID(int=78)).play(SEATS)


def test_places_of_the_schedule_are_given_anew_for_other_people_and_in_another_session() -> None:
    firsts = {cycle(Evening(session=UUID(int=number)).play(SEATS[:5])) for number in range(20)}
    assert len(firsts) > 10


def test_manual_is_the_order_of_arrival_and_rotates() -> None:
    evening = Evening(mode="manual", breaks="rotates")
    a, b, c = SEATS[:3]
    assert evening.all([a, b, c], 4) == [[a, b, c], [b, c, a], [c, a, b], [a, b, c]]


@pytest.mark.parametrize("mode", ["fair", "random", "random_no_repeat", "manual"])
def test_whoever_potted_the_last_ball_breaks(mode: str) -> None:
    evening = Evening(mode=mode, breaks="last_ball")
    evening.play(SEATS[:4], last_potter=SEATS[2])
    evening.play(SEATS[:4], orders=[], last_potter=None)
    assert evening.play(SEATS[:4], last_potter=SEATS[0])[0] == SEATS[2]
    assert evening.play(SEATS[:4])[0] == SEATS[0]


@pytest.mark.parametrize("potter", [SEATS[3], None])
def test_when_the_last_potter_does_not_play_the_one_who_is_behind_breaks(potter: UUID | None) -> None:
    evening = Evening(breaks="last_ball")
    a, b, c, d = SEATS[:4]
    evening.keep("manual", "last_ball", [a, b, c, d])
    evening.keep("manual", "last_ball", [c, d, a, b], last_potter=potter)
    assert evening.play([a, b, c])[0] == b


def test_the_last_ball_does_not_matter_where_the_break_rotates() -> None:
    evening = Evening(breaks="rotates")
    evening.keep("manual", "rotates", SEATS[:2], last_potter=SEATS[0])
    assert evening.play(SEATS[:2])[0] == SEATS[1]


@given(SEEDS, st.integers(2, 8), st.sampled_from(["fair", "random", "random_no_repeat"]))
def test_the_break_goes_round_among_the_same_people(seed: bytes, players: int, mode: str) -> None:
    heads = [turns[0] for turns in Evening(seed, mode).all(SEATS[:players], 3 * players)]
    assert set(heads[:players]) == set(SEATS[:players])
    assert heads == 3 * heads[:players]


def test_the_first_break_is_left_to_the_seed() -> None:
    drawn = Counter(draw(number.to_bytes(32, "big"), Evening().facts(SEATS[:5]))[0] for number in range(1000))
    assert set(drawn) == set(SEATS[:5])
    assert surprise(drawn, 5) < 4


def test_whoever_comes_late_breaks_like_the_others_from_then_on() -> None:
    evening = Evening()
    evening.all(SEATS[:3], 9)
    heads = [turns[0] for turns in evening.all(SEATS[:4], 12)]
    assert Counter(heads) == dict.fromkeys(SEATS[:4], 3)
    assert all(one != other for one, other in pairwise(heads))


def test_a_break_weighs_by_how_many_shared_it() -> None:
    a, b, c = SEATS[:3]
    evening = Evening()
    evening.keep("manual", "rotates", [a, b])
    evening.keep("manual", "rotates", [b, a])
    evening.keep("manual", "rotates", [c, a, b])
    # Of one game in three a and b have a third of a break to come, and c has had his.
    assert evening.play([a, c])[0] == a
    # a has now broken for his half and his third, and a sixth more; b still has his third.
    assert evening.play([a, b])[0] == b


def test_among_equals_who_broke_longest_ago_breaks() -> None:
    a, b = SEATS[:2]
    evening = Evening()
    evening.keep("manual", "rotates", [b, a])
    evening.keep("manual", "rotates", [a, b])
    assert evening.play([a, b])[0] == b


def test_who_never_broke_is_before_everyone_who_is_as_far_behind() -> None:
    a, b, c = SEATS[:3]
    evening = Evening()
    evening.keep("manual", "rotates", [b, c])
    evening.keep("manual", "rotates", [c, b])
    assert evening.play([b, a])[0] == a


def test_who_stands_at_the_head_after_a_change_has_not_broken() -> None:
    a, b, c = SEATS[:3]
    evening = Evening()
    evening.keep("manual", "rotates", [a, b, c], orders=[[a, b, c], [b, c]])
    evening.keep("manual", "rotates", [c, a, b])
    assert evening.play([a, b, c])[0] == b

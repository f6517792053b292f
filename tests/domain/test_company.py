"""Who plays the next game, and who is the host when the host goes home."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from common.domain import company
from common.domain.rights import ROLES
from common.errors import Refusal
from tests.domain.table import ANNA, BORIS, DASHA, GRISHA, STRANGER, VERA


@dataclass(frozen=True)
class Seat:
    id: UUID
    role: str = "player"
    active: bool = True
    player_id: UUID | None = STRANGER


HALL = [
    Seat(ANNA, "host"),
    Seat(BORIS),
    Seat(VERA, "spectator"),
    Seat(GRISHA, player_id=None),
    Seat(DASHA, active=False),
]
"""Anna is the host, Boris plays, Vera watches, Grisha is a guest, Dasha has left."""


@pytest.mark.parametrize(
    ("turns", "playing", "chosen"),
    [
        (None, None, [ANNA, BORIS, GRISHA]),
        (None, [GRISHA, ANNA], [ANNA, GRISHA]),
        (None, [VERA, BORIS], [BORIS, VERA]),
        ([GRISHA, ANNA, BORIS], None, [GRISHA, ANNA, BORIS]),
        ([GRISHA, ANNA], [ANNA, GRISHA], [GRISHA, ANNA]),
        (None, [], []),
        ([], None, []),
    ],
    ids=[
        "everyone but those who watch and have left",
        "those who are named, as they came",
        "who watches may be named",
        "the order as it is given",
        "both, when they agree",
        "nobody",
        "an empty order",
    ],
)
def test_who_plays(turns, playing, chosen):
    assert company.players(HALL, turns=turns, playing=playing) == chosen


@pytest.mark.parametrize("named", [[ANNA, STRANGER], [ANNA, DASHA]], ids=["never came", "has left"])
def test_who_is_not_there_cannot_play(named):
    for given in ({"turns": named, "playing": None}, {"turns": None, "playing": named}):
        with pytest.raises(Refusal) as refused:
            company.players(HALL, **given)
        assert refused.value.code == "unknown_seat"
        assert refused.value.detail == "Someone in this list is not in the session: load it again."


def test_an_order_of_others_than_those_who_are_named_is_refused():
    with pytest.raises(Refusal) as refused:
        company.players(HALL, turns=[ANNA, BORIS], playing=[ANNA, BORIS, GRISHA])
    assert refused.value.code == "turns_incomplete"


def test_a_target_is_for_someone_who_was_ever_here():
    company.demand_known(HALL, [])
    company.demand_known(HALL, [ANNA, DASHA])
    with pytest.raises(Refusal) as refused:
        company.demand_known(HALL, [ANNA, STRANGER])
    assert refused.value.code == "unknown_seat"
    assert refused.value.detail == "A target is for someone who is not in the session: load it again."


def test_a_seat_with_an_account_can_become_anything_but_the_host_only_by_handing_over():
    host, player = HALL[:2]
    for role in ROLES:
        company.demand_role(player, role)
    company.demand_role(host, "host")
    for role in ("scorer", "player", "spectator"):
        with pytest.raises(Refusal) as refused:
            company.demand_role(host, role)
        assert refused.value.code == "host_stays"


def test_a_guest_plays_or_watches():
    guest = HALL[3]
    for role in ("player", "spectator"):
        company.demand_role(guest, role)
    for role in ("host", "scorer"):
        with pytest.raises(Refusal) as refused:
            company.demand_role(guest, role)
        assert refused.value.code == "role_needs_account"


@pytest.mark.parametrize(
    ("seats", "heir"),
    [
        ([Seat(ANNA, "host"), Seat(BORIS), Seat(GRISHA, "scorer"), Seat(DASHA, "scorer")], GRISHA),
        ([Seat(ANNA, "host"), Seat(BORIS), Seat(GRISHA)], BORIS),
        ([Seat(ANNA, "host"), Seat(BORIS, "scorer", active=False), Seat(GRISHA)], GRISHA),
        ([Seat(ANNA, "host"), Seat(BORIS, player_id=None), Seat(GRISHA)], GRISHA),
        ([Seat(ANNA, "host"), Seat(BORIS, "spectator"), Seat(GRISHA, player_id=None)], None),
        ([Seat(ANNA, "scorer"), Seat(BORIS)], None),
        ([Seat(ANNA, "host")], None),
    ],
    ids=[
        "the longest present scorer",
        "then the longest present player",
        "not who has left",
        "not a guest",
        "neither who watches",
        "nobody when it was not the host who left",
        "nobody when nobody else is there",
    ],
)
def test_who_becomes_host(seats, heir):
    assert company.heir(seats, seats[0]) == heir

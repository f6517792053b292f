"""What somebody has done at the table"""

from uuid import UUID, uuid4

import pytest

from common.domain.feats import feats
from common.domain.game import Event

ANNA, BORIS = UUID(int=1), UUID(int=2)


def told(story: str) -> list[Event]:
    """`a`, `b` pot a white ball, `A`, `B` a yellow one by a fluke; `f` is Anna's foul, `n` a note, `u` an undo."""
    events: list[Event] = []
    for letter in story:
        if letter == "u":
            events.append(Event(uuid4(), "undo", event_id=events[-1].id))
        elif letter == "n":
            events.append(Event(uuid4(), "note", text="!"))
        elif letter == "f":
            events.append(Event(uuid4(), "foul", ANNA))
        else:
            seat, color = ANNA if letter in "aA" else BORIS, "white" if letter.islower() else "yellow"
            events.append(Event(uuid4(), "pot", seat, color=color, fluke=letter.isupper()))
    return events


@pytest.mark.parametrize(
    ("stories", "longest_run"),
    [
        ([""], 0),
        (["bbb"], 0),
        (["aanab"], 3),
        (["aabaaa"], 3),
        (["aafa"], 2),
        (["aafua"], 3),
        (["aabuuaa"], 2),
        (["aa", "aa"], 2),
    ],
)
def test_a_run_ends_with_anything_but_ones_own_next_ball(stories: list[str], longest_run: int) -> None:
    assert feats((ANNA, told(story)) for story in stories).longest_run == longest_run


def test_balls_are_counted_by_colour_and_flukes_with_them() -> None:
    done = feats([(ANNA, told("aAbB")), (BORIS, told("aAb"))])
    assert (done.colors, done.flukes) == ({"white": 2, "yellow": 1}, 1)

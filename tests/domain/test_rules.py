"""Rules out of JSON: a default for every field, and for every wrong one its path and what would be right."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import rules
from common.domain.rules import (
    TYPES,
    Ball,
    ClassicPyramidRules,
    FreePyramidRules,
    KolkhozFoul,
    KolkhozRules,
    PersonalTarget,
    PyramidFoul,
)
from common.errors import Refusal
from tests.domain.strategies import ANY
from tests.domain.table import ANNA, BORIS

PYRAMIDS = {
    "free_pyramid": 8,
    "combined_pyramid": 8,
    "dynamic_pyramid": 8,
    "classic_pyramid": 71,
    "continuous_pyramid": 50,
}


def wrong(**fields):
    """Path → message of every field that is refused."""
    with pytest.raises(Refusal) as refused:
        rules.parse(fields)
    assert refused.value.code == "rules_invalid"
    assert refused.value.errors
    return {error.field: error.message for error in refused.value.errors}


def read_or_refused(given):
    try:
        return rules.parse(given)
    except Refusal as refused:
        return refused


def test_a_kolkhoz_with_nothing_said_is_played_by_the_defaults_of_the_document():
    assert rules.parse({"game_type": "kolkhoz"}) == KolkhozRules(
        point_price_kopecks=0,
        balls=(Ball("white", 1, 15),),
        settlement="direct",
        last_ball_value=None,
        foul=KolkhozFoul("own_minus", 1),
        flukes="count",
        pot_keeps_turn=True,
        negative_points=True,
        ends="balls_gone",
        turns="fair",
        breaks="last_ball",
        version=1,
    )


@pytest.mark.parametrize(("game_type", "target"), PYRAMIDS.items())
def test_each_pyramid_has_the_target_of_its_own(game_type, target):
    assert rules.parse({"game_type": game_type}) == TYPES[game_type](
        target=target,
        game_price_kopecks=0,
        price_per="player",
        foul=PyramidFoul("opponent_plus", 1),
        turns="fair",
        breaks="rotates",
        targets=(),
        version=1,
    )


def test_the_examples_of_the_contract_are_read():
    kolkhoz = rules.parse(
        {
            "game_type": "kolkhoz",
            "point_price_kopecks": 5000,
            "balls": [
                {"color": "white", "value": 1, "count": 13},
                {"color": "yellow", "value": 2, "count": 1},
                {"color": "pink", "value": 3, "count": 1},
            ],
            "settlement": "direct",
            "foul": {"mode": "own_minus", "points": 1},
            "turns": "fair",
        }
    )
    assert kolkhoz == KolkhozRules(
        point_price_kopecks=50_00, balls=(Ball("white", 1, 13), Ball("yellow", 2, 1), Ball("pink", 3, 1))
    )
    free = rules.parse(
        {
            "game_type": "free_pyramid",
            "target": 8,
            "game_price_kopecks": 50000,
            "price_per": "player",
            "foul": {"mode": "opponent_plus", "points": 1},
            "turns": "manual",
        }
    )
    assert free == FreePyramidRules(game_price_kopecks=500_00, turns="manual")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("point_price_kopecks", 100_000_000),
        ("settlement", "everyone"),
        ("last_ball_value", 2),
        ("last_ball_value", None),
        ("foul", {"mode": "own_minus_nominal", "points": 0}),
        ("foul", {"mode": "none"}),
        ("foul", {"mode": "next_plus", "points": 999}),
        ("flukes", "ignore"),
        ("pot_keeps_turn", False),
        ("negative_points", False),
        ("ends", "manual"),
        ("turns", "random"),
        ("turns", "random_no_repeat"),
        ("turns", "manual"),
    ],
)
def test_every_value_of_the_document_is_read_and_written_as_it_was(field, value):
    read = rules.as_json(rules.parse({"game_type": "kolkhoz", field: value}))[field]
    assert read == value or read == {"points": 1, **value}


@given(ANY)
def test_rules_survive_their_way_through_json(made):
    assert rules.parse(json.loads(json.dumps(rules.as_json(made)))) == made


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("point_price_kopecks", -1, "must be a whole number from 0 to 100000000"),
        ("point_price_kopecks", 100_000_001, "must be a whole number from 0 to 100000000"),
        ("point_price_kopecks", 50.0, "must be a whole number from 0 to 100000000"),
        ("point_price_kopecks", "5000", "must be a whole number from 0 to 100000000"),
        ("point_price_kopecks", True, "must be a whole number from 0 to 100000000"),
        ("point_price_kopecks", None, "must be a whole number from 0 to 100000000"),
        ("balls", [], "must be a list of 1 to 10 items"),
        ("balls", [{"color": "white"}] * 11, "must be a list of 1 to 10 items"),
        ("balls", {"white": 1}, "must be a list of 1 to 10 items"),
        ("balls", "white", "must be a list of 1 to 10 items"),
        ("settlement", "sideways", "must be one of direct, everyone"),
        ("settlement", ["direct"], "must be one of direct, everyone"),
        ("last_ball_value", -1, "must be a whole number from 0 to 999"),
        ("last_ball_value", False, "must be a whole number from 0 to 999"),
        ("foul", "own_minus", "must be an object"),
        ("foul", None, "must be an object"),
        ("flukes", 1, "must be one of count, ignore"),
        ("pot_keeps_turn", 1, "must be true or false"),
        ("negative_points", "false", "must be true or false"),
        ("ends", None, "must be one of balls_gone, manual"),
        ("turns", "alphabetical", "must be one of fair, random, random_no_repeat, manual"),
        ("breaks", "loser", "must be one of last_ball, rotates"),
        ("version", 2, "must be one of 1"),
        ("version", True, "must be one of 1"),
    ],
)
def test_a_wrong_field_is_named_with_what_would_be_right(field, value, message):
    assert wrong(game_type="kolkhoz", **{field: value}) == {f"rules.{field}": message}


@pytest.mark.parametrize(
    ("ball", "path"),
    [
        ({"value": 1}, "rules.balls.1.color"),
        ({"color": "turquoise"}, "rules.balls.1.color"),
        ({"color": ["pink"]}, "rules.balls.1.color"),
        ({"color": "pink", "value": 1000}, "rules.balls.1.value"),
        ({"color": "pink", "value": True}, "rules.balls.1.value"),
        ({"color": "pink", "count": 0}, "rules.balls.1.count"),
        ({"color": "pink", "count": 1000}, "rules.balls.1.count"),
        ({"color": "pink", "weight": 280}, "rules.balls.1.weight"),
        ("pink", "rules.balls.1"),
    ],
)
def test_a_wrong_ball_is_named_by_its_place(ball, path):
    assert list(wrong(game_type="kolkhoz", balls=[{"color": "white"}, ball])) == [path]


@pytest.mark.parametrize(
    ("foul", "path"),
    [
        ({"mode": "shout"}, "rules.foul.mode"),
        ({"points": -1}, "rules.foul.points"),
        ({"points": True}, "rules.foul.points"),
        ({"colour": "pink"}, "rules.foul.colour"),
    ],
)
def test_a_wrong_foul_is_named_inside(foul, path):
    assert list(wrong(game_type="kolkhoz", foul=foul)) == [path]


def test_everything_that_is_wrong_is_named_at_once():
    assert set(
        wrong(game_type="kolkhoz", colour="red", flukes="maybe", foul={"points": -1}, balls=[{"count": 0}, 7])
    ) == {
        "rules.colour",
        "rules.flukes",
        "rules.foul.points",
        "rules.balls.0.count",
        "rules.balls.0.color",
        "rules.balls.1",
    }


def test_a_colour_named_twice_is_refused():
    twice = [{"color": "white"}, {"color": "pink"}, {"color": "white", "value": 2}]
    assert wrong(game_type="kolkhoz", balls=twice) == {"rules.balls": "name each colour once: white"}


@pytest.mark.parametrize("game_type", ["chess", "", None, 8, True, ["kolkhoz"], {"kolkhoz": 1}])
def test_a_game_type_that_nobody_plays_is_refused_with_those_that_are(game_type):
    assert wrong(game_type=game_type) == {"rules.game_type": f"must be one of kolkhoz, {', '.join(PYRAMIDS)}"}


def test_rules_must_say_of_which_game_they_are():
    assert list(wrong(point_price_kopecks=5000)) == ["rules.game_type"]


@pytest.mark.parametrize(
    ("game_type", "field"), [("kolkhoz", "target"), ("kolkhoz", "price_per"), ("free_pyramid", "balls")]
)
def test_a_field_of_another_game_is_not_known_here(game_type, field):
    assert "is not known; known are game_type" in wrong(game_type=game_type, **{field: 8})[f"rules.{field}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("target", 0), ("target", 1000), ("target", True), ("price_per", "table"), ("foul", {"mode": "next_plus"})],
)
def test_a_wrong_field_of_a_pyramid_is_named_too(field, value):
    assert [path.removesuffix(".mode") for path in wrong(game_type="classic_pyramid", **{field: value})] == [
        f"rules.{field}"
    ]


def test_a_target_of_ones_own_replaces_the_usual_one():
    assert rules.parse({"game_type": "classic_pyramid", "target": 50}).target == 50


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["kolkhoz", *PYRAMIDS]),
    st.dictionaries(st.sampled_from(sorted(KolkhozRules.__dataclass_fields__)) | st.text(max_size=8), JSON, max_size=4),
)
def test_whatever_json_is_sent_it_is_read_or_refused_by_name(game_type, fields):
    outcome = read_or_refused({**fields, "game_type": game_type})
    if isinstance(outcome, Refusal):
        assert outcome.code == "rules_invalid"
        assert all(error.field.startswith("rules.") for error in outcome.errors)
    else:
        assert rules.parse(rules.as_json(outcome)) == outcome


@pytest.mark.parametrize("made", [KolkhozRules(), FreePyramidRules()])
def test_rules_cannot_be_changed_in_the_middle_of_a_game(made):
    with pytest.raises(AttributeError):
        made.turns = "random"


def test_the_value_of_a_ball_is_that_of_its_colour():
    made = KolkhozRules(balls=(Ball("white", 1, 13), Ball("green", 6)))
    assert made.value("green") == 6
    with pytest.raises(KeyError):
        made.value("pink")


def test_a_handicap_names_a_seat_and_its_target():
    made = rules.parse({"game_type": "free_pyramid", "targets": [{"seat_id": str(ANNA), "target": 6}]})
    assert made == FreePyramidRules(targets=(PersonalTarget(ANNA, 6),))
    assert rules.parse({"game_type": "free_pyramid", "targets": [{"seat_id": BORIS, "target": 6}]}).targets == (
        PersonalTarget(BORIS, 6),
    )
    assert rules.handicapped(made) == [ANNA]
    assert rules.handicapped(KolkhozRules()) == []


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ([{"seat_id": "Anna", "target": 6}], {"rules.targets.0.seat_id": "must be a UUID"}),
        ([{"seat_id": 7, "target": 6}], {"rules.targets.0.seat_id": "must be a UUID"}),
        ([{"seat_id": None, "target": 6}], {"rules.targets.0.seat_id": "must be a UUID"}),
        ([{"seat_id": str(ANNA)}], {"rules.targets.0.target": "is missing"}),
        ([{"seat_id": str(ANNA), "target": 0}], {"rules.targets.0.target": "must be a whole number from 1 to 999"}),
        (
            [{"seat_id": str(ANNA), "target": 5}, {"seat_id": str(ANNA), "target": 6}],
            {"rules.targets": f"name each seat once: {ANNA}"},
        ),
        ([{"seat_id": str(ANNA), "target": 5}] * 17, {"rules.targets": "must be a list of 0 to 16 items"}),
        ({}, {"rules.targets": "must be a list of 0 to 16 items"}),
    ],
)
def test_a_wrong_handicap_is_named(targets, expected):
    assert wrong(game_type="free_pyramid", targets=targets) == expected


def test_several_colours_named_twice_are_all_said():
    twice = [{"color": color} for color in ("white", "pink", "white", "pink", "pink", "green")]
    assert wrong(game_type="kolkhoz", balls=twice) == {"rules.balls": "name each colour once: white, pink"}


def test_a_game_keeps_the_sha_256_of_its_rules_in_canonical_json():
    written = (
        '{"breaks":"rotates","foul":{"mode":"opponent_plus","points":1},"game_price_kopecks":50000,'
        '"game_type":"classic_pyramid","price_per":"player","target":71,'
        f'"targets":[{{"seat_id":"{ANNA}","target":60}}],"turns":"fair","version":1}}'
    )
    made = ClassicPyramidRules(game_price_kopecks=500_00, targets=(PersonalTarget(ANNA, 60),))
    assert rules.digest(made) == hashlib.sha256(written.encode()).digest()
    assert rules.as_json(made) == json.loads(written)
    assert rules.digest_of(json.loads(written)) == rules.digest(made)


def test_the_hash_of_rules_that_had_fewer_fields_is_that_of_what_was_kept():
    kept = {"game_type": "kolkhoz", "note": "правила дома"}
    canonical = '{"game_type":"kolkhoz","note":"правила дома"}'
    assert rules.digest_of(dict(reversed(kept.items()))) == hashlib.sha256(canonical.encode()).digest()


@given(ANY, ANY)
def test_two_sets_of_rules_have_one_hash_only_when_they_are_the_same(one, other):
    assert (rules.digest(one) == rules.digest(other)) is (one == other)
    assert rules.digest(rules.parse(rules.as_json(one))) == rules.digest(one)

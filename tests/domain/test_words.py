"""The rules as people say them to each other, in both languages."""

from dataclasses import fields, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.domain import words
from common.domain.phrases import COLORS, PHRASES
from common.domain.rules import (
    Ball,
    ClassicPyramidRules,
    Color,
    CombinedPyramidRules,
    ContinuousPyramidRules,
    DynamicPyramidRules,
    FreePyramidRules,
    KolkhozFoul,
    KolkhozRules,
    PersonalTarget,
    PyramidFoul,
)
from tests.domain import strategies
from tests.domain.table import ANNA, BORIS, PEOPLE, VERA

HOUSE = KolkhozRules(
    point_price_kopecks=50_00,
    balls=(Ball("white", 1, 13), Ball("yellow", 2), Ball("green", 6, 2)),
    last_ball_value=2,
)
NAMES = {seat: f"Seat {number}" for number, seat in enumerate(PEOPLE)}


def said(made, language, names=None):
    """The sentences, with plain spaces for those that do not break."""
    return [sentence.replace("\u00a0", " ") for sentence in words.describe(made, language, names)]


def test_a_kolkhoz_of_the_house_in_russian():
    assert said(HOUSE, "ru") == [
        "Колхоз: очко стоит 50 ₽.",
        "Белые, 13 шаров: по 1 очку, по 50 ₽ от того, кто бил перед вами.",
        "Жёлтый: 2 очка, 100 ₽ от того, кто бил перед вами.",
        "Зелёные, 2 шара: по 6 очков, по 300 ₽ от того, кто бил перед вами.",
        "Последний шар на столе, какой бы он ни был: 2 очка, 100 ₽ от того, кто бил перед вами.",
        "Расчёт по кругу: за ваши очки платит тот, кто бил перед вами.",
        "Фол: минус 1 очко, 50 ₽ тому, кто бил перед вами.",
        "Несколько нарушений в одном ударе: один фол.",
        "Дурак считается.",
        "Забили — бьёте дальше.",
        "Счёт может уйти в минус.",
        "Партия кончается, когда на столе не осталось шаров.",
        "Кто за кем бьёт, решено по-честному: каждый после каждого одинаково часто.",
        "Разбивает тот, кто забил последний шар прошлой партии.",
    ]


def test_a_kolkhoz_of_the_house_in_english():
    assert said(HOUSE, "en") == [
        "Kolkhoz: a point is worth 50 ₽.",
        "White, 13 balls: 1 point each, 50 ₽ from the player before you.",
        "Yellow: 2 points, 100 ₽ from the player before you.",
        "Green, 2 balls: 6 points each, 300 ₽ from the player before you.",
        "The last ball on the table, whichever it is: 2 points, 100 ₽ from the player before you.",
        "Money goes round the circle: the player before you pays for your points.",
        "A foul: minus 1 point, 50 ₽ to the player before you.",
        "Several breaches in one stroke: one foul.",
        "A fluke counts.",
        "Pot a ball and you go on.",
        "The score may go below zero.",
        "The game is over when no ball is left on the table.",
        "A fair order: everyone shoots after everyone else equally often.",
        "Whoever potted the last ball breaks the next game.",
    ]


OTHER_HOUSE = KolkhozRules(
    point_price_kopecks=12_50,
    balls=(Ball("white", 3, 13), Ball("black", 0)),
    settlement="everyone",
    foul=KolkhozFoul("none"),
    flukes="ignore",
    pot_keeps_turn=False,
    negative_points=False,
    ends="manual",
    turns="random",
    breaks="rotates",
)


def test_a_kolkhoz_with_everything_the_other_way_round():
    assert said(OTHER_HOUSE, "ru") == [
        "Колхоз: очко стоит 12,50 ₽.",
        "Белые, 13 шаров: по 3 очка, по 37,50 ₽ от каждого.",
        "Чёрный: 0 очков.",
        "Расчёт каждый с каждым: на разницу в очках.",
        "Фол ничего не стоит: просто переход хода.",
        "Несколько нарушений в одном ударе: один фол.",
        "Дурак не считается: шар сыгран, очков за него нет.",
        "Забили — удар всё равно переходит.",
        "Ниже нуля счёт не падает.",
        "Когда закончить партию, решаете сами.",
        "Кто за кем бьёт, перед каждой партией решает жребий.",
        "Разбиваете по очереди.",
    ]
    assert said(OTHER_HOUSE, "en") == [
        "Kolkhoz: a point is worth 12.50 ₽.",
        "White, 13 balls: 3 points each, 37.50 ₽ from everyone.",
        "Black: 0 points.",
        "Everyone settles with everyone: the difference in points.",
        "A foul costs nothing but the turn.",
        "Several breaches in one stroke: one foul.",
        "A fluke does not count: the ball is down, for no points.",
        "The turn passes even after a pot.",
        "The score never falls below zero.",
        "You decide when the game is over.",
        "Lots are drawn for the order of each game.",
        "You break in turns.",
    ]


@pytest.mark.parametrize(
    ("settlement", "foul", "russian", "english"),
    [
        (
            "direct",
            KolkhozFoul("own_minus", 3),
            "Фол: минус 3 очка, 150 ₽ тому, кто бил перед вами.",
            "A foul: minus 3 points, 150 ₽ to the player before you.",
        ),
        (
            "everyone",
            KolkhozFoul("own_minus", 3),
            "Фол: минус 3 очка, по 150 ₽ каждому.",
            "A foul: minus 3 points, 150 ₽ to everyone.",
        ),
        (
            "direct",
            KolkhozFoul("own_minus_nominal", 0),
            "Фол: минус цена заказанного шара, а если шар не назван, минус 0 очков; деньги тому, кто бил перед вами.",
            "A foul: minus the called ball's value or, if none was called, minus 0 points;"
            " the money goes to the player before you.",
        ),
        (
            "everyone",
            KolkhozFoul("own_minus_nominal", 1),
            "Фол: минус цена заказанного шара, а если шар не назван, минус 1 очко; деньги каждому.",
            "A foul: minus the called ball's value or, if none was called, minus 1 point; the money goes to everyone.",
        ),
        (
            "direct",
            KolkhozFoul("next_plus", 2),
            "Фол: следующий получает 2 очка, 100 ₽ от того, кто сфолил.",
            "A foul: the next player gets 2 points, 100 ₽ from the one who fouled.",
        ),
        (
            "everyone",
            KolkhozFoul("next_plus", 2),
            "Фол: следующий получает 2 очка, по 100 ₽ от каждого.",
            "A foul: the next player gets 2 points, 100 ₽ from everyone.",
        ),
    ],
)
def test_what_a_foul_costs_and_whom(settlement, foul, russian, english):
    made = replace(HOUSE, settlement=settlement, foul=foul)
    assert said(made, "ru")[6] == russian
    assert said(made, "en")[6] == english


@pytest.mark.parametrize(
    ("made", "russian", "english"),
    [
        (
            FreePyramidRules(),
            "Свободная пирамида («американка»): биток любой, каждый забитый шар даёт очко.",
            "Free pyramid: any ball is a cue ball, and every ball that falls is a point.",
        ),
        (
            CombinedPyramidRules(),
            "Комбинированная пирамида («московская»): биток один; за «своего» снимают любой шар, и это тоже очко.",
            "Combined pyramid: one cue ball; for potting it you take any ball off the table, and that is a point too.",
        ),
        (
            DynamicPyramidRules(),
            "Динамичная пирамида («невская»): биток один, «свой» тоже очко, а после него бьют с руки"
            " и только «чужого».",
            "Dynamic pyramid: one cue ball; potting it is a point too, then it is in hand and may only pot"
            " another ball.",
        ),
        (
            ClassicPyramidRules(),
            "Классическая пирамида: шар даёт столько очков, какой на нём номер, туз 11, последний на столе ещё 10.",
            "Classic pyramid: a ball counts its number, the ace 11, and the last ball on the table 10 more.",
        ),
        (
            ContinuousPyramidRules(),
            "Продолженная пирамида: биток любой, каждый шар даёт очко, а когда шары кончились, ставят новую пирамиду.",
            "Continuous pyramid: any ball is a cue ball, every ball is a point, and after the last they are racked"
            " anew.",
        ),
    ],
)
def test_each_pyramid_says_first_what_counts(made, russian, english):
    assert said(made, "ru")[0] == russian
    assert said(made, "en")[0] == english


PAIRS = FreePyramidRules(
    targets=(PersonalTarget(ANNA, 6), PersonalTarget(BORIS, 21), PersonalTarget(VERA, 1)),
    game_price_kopecks=500_00,
    price_per="team",
    foul=PyramidFoul("own_minus", 2),
    turns="random_no_repeat",
)


def test_a_pyramid_with_a_handicap_in_pairs():
    assert said(PAIRS, "ru", {ANNA: "Анна", BORIS: "Борис {я}"})[1:] == [
        "Играем до 8 очков.",
        "Анна играет до 6 очков.",
        "Борис {я} играет до 21 очка.",
        "Один из игроков играет до 1 очка.",
        "Партия стоит 500 ₽ с проигравшей стороны, в паре пополам.",
        "Фол: минус 2 очка, на стол возвращают 2 шара, счёт может уйти в минус.",
        "Несколько нарушений в одном ударе: один фол.",
        "Кто за кем бьёт, решает жребий, и порядок не повторяется, пока не сыграны все.",
        "Разбиваете по очереди.",
    ]
    assert said(PAIRS, "en", {ANNA: "Anna", BORIS: "Boris"})[1:] == [
        "We play to 8 points.",
        "Anna plays to 6 points.",
        "Boris plays to 21 points.",
        "One of the players plays to 1 point.",
        "The game costs the losing side 500 ₽, partners pay half each.",
        "A foul: minus 2 points, 2 balls back on the table, and the score may go below zero.",
        "Several breaches in one stroke: one foul.",
        "Lots are drawn for the order, and none comes twice until all were played.",
        "You break in turns.",
    ]


def test_a_pyramid_by_the_official_foul_for_the_price_of_a_game_each():
    made = FreePyramidRules(game_price_kopecks=1250_00, turns="manual")
    assert said(made, "ru")[2:] == [
        "Партия стоит 1 250 ₽ с каждого проигравшего.",
        "Фол: соперник получает 1 очко, со стола снимают 1 шар.",
        "Несколько нарушений в одном ударе: один фол.",
        "Кто за кем бьёт, договариваетесь сами.",
        "Разбиваете по очереди.",
    ]
    assert said(made, "en")[2:] == [
        "The game costs each loser 1,250 ₽.",
        "A foul: the opponent gets 1 point, 1 ball off the table.",
        "Several breaches in one stroke: one foul.",
        "You agree on the order yourselves.",
        "You break in turns.",
    ]


@pytest.mark.parametrize(
    ("foul", "russian", "english"),
    [
        (PyramidFoul("opponent_plus", 5), "Фол: соперник получает 5 очков.", "A foul: the opponent gets 5 points."),
        (
            PyramidFoul("own_minus", 1),
            "Фол: минус 1 очко, счёт может уйти в минус.",
            "A foul: minus 1 point, and the score may go below zero.",
        ),
    ],
)
def test_a_foul_of_the_classic_pyramid_moves_no_ball(foul, russian, english):
    assert said(ClassicPyramidRules(foul=foul), "ru")[3] == russian
    assert said(ClassicPyramidRules(foul=foul), "en")[3] == english


def test_a_foul_for_nothing_moves_no_ball_either():
    made = FreePyramidRules(foul=PyramidFoul("opponent_plus", 0))
    assert said(made, "ru")[3] == "Фол: соперник получает 0 очков."


@pytest.mark.parametrize("made", [KolkhozRules(), replace(HOUSE, point_price_kopecks=0), FreePyramidRules()])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_where_points_are_all_that_counts_nothing_is_said_of_money(made, language):
    text = " ".join(said(made, language)).lower()
    for word in ("₽", "плат", "деньг", "расчёт", "money", "pay", "cost"):
        assert word not in text


@pytest.mark.parametrize("points_only", [KolkhozRules(), FreePyramidRules()])
def test_points_only_is_for_fun(points_only):
    assert "на интерес" in " ".join(said(points_only, "ru"))
    assert "for fun" in " ".join(said(points_only, "en"))


def test_every_colour_has_a_name_of_its_own_for_one_ball_and_for_several():
    assert set(COLORS) == set(get_args(Color))
    for one, several in COLORS.values():
        assert one.ru != several.ru
    for language in ("ru", "en"):
        assert len({getattr(one, language) for one, _ in COLORS.values()}) == len(COLORS)
        assert len({getattr(several, language) for _, several in COLORS.values()}) == len(COLORS)


def has_effect(made, field):
    """Some fields mean nothing beside the others."""
    if field == "settlement":
        return made.point_price_kopecks > 0
    return field != "price_per" or made.game_price_kopecks > 0


@pytest.mark.parametrize("made", strategies.OF_TYPE.values(), ids=strategies.OF_TYPE)
@given(st.data())
def test_any_field_that_is_changed_changes_the_text(made, data):
    one, other = data.draw(made), data.draw(made)
    for field in fields(one):
        changed = replace(one, **{field.name: getattr(other, field.name)})
        both = {one.foul.mode, changed.foul.mode}
        if changed != one and has_effect(one, field.name) and (field.name != "foul" or both != {"none"}):
            for language in ("ru", "en"):
                assert words.describe(changed, language, NAMES) != words.describe(one, language, NAMES), field.name


@given(strategies.ANY, st.sampled_from(["ru", "en"]))
def test_whatever_the_rules_every_sentence_is_whole_and_none_is_said_twice(made, language):
    told = words.describe(made, language, NAMES)
    assert len(set(told)) == len(told)
    for sentence in told:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not set(sentence) & set("{}")


def test_both_languages_say_everything():
    for phrase in PHRASES.values():
        assert phrase.ru != ""
        assert phrase.en != ""
        assert phrase.ru.count("{") == phrase.en.count("{")


@pytest.mark.parametrize(
    ("name", "russian", "english"),
    [
        ("Пятница", "«Пятница»", "“Пятница”"),
        ("Пятница в «Шаре»", "«Пятница в „Шаре“»", "“Пятница в «Шаре»”"),
        ("Friday at the “Ball”", "«Friday at the “Ball”»", "“Friday at the ‘Ball’”"),
    ],
)
def test_a_name_with_quotation_marks_of_its_own_is_quoted_with_inner_ones(name, russian, english):
    assert words.quoted(name, "ru") == russian
    assert words.quoted(name, "en") == english

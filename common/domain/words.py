"""Rules in plain language, as someone who plays would say them: for the people who agree to them before the break.

A field that has no effect beside the others says nothing: a price per team where no money is played for, for instance.
"""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from common.domain.phrases import COLORS, COUNTED, PHRASES, QUOTES, Language
from common.domain.rules import ClassicPyramidRules, KolkhozRules, PyramidRules, Rules


def describe(rules: Rules, language: Language, names: Mapping[UUID, str] | None = None) -> list[str]:
    """One sentence for each rule that matters; `names` are of the seats that have a target of their own."""
    told = _kolkhoz(rules, language) if isinstance(rules, KolkhozRules) else _pyramid(rules, language, names or {})
    return [*told, _say(language, f"turns {rules.turns}"), _say(language, f"breaks {rules.breaks}")]


def money(kopecks: int, language: Language) -> str:
    """Roubles, and kopecks only where there are some: 1 250 ₽ and 12,50 ₽, or 1,250 ₽ and 12.50 ₽."""
    roubles, rest = divmod(kopecks, 100)
    text = f"{roubles:,}.{rest:02}" if rest else f"{roubles:,}"
    if language == "ru":
        text = text.replace(",", "\u00a0").replace(".", ",")
    return f"{text}\u00a0₽"


def quoted(name: str, language: Language) -> str:
    """In the quotation marks of the language; those that the name brings along become the inner ones."""
    (outer, inner) = QUOTES[language]
    return outer[0] + name.translate(str.maketrans(outer, inner)) + outer[1]


def counted(number: int, what: str, language: Language) -> str:
    """A number with what it counts, in the form that the language wants after it."""
    russian, english = COUNTED[what]
    if language == "en":
        form = english[0 if number == 1 else 1]
    elif number % 10 == 1 and number % 100 != 11:
        form = russian[0]
    elif number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        form = russian[1]
    else:
        form = russian[2]
    return f"{number} {form}"


def _kolkhoz(rules: KolkhozRules, language: Language) -> list[str]:
    say, count = partial(_say, language), partial(counted, language=language)
    price = rules.point_price_kopecks

    def moved(how: str, points: int) -> str:
        """Who pays whom for so many points."""
        return say(f"{how} {rules.settlement}", money=money(points * price, language)) if points * price else ""

    told = [say("kolkhoz", money=money(price, language)) if price else say("kolkhoz for fun")]
    for ball in rules.balls:
        one, several = (getattr(said, language) for said in COLORS[ball.color])
        if ball.count == 1:
            told.append(say("ball", color=one, points=count(ball.value, "points"), paid=moved("one paid", ball.value)))
        else:
            points, paid = count(ball.value, "points each"), moved("each paid", ball.value)
            told.append(say("balls", color=several, balls=count(ball.count, "balls"), points=points, paid=paid))
    if (last := rules.last_ball_value) is not None:
        told.append(say("last ball", points=count(last, "points"), paid=moved("one paid", last)))
    if price:
        told.append(say(f"settlement {rules.settlement}"))
    mode, cost = rules.foul.mode, rules.foul.points
    # By the nominal the money depends on the ball, even where a foul without one costs nothing.
    paid = moved(f"paid {mode}", 1 if mode == "own_minus_nominal" else cost) if mode != "none" else ""
    told += [say(f"foul {mode}", points=count(cost, "points"), paid=paid), say("foul once")]
    told.append(say(f"flukes {rules.flukes}"))
    told.append(say("pot keeps turn" if rules.pot_keeps_turn else "pot passes turn"))
    told.append(say("below zero" if rules.negative_points else "above zero"))
    return [*told, say(f"ends {rules.ends}")]


def _pyramid(rules: PyramidRules, language: Language, names: Mapping[UUID, str]) -> list[str]:
    say, count = partial(_say, language), partial(counted, language=language)
    told = [say(rules.game_type), say("target", points=count(rules.target, "points to go"))]
    for personal in rules.targets:
        name = names.get(personal.seat_id) or say("someone")
        told.append(say("own target", name=name, points=count(personal.target, "points to go")))
    if rules.game_price_kopecks:
        told.append(say(f"price {rules.price_per}", money=money(rules.game_price_kopecks, language)))
    else:
        told.append(say("for fun"))
    mode, cost = rules.foul.mode, rules.foul.points
    # Where balls have numbers, a foul moves points and no ball.
    moves = cost > 0 and not isinstance(rules, ClassicPyramidRules)
    balls = say(f"balls {mode}", balls=count(cost, "balls")) if moves else ""
    return [*told, say(f"foul pyramid {mode}", points=count(cost, "points"), balls=balls), say("foul once")]


def _say(language: Language, phrase: str, **values: str) -> str:
    said: str = getattr(PHRASES[phrase], language)
    return said.format(**values)
